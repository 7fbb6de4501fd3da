// The map of items, and on it what a user chose and where that user's taste is. What is looked at is in the address.

import * as api from '../api.js';
import { itemAddress, note, onBack, parameter, userAddress } from '../address.js';
import { byId, h, say } from '../dom.js';
import { compact, count, rating } from '../format.js';
import { genreColor, usualGenres } from '../parts/genres.js';
import { about } from '../parts/item-row.js';
import { itemMap } from '../parts/item-map.js';
import { search } from '../parts/search.js';
import { attempt, setTitle, toast, watch } from '../shell.js';

const ITEMS = 1000;
const EVERY_MS = 5000;
const SOON_MS = 1000;
const NOTE_MS = 400;
const HISTORY = 1000;

let usual = [];
let shown = null;
let genre = '';
let userRatings = null;
let userMean = 0;
let noting;

const tip = byId('map-tip');

function hover(item, x, y) {
  tip.hidden = item === null;
  if (item === null) {
    return;
  }
  const theirs = userRatings?.get(item.itemId);
  tip.replaceChildren(h('b', { text: item.title }),
    [about(item), count(item.ratings, 'rating'), theirs === undefined ? '' : `rated ★ ${rating(theirs)} by ${parameter('user')}`]
      .filter(Boolean).join(' · '));
  const box = byId('map');
  tip.style.translate =
    `${Math.max(4, Math.min(x - tip.offsetWidth / 2, box.clientWidth - tip.offsetWidth - 4))}px ${y < tip.offsetHeight + 24 ? y + 18 : y - tip.offsetHeight - 16}px`;
  say(byId('map-said'), `${item.title}, ${count(item.ratings, 'rating')}`);
}

/** How an item is drawn: by its genre, and with a user on the map, by whether they rated it and how. */
function look(item) {
  const isOther = genre !== '' && item.genres[0] !== genre && !item.genres.includes(genre);
  if (userRatings !== null) {
    const theirs = userRatings.get(item.itemId);
    return theirs === undefined
      ? { color: '--line-strong', alpha: 0.28 }
      : { color: theirs >= userMean ? '--current' : '--warm', alpha: isOther ? 0.3 : 1, isStrong: true };
  }
  return { color: genreColor(usual, item), alpha: isOther ? 0.12 : 0.82 };
}

const map = itemMap(byId('map'), {
  onHover: hover,
  onOpen: (item) => { location.href = itemAddress(item.itemId); },
  onView: ({ zoom, x, y }) => {
    clearTimeout(noting);
    const isAll = Math.abs(zoom - 1) < 0.01 && Math.abs(x - 0.5) < 0.01 && Math.abs(y - 0.5) < 0.01;
    noting = setTimeout(() => note({ at: isAll ? '' : [x, y, zoom].map((n) => n.toFixed(3)).join(',') }), NOTE_MS);
  },
  look,
});
window.eddyMap = map; // for those who look at the page with the browser's tools, tests among them

function drawLegend() {
  byId('map-legend').replaceChildren(...(userRatings !== null
    ? [h('span', { class: 'tag', text: `blue: liked more than ${parameter('user')}’s mean of ${rating(userMean)} · orange: less` })]
    : usual.map((name, place) => {
      const button = h('button', { text: name, 'aria-pressed': String(genre === name), onclick: () => {
        genre = genre === name ? '' : name;
        note({ genre });
        drawLegend();
        map.redraw();
      } });
      button.style.setProperty('--swatch', `var(--genre-${place + 1})`);
      return button;
    })));
}

/** Where a user's taste is: the middle of what they liked more than their mean, as far as it is on the map. */
function tasteOf(items) {
  let [x, y, weight] = [0, 0, 0];
  for (const item of items) {
    const theirs = userRatings.get(item.itemId);
    const more = theirs === undefined ? 0 : Math.max(0, theirs - userMean);
    x += more * item.x;
    y += more * item.y;
    weight += more;
  }
  return weight === 0 ? null : { x: x / weight, y: y / weight, label: `taste of ${parameter('user')}` };
}

async function loadUser() {
  const user = parameter('user');
  userRatings = null;
  if (user !== '') {
    const { ratings } = await api.history(user, HISTORY, 0);
    userRatings = new Map(ratings.map((one) => [one.itemId, one.rating]));
    userMean = ratings.reduce((sum, one) => sum + one.rating, 0) / Math.max(1, ratings.length);
  }
}

function drawWords() {
  const user = parameter('user');
  const lead = byId('lead');
  if (user === '') {
    say(byId('title'), 'Map of taste');
    say(lead, 'Items that the same people like are close together.');
    setTitle('Map');
  } else {
    const onMap = shown === null ? 0 : shown.items.filter((item) => userRatings?.has(item.itemId)).length;
    say(byId('title'), `User ${user} on the map`);
    lead.replaceChildren(`${count(onMap, 'item')} of ${compact(userRatings?.size ?? 0)} that `,
      h('a', { href: userAddress(user), text: user }), ' rated, and the middle of what they liked.');
    setTitle(`User ${user} on the map`);
  }
  byId('map').setAttribute('aria-label', `Map of ${shown?.items.length ?? 0} items`);
}

function draw() {
  usual = usualGenres(shown.items);
  map.show(shown.items);
  map.mark(userRatings === null ? null : tasteOf(shown.items));
  drawLegend();
  drawWords();
}

let isPlaced = false;

function place() {
  if (isPlaced) {
    return;
  }
  isPlaced = true;
  const [x, y, zoom] = parameter('at').split(',').map(Number);
  if (Number.isFinite(x) && Number.isFinite(y) && zoom > 0) {
    map.setView({ x, y, zoom });
  } else if (parameter('item') !== '' && !map.goTo(parameter('item'))) {
    toast(`Only the ${count(shown.items.length, 'most rated item')} with at least five ratings each are on the map; this one is not.`);
  }
}

/** Keeps the map up to date; while the server does not answer, what was drawn stays. */
async function refresh() {
  const answer = await api.map(ITEMS).catch(() => null); // the line above says that the connection is lost
  if (answer !== null && answer.version !== shown?.version) {
    shown = answer;
    if (answer.items.length > 0) {
      draw();
      place();
    } else {
      say(byId('lead'), 'Nothing to show yet. The map needs three items with five ratings each.');
    }
  }
  setTimeout(refresh, shown === null || shown.items.length === 0 ? SOON_MS : EVERY_MS);
}

byId('controls').append(
  search({ label: 'Find on the map', placeholder: 'Find on the map', onPick: (item) => {
    note({ item: item.itemId });
    if (!map.goTo(item.itemId)) {
      toast(`${item.title} is not on the map: that needs five ratings, and to be among the ${ITEMS} most rated.`);
    }
  } }),
  h('button', { text: '+', 'aria-label': 'Zoom in', onclick: () => map.zoom(1.5) }),
  h('button', { text: '−', 'aria-label': 'Zoom out', onclick: () => map.zoom(1 / 1.5) }),
  h('button', { text: 'All', 'aria-label': 'All: show the whole map', onclick: () => map.all() }));

genre = parameter('genre');
onBack(() => location.reload());

let isStarted = false;
watch({ user: parameter('user') }, {
  pulse({ status }) {
    if (status.ready && !isStarted) {
      isStarted = true;
      attempt(loadUser).then(refresh);
    }
  },
  user() {
    if (shown !== null) {
      attempt(async () => {
        await loadUser();
        draw();
      });
    }
  },
});
drawWords();
