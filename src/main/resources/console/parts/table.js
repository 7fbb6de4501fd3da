// Tables. Where one is too wide it scrolls by itself, with the keyboard, too.

import { h } from '../dom.js';

/** Makes a table of rows; the first cell of each is its head. Columns after the first are numbers, unless `words` says so. */
export function table(label, heads, rows, { words = [] } = {}) {
  const isNumber = (column) => column > 0 && !words.includes(column);
  return h('div', { class: 'scroll', role: 'group', 'aria-label': label, tabindex: 0 }, h('table', {},
    heads === null ? null : h('thead', {}, h('tr', {}, heads.map((head, column) => h('th', { scope: 'col', class: isNumber(column) ? 'number' : null, text: head })))),
    h('tbody', {}, rows.map((cells) => h('tr', {}, cells.map((cell, column) =>
      (column === 0 ? h('th', { scope: 'row' }, cell) : h('td', { class: isNumber(column) ? 'number' : null }, cell))))))));
}
