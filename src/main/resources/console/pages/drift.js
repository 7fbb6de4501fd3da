// The feedback loop: a card for each monitor, those that alarm first; who and what stands out; the brakes.

import * as api from '../api.js';
import { itemAddress, userAddress } from '../address.js';
import { byId, h, renew, say } from '../dom.js';
import { count, number, percent, when } from '../format.js';
import { bars } from '../parts/bars.js';
import { proposals, showLevers } from '../parts/levers.js';
import { loopLine } from '../parts/loop-line.js';
import { monitorCard } from '../parts/monitor-card.js';
import { scenario } from '../parts/scenario.js';
import { empty, problem } from '../parts/states.js';
import { attempt, setTitle, toast, watch } from '../shell.js';

const EVERY_MS = 5000;
const EVERY_ROUND_MS = 1500;
const WINDOWS = 120;
const SHOWN = 8;
const DAY_MS = 86_400_000;

const cards = new Map();
let played = null;

/** The scenario that a demo plays, above all else. */
function showScenario(narration) {
  byId('scenario').hidden = narration === undefined;
  byId('generic').hidden = narration !== undefined;
  if (narration !== undefined) {
    played ??= scenario(byId('scenario-told'));
    say(byId('scenario-title'), `The scenario “${narration.title}”`);
    say(byId('scenario-round'), narration.round < narration.rounds ? `round ${narration.round + 1} of ${narration.rounds}` : `all ${narration.rounds} rounds are over`);
    played.show(narration);
  }
}

function showMonitor(monitor) {
  if (!cards.has(monitor.monitor)) {
    const card = monitorCard(monitor.monitor);
    cards.set(monitor.monitor, card);
    byId('monitors').append(card.element);
  }
  cards.get(monitor.monitor).show(monitor);
}

function length(ms) {
  return ms >= DAY_MS ? count(Math.round(ms / DAY_MS), 'day') : ms >= 3_600_000 ? count(Math.round(ms / 3_600_000), 'hour') : count(Math.round(ms / 60_000), 'minute');
}

function whyEmpty(enabled) {
  return enabled
    ? ['No window is complete yet', 'A window ends when the one after the next begins, by the time of events. Lists that are served, and ratings that follow, fill it.']
    : ['The loop is not watched', 'Set drift.enabled=true and start again.'];
}

function showFacts({ facts, enabled }) {
  if (facts === undefined) {
    const [what, why] = whyEmpty(enabled);
    byId('influential').replaceChildren(empty(what, why));
    byId('shown').replaceChildren(empty(what, `${why} In the demo: start it with --loop on.`));
    say(byId('never'), '');
    return;
  }
  say(byId('never'), `${count(facts.neverShown, 'item')} ${facts.neverShown === 1 ? 'was' : 'were'} not shown at all.`);
  renew(byId('influential'), facts.influential.length === 0 ? empty('Nobody', 'Nothing was rated in this window.')
    : bars(facts.influential.slice(0, SHOWN).map((user) => ({
      label: h('a', { href: userAddress(user.userId), text: user.userId }), value: user.share, amount: percent(user.share) })), 'Share of movement by user'));
  renew(byId('shown'), facts.mostShown.length === 0 ? empty('Nothing', 'No list was served to a user in this window.')
    : bars(facts.mostShown.slice(0, SHOWN).map((item) => ({
      label: h('a', { href: itemAddress(item.itemId), text: item.title }), value: item.times, amount: `${number(item.times)} ×` })), 'Times shown by item'));
}

let isMoving = false;

async function move(field, value) {
  isMoving = true;
  const answer = await attempt(() => api.putBrakes({ [field]: value }));
  isMoving = false;
  if (answer !== null) {
    drawBrakes(answer);
    toast('The brake is set. Lists that are made from now on go by it.');
    drawStory();
  }
}

