// A user: what is known, what is recommended and why, and the history. Follows what is learned of the user.

import * as api from '../api.js';
import { go, note, onBack, parameter, userAddress } from '../address.js';
import { byId, flash, h, keyed, say } from '../dom.js';
import { compact, count, fixed, rating, signed, when } from '../format.js';
import { bars } from '../parts/bars.js';
import { changes, glide, mark } from '../parts/changes.js';
import { confirm } from '../parts/confirm.js';
import { figure } from '../parts/figure.js';
import { about, chance, itemRow, predicted, why } from '../parts/item-row.js';
import { search } from '../parts/search.js';
import { stars } from '../parts/stars.js';
import { empty, fill, problem } from '../parts/states.js';
import { wishes } from '../parts/wishes.js';
import { attempt, setTitle, toast, watch } from '../shell.js';

const LIST = 20;
const PAGE = 10;
const LEAST_ALIKE = 0.01;

const figures = {
  ratings: figure('Ratings'),
  kindness: figure('Kinder than average', 'The user’s bias: how much higher than average this user rates, in units of the score'),
  influence: figure('Influence', 'How far the user’s ratings have moved items in total'),
  attributes: figure('Known besides'),
};
byId('figures').append(...Object.values(figures).map((one) => one.element));

let userId = '';
let scale = null;
let stop = null;
let places = [];
let shownRatings = new Map();
let isFirst = true;

const page = () => Math.max(0, Number.parseInt(parameter('page', '1'), 10) - 1 || 0);

const form = wishes(byId('wanted'), () => {
  note(form.values());
  showList(false);
});

async function showUser() {
  const user = await api.user(userId);
  figures.ratings.set(compact(user.ratings), '', user.known ? '' : 'nothing is known of this user yet');
  figures.kindness.set(user.known ? signed(user.bias) : '–', user.known ? 'of the score' : '', user.known ? kindness(user.bias) : '');
  figures.influence.set(user.known ? fixed(user.influence, 1) : '–', '', user.known ? 'total movement of items' : '');
  const attributes = Object.entries(user.attributes ?? {});
  figures.attributes.set(attributes.length === 0 ? '–' : String(attributes[0][1]), '',
    attributes.length === 0 ? 'no attributes' : attributes.map(([name, value]) => `${name} ${value}`).join(', '));
  if (user.staleBy) {
    toast(`This comes from a copy that is ${count(user.staleBy, 'record')} behind.`);
  }
}

function kindness(bias) {
  if (Math.abs(bias) < 0.1) {
    return 'rates about like everybody';
  }
  return bias > 0 ? 'rates higher than most' : 'rates lower than most';
}

function listRow(entry) {
  const opened = h('div', { class: 'opened', hidden: true });
  const button = h('button', {
    class: 'plain', 'aria-expanded': 'false', text: why(entry), 'aria-label': `${why(entry)}: why ${entry.title}?`,
    onclick: () => explain(button, opened, entry) });
  const row = itemRow({ ...entry, place: entry.rank, more: [about(entry), button],
    side: [h('span', { class: 'figure-of' }), stars(entry.title, scale, (value) => rate(entry.itemId, entry.title, value))] });
  row.append(opened);
  return row;
}

async function explain(button, opened, { itemId, title }) {
  opened.hidden = !opened.hidden;
  button.setAttribute('aria-expanded', String(!opened.hidden));
  if (!opened.hidden) {
    await fill(opened, async () => {
      const { ratings, rating: total } = await api.because(userId, itemId);
      if (ratings.length === 0) {
        return h('p', { class: 'note', text: 'None of this user’s ratings moves it: it is liked by people in general.' });
      }
      return [
        h('p', { class: 'note', text: `Predicted ${fixed(total, 1)}. Which ratings pull ${title} up or down:` }),
        bars(ratings.map((one) => ({
          label: `${one.title} ★ ${rating(one.rating)}`, value: Math.abs(one.pull), amount: signed(one.pull),
          tone: one.pull < 0 ? 'warm' : '' })), `What pulls ${title}`)];
    }, 3);
  }
}

async function showList(isLive) {
  const mine = userId;
  const wanted = { ...form.values(), n: LIST };
  const list = byId('list');
  try {
    const answer = await api.recommendations(userId, wanted);
    if (mine !== userId) {
      return;
    }
    drawList(answer, isLive);
  } catch (failure) {
    list.replaceChildren(h('li', {}, problem(failure, () => showList(false))));
  }
}

