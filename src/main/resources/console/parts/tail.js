// The tail of events: who, what, predicted, given. Shows at most so many a second as one can read; stands still while
// somebody points at it, has the focus in it, or has paused it.

import { itemAddress, userAddress } from '../address.js';
import { h, say } from '../dom.js';
import { rating, signed, when } from '../format.js';
import { empty } from './states.js';

const EVERY_MS = 450;

function meter({ rating: given, predicted, kind }) {
  if (given === undefined) {
    return h('span', { class: 'meter' }, h('b', { text: kind }), h('span', { class: 'quiet', text: 'no rating' }));
  }
  const error = given - predicted;
  return h('span', { class: 'meter' },
    h('b', {}, h('span', { 'aria-hidden': 'true', text: '★ ' }), rating(given)),
    h('span', { class: 'quiet', title: 'predicted before it was learned, and how far the rating is from that' },
      `predicted ${predicted.toFixed(1)}, ${signed(error, 1)}`));
}

function entry(event) {
  return h('li', { class: 'entry arrived', data: { item: event.itemId, user: event.userId } },
    h('div', {},
      h('div', { class: 'name' }, h('a', { href: itemAddress(event.itemId), text: event.title })),
      h('div', { class: 'more' }, h('a', { href: userAddress(event.userId), text: event.userId }), ' · ', when(event.learnedMs))),
    meter(event));
}

/** Makes the tail in a list. `add(events)` takes what was learned. */
export function tail(list, most, pauseButton) {
  let waiting = [];
  let isPaused = false;
  let isHeld = false;

  list.replaceChildren(h('li', {}, empty('Nothing has been learned yet',
    'Ratings and events show here in the moment they are learned. Rate something, or start a replay.')));
  let isEmpty = true;

  const hold = (held) => () => { isHeld = held; };
  list.addEventListener('pointerenter', hold(true));
  list.addEventListener('pointerleave', hold(false));
  list.addEventListener('focusin', hold(true));
  list.addEventListener('focusout', hold(false));
  pauseButton.addEventListener('click', () => {
    isPaused = !isPaused;
    pauseButton.setAttribute('aria-pressed', String(isPaused));
    say(pauseButton, isPaused ? 'Go on' : 'Pause');
  });

  function show(event) {
    if (isEmpty) {
      list.replaceChildren();
      isEmpty = false;
    }
    list.prepend(entry(event));
    while (list.childElementCount > most) {
      list.lastElementChild.remove();
    }
  }

  setInterval(() => {
    if (waiting.length > 0 && !isPaused && !isHeld && document.visibilityState === 'visible') {
      show(waiting.shift());
    }
  }, EVERY_MS);

  return {
    add(events) {
      if (isEmpty) {
        events.forEach(show);
        return;
      }
      // The latest are the ones to show; what nobody could read is left out.
      waiting = [...waiting, ...events].slice(-3);
    },
  };
}
