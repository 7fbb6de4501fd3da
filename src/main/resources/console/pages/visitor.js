// A visitor without an account: rates or likes a few things, and watches the list form. What the visitor said is in the
// address, so that a list can be shown to somebody else; nothing is stored.

import * as api from '../api.js';
import { go, onBack, parameters } from '../address.js';
import { byId, flash, h, keyed, say } from '../dom.js';
import { rating } from '../format.js';
import { changes, glide, mark } from '../parts/changes.js';
import { about, chance, itemRow, predicted, why } from '../parts/item-row.js';
import { search } from '../parts/search.js';
import { stars } from '../parts/stars.js';
import { empty, fill, problem } from '../parts/states.js';
import { setTitle, watch } from '../shell.js';

const WANTED = 10;
const ASKED = matchMedia('(max-width: 60rem)').matches ? 4 : 8;
const CANDIDATES = 200;
const LIST = 10;

let scale = null;
let candidates = [];
let skipped = new Set();
let places = null;
const titles = new Map();

/** What the visitor said, in its order: pairs of item and rating. */
const said = () => parameters('r').map((text) => {
  const at = text.lastIndexOf(':');
  return [text.slice(0, at), Number(text.slice(at + 1))];
}).filter(([itemId, value]) => itemId !== '' && Number.isFinite(value));

function tell(itemId, value) {
  const others = said().filter(([id]) => id !== itemId);
  const all = value === null ? others : [...others, [itemId, value]];
  go({ r: all.map(([id, given]) => `${id}:${given}`) });
  show(itemId, value);
}

const likedWith = () => scale.max;

function controls(item) {
  return [
    h('button', { class: 'like', text: '♥ Like', 'aria-label': `Like ${item.title}`, onclick: () => tell(item.itemId, likedWith()) }),
    stars(item.title, scale, (value) => tell(item.itemId, value))];
}

function drawPicks() {
  const rated = new Set(said().map(([itemId]) => itemId));
  const asked = candidates.filter((item) => !rated.has(item.itemId) && !skipped.has(item.itemId)).slice(0, ASKED);
  const list = byId('picks');
  if (asked.length === 0) {
    list.replaceChildren(h('li', {}, empty('That is all', 'Search for more, or start again.')));
    return;
  }
  list.querySelectorAll(':scope > :not([data-key])').forEach((other) => other.remove());
  const after = glide(list);
  keyed(list, asked, (item) => item.itemId, (item) => itemRow({ ...item, more: about(item), side: controls(item) }));
  after();
}

function drawRated() {
  const all = said();
  byId('rated-card').hidden = all.length === 0;
  say(byId('progress'), all.length >= WANTED ? `${all.length} rated` : `${all.length} of ${WANTED}`);
  byId('again').disabled = all.length === 0;
  keyed(byId('rated'), all.toReversed(), ([itemId]) => itemId, ([itemId]) => {
    const title = titles.get(itemId) ?? itemId;
    return itemRow({ itemId, title, side: [
      stars(title, scale, (value) => tell(itemId, value)),
      h('button', { class: 'plain', text: 'Take back', 'aria-label': `Take back ${title}`, onclick: () => tell(itemId, null) })] });
  }, (row, [, value]) => row.querySelector('.stars').set(value));
}

function told(title, value, moved, before) {
  if (before === null) {
    return '';
  }
  const news = [...moved.values()].filter((change) => change === 'new').length;
  const rose = [...moved].filter(([, change]) => change > 0).sort((a, b) => b[1] - a[1])[0];
  const what = value === null ? `${title} taken back` : `${title} ★ ${rating(value)}`;
  const effects = [
    news > 0 ? `${news} new in the list` : '',
    rose ? `${titles.get(rose[0])} rose ${rose[1]} ${rose[1] === 1 ? 'place' : 'places'}` : ''].filter(Boolean);
  return `${what}: ${effects.length === 0 ? 'the list stays as it is' : effects.join(', ')}.`;
}

let turn = 0;

