// A figure: what it is, a large number with its unit, and what it stands beside. Its size does not change with what it says.

import { h, say } from '../dom.js';

/** Makes a figure; `set(value, unit, beside, comparison)` says it. A comparison is `{ text, isGood }`. */
export function figure(name, hint = null) {
  const value = h('span', { text: '–' });
  const unit = h('span', { class: 'unit' });
  const words = h('span');
  const better = h('span');
  const element = h('div', { class: 'figure', title: hint },
    h('dt', { text: name }),
    h('dd', { class: 'value' }, value, ' ', unit),
    h('dd', { class: 'beside' }, better, ' ', words));
  return {
    element,
    set(text, unitText = '', beside = '', comparison = null) {
      say(value, text);
      say(unit, unitText);
      say(words, beside);
      say(better, comparison?.text ?? '');
      better.className = comparison === null ? '' : comparison.isGood ? 'better' : 'worse';
    },
  };
}
