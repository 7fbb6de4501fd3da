// What all pages have in common: the navigation, the search, the line that says how the instance is, and the one stream
// of events that a page follows.

import { byId, h, say } from './dom.js';
import { exactTime, number } from './format.js';
import { search } from './parts/search.js';
import { follow } from './stream.js';

const PLACES = [
  ['./', 'Home'], ['visitor.html', 'Visitor'], ['user.html', 'User'], ['item.html', 'Item'], ['map.html', 'Map'],
  ['learning.html', 'Learning'], ['drift.html', 'Feedback loop'], ['instances.html', 'Instances'], ['api.html', 'API']];
const TOAST_MS = 8000;

const file = (path) => new URL(path, location.href).pathname.split('/').pop() || 'index.html';

function navigation() {
  const here = file(location.pathname);
  return h('nav', { class: 'places', 'aria-label': 'Pages' }, PLACES.map(([address, name]) =>
    h('a', { href: address, text: name, 'aria-current': file(address) === here ? 'page' : null })));
}

const line = h('p', { class: 'pulse', id: 'status', role: 'status', data: { state: 'loading' } },
  h('span', { class: 'dot' }), h('span', { class: 'words', text: 'Connecting …' }));

function frame() {
  const bar = h('header', { class: 'bar' },
    h('a', { class: 'brand', href: './', 'aria-label': 'Eddy, home' },
      h('img', { src: 'icon.svg', alt: '', width: 28, height: 28 }), 'Eddy'),
    navigation(),
    search({ label: 'Search items and users', placeholder: 'Search items and users', withUsers: true }));
  const main = document.querySelector('main');
  main.id = 'main';
  main.tabIndex = -1;
  document.body.prepend(h('a', { class: 'skip', href: '#main', text: 'To the content' }), bar, line);
  bar.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
}

/** Sets what the page shows: in the title, as in the history of the browser. */
export function setTitle(shown) {
  document.title = shown === '' ? 'Eddy' : `${shown} · Eddy`;
}

function tellState(state, words) {
  line.dataset.state = state;
  say(line.querySelector('.words'), words);
}

let isLive = false;

function onPulse({ status, items, timeMs }) {
  isLive = status.ready;
  tellState(status.ready ? 'live' : 'loading', status.ready
    ? `Live · ${number(items)} items`
    : `Loading what was learned: ${Math.floor(status.fraction * 100)} % (${status.state.toLowerCase()})`);
  line.title = `as of ${exactTime(timeMs)}`;
}

/** Returns whether the instance answers, as far as the page knows. */
export const isReady = () => isLive;

/**
 * Follows the stream of events. `handlers` has a function for each kind of event of interest; `lost`, if it is there,
 * is called when the connection is lost, and `back` when it is there again.
 */
export function watch(wanted, handlers = {}) {
  let wasLost = false;
  return follow(wanted, (name, data) => {
    if (name === 'pulse') {
      onPulse(data);
    }
    handlers[name]?.(data);
  }, (state, retryMs, problem) => {
    if (state === 'live') {
      if (wasLost) {
        tellState('live', 'Live again');
        handlers.back?.();
      }
      wasLost = false;
    } else if (state === 'refused') {
      isLive = false;
      tellState('lost', `${problem} Load the page again to try once more.`);
    } else {
      isLive = false;
      wasLost = true;
      tellState('lost', `Connection lost. What you see may be out of date. Trying again in ${retryMs / 1000} s …`);
      handlers.lost?.();
    }
  });
}

/** Says something for a moment, with an action if there is one. */
export function toast(message, action = null) {
  byId('toast')?.remove();
  const shown = h('div', { class: 'toast', id: 'toast', role: 'status' }, h('span', { text: message }),
    action === null ? null : h('button', { text: action.label, onclick: () => { shown.remove(); action.run(); } }));
  document.body.append(shown);
  setTimeout(() => shown.remove(), TOAST_MS);
}

/** Runs a step that a person asked for; what goes wrong is said. Returns null then. */
export async function attempt(step) {
  try {
    return await step();
  } catch (failure) {
    toast(failure.message);
    return null;
  }
}

frame();
