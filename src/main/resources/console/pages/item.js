// An item: what is known of it, who liked it and how, what is near it. Follows what is learned of it.

import * as api from '../api.js';
import { note, onBack, parameter } from '../address.js';
import { byId, flash, h, keyed, renew, say } from '../dom.js';
import { compact, count, fixed, percent, rating, signed } from '../format.js';
import { bars } from '../parts/bars.js';
import { figure } from '../parts/figure.js';
import { about, itemRow } from '../parts/item-row.js';
import { around, lineChart } from '../parts/line-chart.js';
import { segments } from '../parts/segments.js';
import { empty, fill, problem } from '../parts/states.js';
import { table } from '../parts/table.js';
import { attempt, setTitle, toast, watch } from '../shell.js';

const NEAR = 12;
const POPULAR = 24;
const QUIET_MS = 1500;

const figures = {
  ratings: figure('Ratings'),
  mean: figure('Mean rating', 'of whatever ratings there are'),
  bias: figure('Bias', 'How much better or worse than an average item it is liked, when the kindness of those who rated it is taken out'),
  verdict: figure('Bias against mean'),
};
byId('figures').append(...Object.values(figures).map((one) => one.element));

let itemId = '';
let item = null;
let stop = null;
let scale = { min: 0.5, max: 5 };
let timer = null;

const by = segments('by', 'What makes items alike', [
  ['choice', 'Chosen together', 'the same people chose them, one after the other'],
  ['taste', 'Same taste', 'their vectors point in the same direction']], (value) => {
  note({ by: value === 'choice' ? '' : value });
  byId('similar').replaceChildren();
  showSimilar();
});
byId('by').append(by);

function verdict({ ratings, bias, start }) {
  if (ratings === 0) {
    return ['–', `nobody rated it; it starts by ${start === 'metadata' ? 'what the catalog says' : `the ${start}`}`];
  }
  if (ratings < 5) {
    return ['Early', `with ${count(ratings, 'rating')} the bias is held back`];
  }
  if (Math.abs(bias) < 0.1) {
    return ['Average', 'liked about as much as an average item'];
  }
  return bias > 0 ? ['Liked', 'better than an average item, by whoever rates it'] : ['Less liked', 'than an average item, by whoever rates it'];
}

function drawFigures({ ratings, mean, bias, start }) {
  figures.ratings.set(compact(ratings));
  figures.mean.set(mean === undefined ? '–' : fixed(mean), mean === undefined ? '' : `of ${scale.max}`);
  figures.bias.set(bias === undefined ? '–' : signed(bias), bias === undefined ? '' : 'of the score');
  figures.verdict.set(...[verdict({ ratings, bias: bias ?? 0, start })].flatMap(([word, words]) => [word, '', words]));
}

function drawItem() {
  setTitle(item.title);
  say(byId('title'), item.title);
  byId('about').replaceChildren(
    ...(item.hidden ? [h('span', { class: 'mark hidden', text: 'hidden: never recommended' })] : []),
    ...(item.year && !item.title.includes(String(item.year)) ? [h('span', { class: 'tag', text: String(item.year) })] : []),
    ...item.genres.map((genre) => h('span', { class: 'tag', text: genre })),
    ...(item.tags ?? []).slice(0, 8).map((tag) => h('span', { class: 'tag', text: `# ${tag}` })));
  byId('actions').replaceChildren(
    h('a', { href: `map.html?item=${encodeURIComponent(itemId)}`, text: 'On the map' }),
    h('button', { text: item.hidden ? 'Show again' : 'Hide', title: 'A hidden item is in no list; it is learned as before',
      onclick: () => hide(!item.hidden) }));
  drawFigures(item);
}

async function hide(isHidden) {
  const { title, genres, year, tags } = item;
  const done = await attempt(() => api.putItem(itemId, { title, genres, year, tags, hidden: isHidden }));
  if (done !== null) {
    item = { ...item, hidden: isHidden || undefined };
    drawItem();
    toast(isHidden ? `${title} is hidden: no list has it any more.` : `${title} may be recommended again.`,
      { label: 'Undo', run: () => hide(!isHidden) });
  }
}

async function showSimilar() {
  const list = byId('similar');
  const wanted = parameter('by', 'choice');
  by.set(wanted);
  try {
    const { items, by: used } = await api.similarItems(itemId, wanted, NEAR);
    list.querySelectorAll(':scope > :not([data-key])').forEach((other) => other.remove());
    by.set(used);
    keyed(list, items, (near) => near.item.itemId, (near) => itemRow({ ...near.item, more: about(near.item),
      side: [h('span', { class: 'figure-of number note', title: 'how alike they are: 1 is the same' })] }),
    (row, near) => say(row.querySelector('.figure-of'), fixed(near.cosine)));
    if (items.length === 0) {
      list.replaceChildren(h('li', {}, empty('No neighbours yet', 'They need five ratings each.')));
    }
  } catch (failure) {
    list.replaceChildren(h('li', {}, problem(failure, showSimilar)));
  }
}