function drawList(answer, isLive) {
  const list = byId('list');
  form.setRank(answer.rank);
  const { items } = answer;
  if (items.length === 0) {
    list.replaceChildren(h('li', {}, empty('Nothing fits', 'No item has all that the filters ask for. Take one away.')));
    places = [];
    return;
  }
  const best = Math.max(...items.map((item) => item.score));
  const moved = isLive ? changes(places, items.map((item) => item.itemId)) : new Map();
  list.querySelectorAll(':scope > :not([data-key])').forEach((other) => other.remove());
  const after = isLive ? glide(list) : () => {};
  keyed(list, items, (item) => item.itemId, listRow, (row, item) => {
    say(row.querySelector('.place'), String(item.rank));
    row.querySelector('.figure-of').replaceChildren(
      item.rating === undefined ? chance(Math.exp(item.score - best)) : predicted(item.rating));
    const change = mark(moved.get(item.itemId));
    row.querySelector('.marks').replaceChildren(...(change === null ? [] : [change]));
    if (moved.get(item.itemId) === 'new') {
      flash(row);
    }
  });
  after();
  places = items.map((item) => item.itemId);
  const notes = [];
  if (answer.coldStart) {
    notes.push('Nothing is known of this user yet. This is what people like in general.');
  }
  if (answer.policy === 'random') {
    notes.push('This user is in the control group, which is shown items at random.');
  }
  say(byId('list-note'), notes.join(' '));
}

function historyRow(rated) {
  const row = itemRow({ ...rated, more: [about(rated), ' · ', when(rated.timestamp)], side: [
    stars(rated.title, scale, (value) => rate(rated.itemId, rated.title, value), rated.rating),
    h('button', { class: 'plain', text: 'Withdraw', 'aria-label': `Withdraw the rating of ${rated.title}`,
      onclick: () => withdraw(rated.itemId, rated.title) })] });
  return row;
}

async function showHistory(after = '') {
  const mine = userId;
  const list = byId('history');
  try {
    const answer = await api.history(userId, PAGE, page() * PAGE, after);
    if (mine !== userId) {
      return;
    }
    drawHistory(answer);
  } catch (failure) {
    list.replaceChildren(h('li', {}, problem(failure, () => showHistory())));
  }
}

function drawHistory({ ratings, total }) {
  const list = byId('history');
  list.querySelectorAll(':scope > :not([data-key])').forEach((other) => other.remove());
  keyed(list, ratings, (rated) => rated.itemId, historyRow, (row, rated) => {
    const before = shownRatings.get(rated.itemId);
    row.querySelector('.stars').set(rated.rating);
    if (!isFirst && before !== rated.rating) {
      flash(row);
    }
  });
  shownRatings = new Map([...shownRatings, ...ratings.map((rated) => [rated.itemId, rated.rating])]);
  if (total === 0) {
    list.replaceChildren(h('li', {}, empty('Nothing rated yet', 'Rate something: here above, or in the list.')));
  }
  const pages = Math.ceil(total / PAGE);
  const turn = (to) => () => {
    note({ page: to === 0 ? '' : to + 1 });
    isFirst = true;
    showHistory().then(() => { isFirst = false; });
  };
  byId('pages').replaceChildren(...(pages <= 1 ? [] : [
    h('button', { class: 'plain', text: '← Later', disabled: page() === 0, onclick: turn(page() - 1) }),
    h('span', { class: 'note number', text: `${page() + 1} of ${pages}` }),
    h('button', { class: 'plain', text: 'Earlier →', disabled: page() >= pages - 1, onclick: turn(page() + 1) })]));
}

async function rate(itemId, title, value) {
  const done = await attempt(() => api.rate(userId, itemId, value));
  if (done !== null) {
    toast(`${title}: ★ ${rating(value)}`, { label: 'Undo', run: () => withdraw(itemId, title) });
    await afterWrite(done.after);
  }
}

async function withdraw(itemId, title) {
  const done = await attempt(() => api.withdraw(userId, itemId));
  if (done !== null) {
    toast(`The rating of ${title} is withdrawn.`);
    shownRatings.delete(itemId);
    await afterWrite(done.after);
  }
}

/** Shows what follows from a write, once it is learned. */
async function afterWrite(after) {
  await showHistory(after);
  await Promise.all([showList(true), attempt(showUser)]);
}

async function forgetUser() {
  const sure = await confirm(`Forget ${userId}?`,
    'Every rating and attribute of this user is removed, from the model and from Kafka. This cannot be undone.', 'Forget');
  if (sure) {
    const done = await attempt(() => api.forget(userId));
    if (done !== null) {
      toast(`${userId} is forgotten.`);
      shownRatings.clear();
      await afterWrite(done.after);
    }
  }
}

