// What stands where something is still to come, or is not.

import { h } from '../dom.js';

/** Bars where entries will be, so that nothing jumps when they come. */
export const skeleton = (entries) =>
  h('div', { class: 'skeleton', role: 'status' },
    h('span', { class: 'sr-only', text: 'Loading' }), Array.from({ length: entries }, () => h('i')));

/** Nothing to show, why, and what to do. */
export const empty = (what, why = '', ...more) =>
  h('div', { class: 'state' }, h('strong', { text: what }), why === '' ? null : h('span', { text: why }), more);

/** Something went wrong, and a way to try again. */
export const problem = (failure, retry) =>
  h('div', { class: 'state problem', role: 'alert' }, h('strong', { text: failure.message }),
    h('button', { text: 'Try again', onclick: retry }));

/**
 * Fills an element with what `load` returns an element of: bars at first, then that, or what went wrong. A later call
 * wins over an earlier one that is still under way. What is there already stays until something better comes.
 */
export async function fill(element, load, entries = 5) {
  const turn = (element.turn ?? 0) + 1;
  element.turn = turn;
  if (element.childElementCount === 0) {
    element.replaceChildren(skeleton(entries));
  }
  element.setAttribute('aria-busy', 'true');
  try {
    const made = await load();
    if (element.turn === turn) {
      element.replaceChildren(...[made].flat().filter((one) => one !== null));
    }
  } catch (failure) {
    if (element.turn === turn) {
      element.replaceChildren(problem(failure, () => fill(element, load, entries)));
    }
  } finally {
    if (element.turn === turn) {
      element.removeAttribute('aria-busy');
    }
  }
}