function drawBrakes({ levers }) {
  const box = byId('brakes');
  if (box.querySelector('.lever') === null) {
    box.replaceChildren();
  }
  showLevers(box, levers, move);
  byId('proposals').replaceChildren(...proposals(levers, move)); // with their buttons
  isBraked = levers.some((lever) => lever.value > 0);
}

let areBrakesAsked = true;
let isBraked = false;

async function showBrakes() {
  if (!areBrakesAsked || isMoving) {
    return;
  }
  try {
    drawBrakes(await api.brakes());
  } catch (failure) {
    if (failure.status === 404) {
      areBrakesAsked = false;
      byId('brakes').replaceChildren(empty('The levers are on the operations port',
        'This port answers applications. Open the console on the port of the setting serve.operations-port to move a brake.'));
    } else if (failure.status === 401 || failure.status === 403) {
      areBrakesAsked = false;
      byId('brakes').replaceChildren(empty('The levers are for operators', failure.message,
        h('button', { text: 'Show a token', onclick: () => { api.askAgain(); areBrakesAsked = true; showBrakes(); } })));
    } else if (byId('brakes').querySelector('.lever') === null) {
      byId('brakes').replaceChildren(problem(failure, showBrakes));
    }
  }
}

let latest = null;

/** The scenario of the demo, step by step; what has happened already is ticked off. */
function drawStory() {
  const hasWindows = latest?.monitors.some((monitor) => monitor.windows.length > 0) ?? false;
  const hasControl = latest?.monitors.some((monitor) => monitor.control !== undefined) ?? false;
  const hasAlarm = latest?.monitors.some((monitor) => ['alarm', 'warning', 'recovered'].includes(monitor.state)) ?? false;
  const steps = [
    [(latest?.enabled ?? false) && hasWindows, 'Lists are shown', 'Each replayed user is shown a list before the next rating. Start the demo with --loop on.'],
    [hasControl, 'A few see random items', latest?.controlShare === 0
      ? 'There is no control group: set drift.control-share to a few hundredths, or start the demo with --loop on.'
      : `A control group of ${percent(latest?.controlShare ?? 0.05, 0)} of the users shows what the world does without the loop.`],
    [hasWindows && (latest?.facts?.influential.length ?? 0) > 0, 'Some users steer more than others', 'The most influential users move a large part of all items.'],
    [hasAlarm, 'A monitor speaks', 'A value has moved further from what is usual than chance explains, among the treated alone.'],
    [isBraked, 'A brake is moved', 'Raise exploration a little: a place in ten is drawn by chance. Watch exposure become more even and the hit rate of lists fall.'],
    [latest?.monitors.some((monitor) => monitor.state === 'recovered') ?? false, 'The monitor recovers', 'What brought it back, and what that cost, is in the curves.']];
  byId('story').replaceChildren(...steps.map(([isDone, title, words]) => h('li', { class: isDone ? 'done' : null },
    h('h3', { text: title }), isDone ? h('span', { class: 'sr-only', text: 'happened' }) : null, h('p', { text: words }))));
}

async function refresh() {
  try {
    const drift = await api.drift(WINDOWS);
    latest = drift;
    drift.monitors.forEach(showMonitor);
    renew(byId('now'), loopLine(drift));
    byId('window').replaceChildren(...(drift.facts === undefined
      ? [`windows of ${length(drift.windowMs)}`]
      : [`windows of ${length(drift.windowMs)}, the latest began `, when(drift.facts.windowStartMs), `; control group ${percent(drift.controlShare, 0)}`]));
    showFacts(drift);
    showScenario(drift.narration);
    drawStory();
  } catch (failure) {
    if (cards.size === 0) {
      byId('now').replaceChildren(problem(failure, refresh));
    }
  }
  showBrakes();
  setTimeout(refresh, latest?.narration === undefined ? EVERY_MS : EVERY_ROUND_MS);
}

byId('print').addEventListener('click', () => window.print());
setTitle('Feedback loop');
drawStory();
let isStarted = false;
watch({}, { pulse({ status }) {
  if (status.ready && !isStarted) {
    isStarted = true;
    refresh();
  }
} });
