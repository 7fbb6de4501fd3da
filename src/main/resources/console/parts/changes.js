// What changed between two lists: what is new, what rose and what fell.

import { h } from '../dom.js';

/** Returns for each item how many places it rose; `new` for those that were not there. */
export function changes(before, now) {
  const places = new Map(before.map((itemId, place) => [itemId, place]));
  return new Map(now.map((itemId, place) => [itemId, places.has(itemId) ? places.get(itemId) - place : 'new']));
}

/** The mark of a change; null where nothing changed. */
export function mark(change) {
  if (change === 'new') {
    return h('span', { class: 'mark', text: 'new' });
  }
  if (!change) {
    return null;
  }
  return h('span', { class: change > 0 ? 'mark' : 'mark down' },
    h('span', { 'aria-hidden': 'true', text: `${change > 0 ? '▲' : '▼'} ${Math.abs(change)}` }),
    h('span', { class: 'sr-only', text: `${change > 0 ? 'up' : 'down'} ${Math.abs(change)}` }));
}

/** Moves entries from where they were to where they are. Call it before the list changes; it returns what to call after. */
export function glide(list) {
  const before = new Map([...list.children].map((child) => [child, child.getBoundingClientRect().top]));
  return () => {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      return;
    }
    for (const child of list.children) {
      const was = before.get(child);
      const by = was === undefined ? 0 : was - child.getBoundingClientRect().top;
      if (was === undefined) {
        child.animate([{ opacity: 0 }, { opacity: 1 }], { duration: 420 });
      } else if (by !== 0) {
        child.animate([{ transform: `translateY(${by}px)` }, { transform: 'none' }], { duration: 420, easing: 'ease-out' });
      }
    }
  };
}