function drawRatings({ users, raters, distribution, groups }) {
  say(byId('ratings-note'), `${count(raters, 'rating')}, found among ${count(users, 'user')}.`);
  if (raters === 0) {
    byId('groups').replaceChildren(empty('Nobody yet', 'Groups show when somebody has rated it.'));
    return empty('Nobody has rated it', 'The distribution shows with the first rating.');
  }
  renew(byId('groups'), groups.length === 0
    ? empty('No group is large enough', 'A group shows when five of its users have rated it.')
    : table('Ratings by group of users', ['Group of users', 'Ratings', 'Mean'],
    groups.map((group) => [group.group, compact(group.raters), fixed(group.mean)])));
  return bars(distribution.map(({ rating: value, times }) => ({
    label: `★ ${rating(value)}`, value: times, amount: `${compact(times)} · ${percent(times / raters, 0)}` })).toReversed(),
  'Number of ratings by value');
}

const showRatings = () => fill(byId('ratings'), async () => drawRatings(await api.itemRatings(itemId)), 5);

let chart = null;

async function showTrack() {
  const answer = await api.itemTrack(itemId);
  const box = byId('track');
  if (answer.points.length === 0) {
    chart = null;
    box.replaceChildren(empty('No track yet', 'The bias is noted whenever it has moved, from the start of this instance on.'));
    return;
  }
  if (chart === null) {
    const plot = h('div', { class: 'plot low' });
    box.replaceChildren(plot);
    chart = lineChart(plot, { label: 'Bias of the item over time', lines: [{ label: 'bias', color: '--current' }],
      range: around(0.2), format: (bias) => signed(bias), height: 160, points: answer.points.length < 12 });
  }
  const last = answer.points.at(-1);
  chart.set([[...answer.points.map((point) => point.timeMs / 1000), Date.now() / 1000], [...answer.points.map((point) => point.bias), last.bias]]);
}

/** Something of the item was learned. */
function onItem(state) {
  if (item === null) {
    return;
  }
  const before = item;
  item = { ...item, ...state, hidden: state.hidden || undefined };
  if (before.hidden !== item.hidden) {
    drawItem();
  }
  drawFigures(item);
  if (before.ratings !== item.ratings || before.mean !== item.mean) {
    flash(figures.ratings.element);
    flash(figures.mean.element);
    // To count the ratings reads every user: at most now and then, however often the item is rated.
    timer ??= setTimeout(() => {
      timer = null;
      showRatings();
    }, QUIET_MS);
  }
  if (before.bias !== item.bias) {
    attempt(showTrack);
  }
}

function showStart(message = null) {
  item = null;
  setTitle('Items');
  say(byId('title'), message ?? 'Items');
  byId('about').replaceChildren();
  byId('actions').replaceChildren();
  for (const id of ['figures', 'similar-card', 'rest']) {
    byId(id).hidden = true;
  }
  const box = h('section', { class: 'card' });
  byId('start').hidden = false;
  byId('start').replaceChildren(h('p', { class: 'lead', text: 'Search for a title above, or pick one of the most chosen.' }), box);
  fill(box, async () => {
    const { items } = await api.popular(POPULAR, 0);
    return items.length === 0 ? empty('There are no items yet', 'Items appear with their first rating, or from the catalog.')
      : [h('h2', { text: 'Most chosen' }), h('ol', { class: 'entries columns' }, items.map((one) =>
        itemRow({ ...one, more: about(one), side: [h('span', { class: 'note number', text: count(one.ratings, 'rating') })] })))];
  }, 8);
}

async function load() {
  try {
    item = await api.item(itemId);
  } catch (failure) {
    showStart(failure.status === 404 ? `There is no item ${itemId}` : failure.message);
    return;
  }
  byId('start').hidden = true;
  for (const id of ['figures', 'similar-card', 'rest']) {
    byId(id).hidden = false;
  }
  drawItem();
  await Promise.all([showSimilar(), showRatings(), attempt(showTrack)]);
}

function show() {
  itemId = parameter('id');
  item = null;
  chart = null;
  stop?.();
  clearTimeout(timer);
  timer = null;
  ['similar', 'ratings', 'track', 'groups'].forEach((id) => byId(id).replaceChildren());
  if (itemId === '') {
    showStart();
    stop = watch({});
    return;
  }
  let isLoaded = false;
  stop = watch({ item: itemId }, {
    pulse(pulse) {
      scale = { min: pulse.scaleMin, max: pulse.scaleMax };
      if (pulse.status.ready && !isLoaded) {
        isLoaded = true;
        load();
      }
    },
    item: onItem,
  });
}

onBack(show);
show();
