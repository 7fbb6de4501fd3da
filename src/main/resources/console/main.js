import * as api from './api.js';
import { errorChart, hitChart, percent } from './chart.js';
import { chance, entry, stars } from './entries.js';
import { itemMap } from './map.js';

const LEARN_TRIES = 40;
const LEARN_PAUSE_MS = 100;
const SEARCH_PAUSE_MS = 150;
const MAP_EVERY_MS = 5000;

const byId = (id) => document.getElementById(id);
const state = { user: null, scale: { min: 0.5, max: 5 }, lastPulse: null };
const chart = errorChart(byId('chart'));
const map = itemMap(byId('map'), byId('map-tip'));
let hits = null;

function showError(message) {
  byId('error').textContent = message;
  byId('error').hidden = message === '';
}

/** Runs a step of the page; what goes wrong is shown, and gone with the next step that works. */
async function attempt(step) {
  try {
    const result = await step();
    showError('');
    return result;
  } catch (failure) {
    showError(failure.message);
    return null;
  }
}

function onPulse(pulse) {
  if (pulse === null) {
    byId('status').textContent = 'connection lost, trying again …';
    return;
  }
  const { status, accuracy, items } = pulse;
  state.scale = { min: pulse.scaleMin, max: pulse.scaleMax };
  byId('status').textContent = status.ready
    ? `ready, ${items.toLocaleString('en')} items`
    : `loading, ${Math.round(status.fraction * 100)} %`;
  const scores = accuracy.prequential;
  const handled = Object.values(accuracy.outcomes).reduce((sum, n) => sum + n, 0);
  const before = state.lastPulse;
  const rate = before ? Math.max(0, (handled - before.handled) / ((pulse.timeMs - before.timeMs) / 1000)) : 0;
  byId('recent-rmse').textContent = scores.n ? scores.recentRmse.toFixed(3) : '–';
  byId('rmse').textContent = scores.n ? scores.rmse.toFixed(3) : '–';
  byId('rate').textContent = Math.round(rate).toLocaleString('en');
  byId('learned').textContent = (accuracy.outcomes.new + accuracy.outcomes.chosen).toLocaleString('en');
  byId('rejected').textContent = accuracy.outcomes.rejected.toLocaleString('en');
  chart.add(pulse.timeMs / 1000, scores.n ? scores.recentRmse : null, rate);
  showHits(pulse.timeMs / 1000, accuracy.lists);
  state.lastPulse = { handled, timeMs: pulse.timeMs };
  if (status.ready && byId('users').childElementCount === 0) {
    loadUsers();
  }
}

/** Shows how often lists had what was chosen next; before the first choice there is nothing to show. */
function showHits(seconds, lists) {
  const some = lists.n > 0;
  byId('recent-hits').textContent = some ? percent(lists.recentHitAt10) : '–';
  byId('recent-popular-hits').textContent = some ? percent(lists.recentPopularHitAt10) : '–';
  if (!some) {
    return;
  }
  byId('hits-note').hidden = true;
  byId('hits-chart').hidden = false;
  hits ??= hitChart(byId('hits-chart')); // now that it has a width
  hits.add(seconds, lists.recentHitAt10, lists.recentPopularHitAt10);
}

async function loadUsers() {
  const page = await api.users().catch(() => null); // the next pulse tries again
  if (page === null || page.users.length === 0) {
    return;
  }
  byId('users').replaceChildren(
    ...page.users.map(({ userId, ratings }) => new Option(ratings === 0 ? 'no ratings' : `${ratings} ratings`, userId)));
  if (state.user === null) {
    const busiest = page.users.reduce((most, user) => (user.ratings > most.ratings ? user : most));
    byId('user').value = busiest.userId;
    showUser(busiest.userId);
  }
}

async function showUser(userId) {
  state.user = userId;
  await attempt(async () => {
    const [history, list] = await Promise.all([api.history(userId), api.recommendations(userId)]);
    if (state.user === userId) {
      showHistory(history, list.coldStart);
      showRecommendations(list);
    }
  });
}

function userNote(total, isUnknown) {
  if (total > 0) {
    return `${total.toLocaleString('en')} ratings`;
  }
  return isUnknown
    ? 'Nothing rated yet: rate something, and the list is yours.'
    : 'No ratings: the list goes by what else this user did, such as views.';
}

