// Bars: how much of something there is of each kind.

import { h } from '../dom.js';

/** Makes bars. Each has a label, a value of at least 0, a text for the amount, and a tone (`warm`, `faint`) or none. */
export function bars(entries, label) {
  const most = Math.max(...entries.map((entry) => entry.value), Number.MIN_VALUE);
  return h('dl', { class: 'bars', 'aria-label': label }, entries.map(({ label: name, value, amount, tone = '', title = null }) => {
    const fill = h('div', { class: `bar-fill ${tone}` });
    fill.style.width = `${(100 * value) / most}%`;
    return h('div', { title },
      h('dt', {}, name),
      h('dd', { class: 'bar-track', 'aria-hidden': 'true' }, fill),
      h('dd', { class: 'amount', text: amount }));
  }));
}
