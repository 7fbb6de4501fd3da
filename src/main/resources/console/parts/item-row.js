// An item in a list: its place, its title, what else there is to say, and a figure or a control at the side.

import { itemAddress } from '../address.js';
import { h } from '../dom.js';
import { rating } from '../format.js';

/** Genres and year, as far as they are known; a year that the title has is not said twice. */
export function about({ title, genres = [], year }) {
  return [genres.slice(0, 3).join(', '), year && !title.includes(String(year)) ? String(year) : '']
    .filter(Boolean).join(' · ');
}

/** A rating that is predicted. */
export const predicted = (value) =>
  h('span', { class: 'predicted', title: 'predicted rating', text: value.toFixed(1) },
    h('span', { class: 'sr-only', text: ' predicted' }));

/** How probable an item is beside the most probable one: 0.5 is half as probable. */
export const chance = (times) =>
  h('span', { class: 'chance', title: 'how likely, beside the most likely item', text: `chance × ${times.toPrecision(2)}` });

export const given = (value) => h('span', { class: 'predicted', title: 'rating', text: rating(value) });

/** Makes an entry. `place` is a number, or null; `more` and `side` are elements and texts. */
export function itemRow({ itemId, title, place = null, more = [], side = [] }) {
  return h('li', { class: place === null ? 'entry stacked' : 'entry stacked ranked', data: { item: itemId } },
    place === null ? null : h('span', { class: 'place', text: String(place) }),
    h('div', {},
      h('div', { class: 'name' }, h('a', { href: itemAddress(itemId), text: title }), ' ', h('span', { class: 'marks' })),
      h('div', { class: 'more' }, more)),
    h('div', { class: 'side' }, side));
}

/** Why an item is in a list, in words. */
export function why({ reason, rating: predictedRating }) {
  switch (reason.kind) {
    case 'similar': return `because of ${reason.title}`;
    case 'random': return 'picked at random';
    case 'popular': return 'chosen by many';
    default: return predictedRating === undefined ? 'may be chosen next' : 'likely to be liked';
  }
}
