// A choice of one among a few, side by side.

import { h } from '../dom.js';

/** Makes a choice; `options` are `[value, name, hint]`. `set(value)` of what is returned chooses. */
export function segments(name, label, options, onChange) {
  const group = h('div', { class: 'choice', role: 'radiogroup', 'aria-label': label }, options.map(([value, text, hint], place) =>
    h('label', { title: hint },
      h('input', { type: 'radio', name, value, checked: place === 0, onchange: () => onChange(value) }), text)));
  group.set = (value) => {
    for (const input of group.querySelectorAll('input')) {
      input.checked = input.value === value;
    }
  };
  return group;
}