function showStart() {
  byId('start').hidden = false;
  for (const id of ['figures', 'list-card', 'rest']) {
    byId(id).hidden = true;
  }
  setTitle('Users');
  say(byId('title'), 'Users');
  byId('actions').replaceChildren();
  const box = h('section', { class: 'card' });
  byId('start').replaceChildren(
    h('p', { class: 'lead', text: 'Search for a user above, type any id, or pick one of the most active.' }),
    h('form', { class: 'row', onsubmit: (event) => {
      event.preventDefault();
      go({ id: new FormData(event.target).get('id') });
      show();
    } }, h('label', { class: 'field' }, 'User id', h('input', { name: 'id', required: true, maxlength: 256, autocomplete: 'off' })),
    h('button', { class: 'main', text: 'Show' })),
    box);
  fill(box, async () => {
    const { users } = await api.activeUsers(24);
    if (users.length === 0) {
      return empty('There are no users yet', 'Users appear with their first rating or event.');
    }
    return [h('h2', { text: 'Most active' }), h('ol', { class: 'entries columns' }, users.map((user) =>
      h('li', { class: 'entry' }, h('div', { class: 'name' }, h('a', { href: userAddress(user.userId), text: user.userId })),
        h('div', { class: 'side note number', text: count(user.ratings, 'rating') }))))];
  }, 8);
}

function showRest() {
  fill(byId('surprises'), async () => {
    const { ratings } = await api.surprises(userId, 5);
    return ratings.length === 0 ? empty('No surprises', 'They need ratings.') : h('ol', { class: 'entries' }, ratings.map((one) =>
      itemRow({ ...one, more: [`rated ${rating(one.rating)}, predicted ${fixed(one.predicted, 1)} · `, when(one.timestamp)],
        side: [h('span', { class: one.difference < 0 ? 'mark down' : 'mark', text: signed(one.difference, 1) })] })));
  });
  fill(byId('similar'), async () => {
    const { users, solved } = await api.similarUsers(userId, 6);
    if (users.length === 0 || users[0].cosine < LEAST_ALIKE) {
      return empty('Nobody is similar yet', 'Similar users need five ratings each, and so does this one.');
    }
    return [h('ol', { class: 'entries' }, users.map((user) => h('li', { class: 'entry' },
      h('div', {}, h('div', { class: 'name' }, h('a', { href: userAddress(user.userId), text: user.userId })),
        h('div', { class: 'more', text: count(user.ratings, 'rating') })),
      h('span', { class: 'side number', title: 'cosine of the two tastes, 1 for the same', text: fixed(user.cosine) })))),
    solved < 1 ? h('p', { class: 'note', text: `${Math.round(100 * solved)} % of all users were looked at; the others are still being loaded.` }) : null];
  });
}

let pending = null;

/** Something of the user was learned: here, or wherever ratings come from. */
function onUser(state) {
  if (state.problem) {
    return;
  }
  if (pending === null) { // the first tells how things are, which is on screen
    pending = state;
    return;
  }
  pending = state;
  attempt(async () => {
    await Promise.all([showHistory(), showList(true), showUser()]);
  });
}

function showOne() {
  byId('start').hidden = true;
  setTitle(`User ${userId}`);
  say(byId('title'), `User ${userId}`);
  byId('actions').replaceChildren(
    h('a', { href: `map.html?user=${encodeURIComponent(userId)}`, text: 'On the map' }),
    h('button', { class: 'danger', text: 'Forget', onclick: forgetUser }));
  byId('rate').replaceChildren(search({ label: 'Rate something', placeholder: 'Rate something', onPick: rateFound }));
  form.set({ rank: parameter('rank'), genre: parameter('genre'), diversity: parameter('diversity'), policy: parameter('policy') });
  places = [];
  shownRatings = new Map();
  isFirst = true;
  pending = null;
  byId('list').replaceChildren();
  byId('history').replaceChildren();
  for (const id of ['surprises', 'similar']) {
    byId(id).replaceChildren();
  }
  for (const id of ['figures', 'list-card', 'rest']) {
    byId(id).hidden = false;
  }
}

/** A dialog with stars for what was found. */
function rateFound(item) {
  const dialog = h('dialog', { 'aria-label': `Rate ${item.title}` });
  dialog.append(h('form', { method: 'dialog' }, h('h2', { text: item.title }), h('p', { class: 'note', text: about(item) }),
    stars(item.title, scale, (value) => {
      dialog.close();
      rate(item.itemId, item.title, value);
    }), h('div', { class: 'row' }, h('button', { text: 'Cancel' }))));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

async function load() {
  await Promise.all([showHistory(), showList(false), attempt(showUser)]);
  isFirst = false;
  showRest();
}

function show() {
  userId = parameter('id');
  stop?.();
  if (userId === '') {
    showStart();
    stop = watch({});
    return;
  }
  showOne();
  const mine = userId;
  let isLoaded = false;
  stop = watch({ user: userId }, {
    pulse(pulse) {
      scale = { min: pulse.scaleMin, max: pulse.scaleMax };
      if (pulse.status.ready && !isLoaded && mine === userId) {
        isLoaded = true;
        load();
      }
    },
    user: onUser,
  });
}

onBack(show);
show();
