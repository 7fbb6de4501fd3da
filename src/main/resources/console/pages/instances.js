// The instances: who learns and copies which partitions, how far this one is, and what it is busy with.

import * as api from '../api.js';
import { byId, h, renew } from '../dom.js';
import { bytes, count, number, percent } from '../format.js';
import { bars } from '../parts/bars.js';
import { meters } from '../parts/meters.js';
import { empty, problem } from '../parts/states.js';
import { table } from '../parts/table.js';
import { setTitle, watch } from '../shell.js';

const EVERY_MS = 5000;

const names = (partitions) => (partitions.length === 0 ? 'none' : partitions.join(', '));

let known = new Map();

/** One that has gone stays on the page, and says so, until it is back or the page is loaded again. */
function drawMembers({ members, partitions }) {
  const gone = [...known.keys()].filter((address) => !members.some((member) => member.address === address));
  members.forEach((member) => known.set(member.address, member));
  const orphans = Array.from({ length: partitions }, (_, n) => n).filter((n) => !members.some((member) => member.learns.includes(n)));
  const row = (member, state) => [
    member.self ? [member.address, ' ', h('span', { class: 'mark', text: 'this one' })]
      : h('a', { href: `//${member.address}/instances.html`, text: member.address, title: 'the console of that instance' }),
    state, state === 'gone' ? '–' : names(member.learns), state === 'gone' ? '–' : names(member.copies)];
  return h('section', { class: 'card', 'aria-labelledby': 'members-title' },
    h('div', { class: 'head' }, h('h2', { id: 'members-title', text: count(members.length, 'instance') }),
      h('p', { class: orphans.length > 0 ? 'worse' : 'note', text: orphans.length > 0
        ? `${orphans.length === 1 ? 'Partition' : 'Partitions'} ${names(orphans)}: nobody learns ${orphans.length === 1 ? 'it' : 'them'} right now. Another instance takes over within seconds.`
        : `${partitions === 1 ? 'The one partition of the ratings is' : `All ${partitions} partitions of the ratings are`} learned. Every instance has all items, and answers for every user.` })),
    table('Instances', ['Address', 'State', 'Learns partitions', 'Copies of'],
      [...members.map((member) => row(member, 'here')), ...gone.map((address) => row(known.get(address), 'gone'))], { words: [1] }));
}

function drawLearned({ learned }, measured) {
  return h('section', { class: 'card', 'aria-labelledby': 'learned-title' },
    h('div', { class: 'head' }, h('h2', { id: 'learned-title', text: 'Partitions that are learned here' })),
    learned.length === 0 ? empty('None', 'This instance learns nothing right now: it waits for partitions, or restores them.')
      : table('Partitions', ['Partition', 'Learned up to offset', 'Records behind', 'Rows found in memory', 'Rows in memory', 'Changed, not yet written'],
        learned.map((one) => [String(one.partition), one.offset < 0 ? 'nothing yet' : number(one.offset),
          measured.lagOf(one.partition), percent(one.cacheHitRatio), bytes(one.cachedBytes), count(one.dirtyRows, 'row')])));
}

function drawRestores({ status, cluster }) {
  if (cluster.restores.length === 0) {
    return status.ready ? null : h('section', { class: 'card' }, h('p', { text: `Loading: ${Math.floor(status.fraction * 100)} % (${status.state.toLowerCase()})` }));
  }
  return h('section', { class: 'card', 'aria-labelledby': 'restores-title' },
    h('div', { class: 'head' }, h('h2', { id: 'restores-title', text: 'Restoring' })),
    bars(cluster.restores.map((one) => ({ label: one.what, value: one.done / Math.max(1, one.all),
      amount: `${number(one.done)} of ${count(one.all, 'record')}` })), 'Records restored'));
}

async function refresh() {
  try {
    const [answer, text] = await Promise.all([api.instances(), api.metrics()]);
    const measured = meters(text);
    renew(byId('instances'), drawMembers(answer.cluster), drawRestores(answer), drawLearned(answer.cluster, measured));
    byId('meters').replaceChildren(measured.show());
    byId('meters').closest('section').hidden = false;
  } catch (failure) {
    byId('meters').closest('section').hidden = failure.status !== 0;
    if (failure.status === 404) {
      byId('instances').replaceChildren(h('section', { class: 'card' }, empty('This page works on the operations port',
        'This port answers applications. Open the console on the port of the setting serve.operations-port.')));
      return;
    }
    if (failure.status === 401 || failure.status === 403) {
      byId('instances').replaceChildren(h('section', { class: 'card' }, empty('This page is for operators', failure.message,
        h('button', { text: 'Show a token', onclick: () => { api.askAgain(); refresh(); } }))));
      return;
    }
    if (failure.status !== 0) {
      byId('instances').replaceChildren(h('section', { class: 'card' }, problem(failure, refresh)));
      return;
    }
    // What was last known stays; the line above says that the connection is lost.
  }
  setTimeout(refresh, EVERY_MS);
}

setTitle('Instances');
watch({});
refresh();