async function drawList(changedItem, value) {
  const mine = ++turn;
  const list = byId('list');
  const all = said();
  try {
    const answer = await (all.length === 0
      ? api.popular(LIST, 0)
      : api.visitorList(all.map(([itemId, given]) => ({ itemId, rating: given })), LIST));
    if (mine !== turn) {
      return;
    }
    const items = answer.items;
    items.forEach((item) => titles.set(item.itemId, item.title));
    const ids = items.map((item) => item.itemId);
    const moved = places === null ? new Map() : changes(places, ids);
    list.querySelectorAll(':scope > :not([data-key])').forEach((other) => other.remove());
    const after = glide(list);
    const best = Math.max(...items.map((item) => item.score ?? 0));
    keyed(list, items, (item) => item.itemId,
      (item) => itemRow({ ...item, place: 0, more: [h('span', { class: 'why' })], side: [h('span', { class: 'figure-of' })] }),
      (row, item) => {
        say(row.querySelector('.place'), String(ids.indexOf(item.itemId) + 1));
        say(row.querySelector('.why'), [about(item), all.length === 0 ? '' : why(item)].filter(Boolean).join(' · '));
        row.querySelector('.figure-of').replaceChildren(...(all.length === 0 ? []
          : [item.rating === undefined ? chance(Math.exp(item.score - best)) : predicted(item.rating)]));
        const change = mark(moved.get(item.itemId));
        row.querySelector('.marks').replaceChildren(...(change === null ? [] : [change]));
        if (moved.get(item.itemId) === 'new') {
          flash(row);
        }
      });
    after();
    say(byId('peek').querySelector('span'), items.slice(0, 3).map((item) => item.title).join(' · '));
    say(byId('what'), all.length === 0 ? 'Before you say anything: what is chosen most.'
      : told(titles.get(changedItem) ?? changedItem, value, moved, changedItem === undefined ? null : places));
    places = ids;
    if (items.length === 0) {
      list.replaceChildren(h('li', {}, empty('Nothing to recommend yet', 'Items appear with their first ratings.')));
    }
  } catch (failure) {
    list.replaceChildren(h('li', {}, problem(failure, () => drawList())));
  }
}

function show(changedItem, value) {
  setTitle(said().length === 0 ? 'Visitor' : `A visitor who rated ${said().length}`);
  drawPicks();
  drawRated();
  drawList(changedItem, value);
}

/** Titles of what the address names. */
async function loadTitles() {
  const unknown = said().map(([itemId]) => itemId).filter((itemId) => !titles.has(itemId));
  await Promise.all(unknown.map((itemId) =>
    api.item(itemId).then((item) => titles.set(itemId, item.title), () => titles.set(itemId, itemId)))); // its id will do
}

async function start() {
  await fill(byId('picks'), async () => {
    const [telling, popular] = await Promise.all([api.representative(CANDIDATES), api.popular(40, 0)]);
    const found = new Map();
    // Well-known ones in turn with telling ones: people must know what they are asked about.
    for (let place = 0; place < CANDIDATES; place++) {
      for (const item of [popular.items[place], telling.items[place]]) {
        if (item !== undefined) {
          found.set(item.itemId, item);
          titles.set(item.itemId, item.title);
        }
      }
    }
    candidates = [...found.values()];
    await loadTitles();
    return null;
  }, ASKED);
  if (candidates.length > 0 || byId('picks').childElementCount === 0) {
    show();
  }
}

byId('find').append(search({ label: 'Search for something you know', placeholder: 'Search for something', onPick: (item) => {
  titles.set(item.itemId, item.title);
  skipped.delete(item.itemId);
  candidates = [item, ...candidates.filter((other) => other.itemId !== item.itemId)];
  drawPicks();
  byId('picks').querySelector('button')?.focus();
} }));
byId('again').addEventListener('click', () => {
  skipped = new Set();
  go({ r: [] });
  places = null;
  show();
});
byId('others').addEventListener('click', () => {
  byId('picks').querySelectorAll('[data-key]').forEach((row) => skipped.add(row.dataset.key));
  drawPicks();
});
onBack(() => loadTitles().then(() => show()));

setTitle('Visitor');
let isStarted = false;
watch({}, { pulse(pulse) {
  scale = { min: pulse.scaleMin, max: pulse.scaleMax };
  if (pulse.status.ready && !isStarted) {
    isStarted = true;
    start();
  }
} });
