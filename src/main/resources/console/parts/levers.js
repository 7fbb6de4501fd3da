// The brakes as levers: what each does, what it costs, where it stands, and what the governor proposes.

import { h, say } from '../dom.js';
import { when } from '../format.js';
import { monitorName } from './loop-line.js';

const STEPS = 50;
const WIDE = 1000;
const PAUSE_MS = 400;

/** What a brake costs: every one takes something from lists that are as good as Eddy can make them. */
const COSTS = {
  'exploration': 'Costs: each place that is drawn by chance is one that is not chosen for the user.',
  'thompson': 'Costs: lists vary from one request to the next, and have more that turns out not to be liked.',
  'popularity-discount': 'Costs: fewer of the items that most people choose anyway, so fewer hits.',
  'impression-discount': 'Costs: what somebody meant to choose later sinks meanwhile.',
  'calibration': 'Costs: a list that is less certain to be liked, in return for the user’s own mix of genres.',
  'influence-cap': 'Costs: very active users teach less, also when they know best. 0 is no cap.',
  'daily-cap': 'Costs: what somebody does a lot of in one day counts less for everybody’s lists. 0 is no cap.',
  'propensity-weights': 'Costs: what is learned varies more, since few ratings count for many.',
};

const camel = (name) => name.replace(/-([a-z])/g, (all, letter) => letter.toUpperCase());

const amount = (value) => (value === 0 ? 'off' : String(Math.round(value * 1000) / 1000));

function history({ heldBy, last }) {
  if (!last) {
    return heldBy === undefined ? '' : 'as the settings say';
  }
  const who = { operator: `set by ${last.who}`, governor: 'held by the governor', setting: 'back at its setting' }[heldBy];
  return h('span', {}, `${who}, `, when(last.timeMs), last.reason ? `: ${last.reason}` : '');
}

/** Makes a lever; `move(field, value)` is called when it is moved, with null to release it. */
function newLever(lever, move) {
  const isWide = lever.max > WIDE;
  const id = `lever-${lever.brake}`;
  let timer;
  const output = h('output', { for: id });
  const input = h('input', isWide
    ? { id, type: 'number', min: 0, max: lever.max, step: 1 }
    : { id, type: 'range', min: 0, max: lever.max, step: lever.max / STEPS });
  input.addEventListener('input', () => {
    say(output, `${amount(Number(input.value))}`);
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (input.checkValidity() && input.value !== '') {
        move(camel(lever.brake), Number(input.value));
      }
    }, PAUSE_MS);
  });
  const release = h('button', { class: 'plain', text: 'Release', title: 'Back to its setting; the governor may move it then',
    onclick: () => move(camel(lever.brake), null) });
  return h('div', { class: 'lever', data: { brake: lever.brake } },
    h('div', { class: 'row' }, h('label', { for: id }, h('h3', { text: monitorName(lever.brake) })), h('span', {}, output, ' ', h('span', { class: 'note unit' }))),
    input,
    h('p', { text: `${lever.effect.charAt(0).toUpperCase()}${lever.effect.slice(1)}${lever.effect.endsWith('.') ? '' : '.'}` }),
    h('p', { class: 'note', text: COSTS[lever.brake] ?? '' }),
    h('div', { class: 'row' }, h('span', { class: 'note last' }), release));
}

/** Shows levers in an element, without moving one that somebody holds. */
export function showLevers(element, levers, move) {
  for (const lever of levers) {
    let made = element.querySelector(`[data-brake="${CSS.escape(lever.brake)}"]`);
    if (made === null) {
      made = newLever(lever, move);
      element.append(made);
    }
    const input = made.querySelector('input');
    if (document.activeElement !== input) {
      input.value = lever.value;
      say(made.querySelector('output'), amount(lever.value));
    }
    say(made.querySelector('.unit'), lever.value === 0 ? '' : lever.unit);
    made.querySelector('.last').replaceChildren(history(lever));
    made.querySelector('button').hidden = lever.heldBy !== 'operator';
  }
}

/** What the governor proposes, with a button to do it. */
export function proposals(levers, move) {
  return levers.filter((lever) => lever.proposal).map(({ brake, proposal }) => h('div', { class: 'proposal' },
    h('p', {}, h('strong', { text: `The governor proposes: ${monitorName(brake).toLowerCase()} from ${amount(proposal.from)} to ${amount(proposal.to)}. ` }),
      proposal.reason ?? ''),
    h('button', { class: 'main', text: 'Do it', onclick: () => move(camel(brake), proposal.to) })));
}