function showHistory(history, isUnknown) {
  byId('user-note').textContent = userNote(history.total, isUnknown);
  byId('history').replaceChildren(
    ...history.ratings.map((rated) =>
      entry({
        itemId: rated.itemId,
        title: rated.title,
        details: rated.genres.join(', '),
        figure: stars(rated.rating),
        scale: state.scale,
        onRate: (value) => rateItem(rated.itemId, value),
      })));
}

function why({ reason, rating }) {
  switch (reason.kind) {
    case 'similar': return `because you chose ${reason.title}`;
    case 'random': return 'by chance: a user of the control group';
    case 'popular': return 'chosen by many';
    default: return rating === undefined ? 'you may choose it next' : 'you are expected to like it';
  }
}

function listNote(coldStart, isUnrated) {
  const notes = [];
  if (coldStart) {
    notes.push(`Nothing is known of this user yet: what people ${isUnrated ? 'choose' : 'like'} in general.`);
  }
  if (isUnrated) {
    notes.push('Nothing is rated here, so there are no stars: “chance × 0.5” is half the chance of the most probable item.');
  }
  return notes.join(' ');
}

function showRecommendations(list) {
  // Scores are logarithms of chances up to a constant: differences say all that they say.
  const best = Math.max(...list.items.map((item) => item.score));
  const isUnrated = list.items.some((item) => item.rating === undefined);
  byId('recommendations-note').textContent = listNote(list.coldStart, isUnrated);
  byId('recommendations').replaceChildren(
    ...list.items.map((item) =>
      entry({
        itemId: item.itemId,
        title: item.title,
        details: [item.genres.join(', '), why(item)].filter(Boolean).join(' · '),
        figure: item.rating === undefined ? chance(Math.exp(item.score - best)) : stars(item.rating),
        scale: state.scale,
        onRate: (value) => rateItem(item.itemId, value),
      })));
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Publishes a rating, waits until it is learned, and shows the list that follows from it. */
async function rateItem(itemId, rating) {
  const userId = state.user;
  const learned = await attempt(async () => {
    await api.rate(userId, itemId, rating);
    for (let i = 0; i < LEARN_TRIES; i++) {
      const history = await api.history(userId);
      if (history.ratings.some((rated) => rated.itemId === itemId && rated.rating === rating)) {
        return true;
      }
      await pause(LEARN_PAUSE_MS);
    }
    throw new Error('The rating is stored, but is not learned yet.');
  });
  if (learned && state.user === userId) {
    await showUser(userId);
  }
}

let searchTimer;
let searches = 0;

/** Closes the list; a search that is still under way must not open it again. */
function closeMatches() {
  clearTimeout(searchTimer);
  searches++;
  byId('matches').hidden = true;
  byId('item').setAttribute('aria-expanded', 'false');
}

function onSearch() {
  clearTimeout(searchTimer);
  const text = byId('item').value.trim();
  if (text.length < 2) {
    closeMatches();
    return;
  }
  const search = ++searches;
  searchTimer = setTimeout(() => attempt(async () => {
    const found = await api.searchItems(text);
    if (search !== searches) {
      return;
    }
    byId('matches').replaceChildren(
      ...found.items.map((item) =>
        entry({
          itemId: item.itemId,
          title: item.title,
          details: item.genres.join(', '),
          scale: state.scale,
          onRate: (value) => {
            byId('item').value = '';
            closeMatches();
            rateItem(item.itemId, value);
          },
        })));
    byId('matches').hidden = found.items.length === 0;
    byId('item').setAttribute('aria-expanded', String(found.items.length > 0));
  }), SEARCH_PAUSE_MS);
}

byId('user-form').addEventListener('submit', (event) => {
  event.preventDefault();
  showUser(byId('user').value.trim());
});
byId('rate-form').addEventListener('submit', (event) => event.preventDefault());
byId('item').addEventListener('input', onSearch);
byId('rate-form').addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    closeMatches();
  }
});

/** Keeps the map up to date; while the server does not answer, what was drawn stays. */
async function showMap() {
  const answer = await api.map().catch(() => null);
  if (answer !== null) {
    map.show(answer);
    byId('map-note').hidden = answer.items.length > 0;
  }
  setTimeout(showMap, MAP_EVERY_MS);
}

showMap();
api.watch(onPulse);
