// What somebody wants of a list: what it is ordered by, a genre, how different its items are.

import * as api from '../api.js';
import { h } from '../dom.js';
import { segments } from './segments.js';

const PAUSE_MS = 200;
const POPULAR = 300;

/** Fills a form; calls back when something is wished for. */
export function wishes(form, onChange) {
  let values = {};
  let timer;

  function wish(name, value) {
    values = { ...values, [name]: value };
    clearTimeout(timer);
    timer = setTimeout(onChange, PAUSE_MS);
  }

  const rank = segments('rank', 'Ordered by', [
    ['blend', 'Blend', 'what is likely to be chosen, and liked'],
    ['choice', 'Choice', 'what is likely to be chosen next'],
    ['rating', 'Rating', 'what is liked most if it is chosen']], (value) => wish('rank', value));
  const genre = h('select', { 'aria-label': 'Genre', onchange: () => wish('genre', genre.value) }, h('option', { value: '', text: 'All genres' }));
  const shown = h('output', { class: 'number' });
  const diversity = h('input', { type: 'range', min: 0, max: 0.9, step: 0.1, value: 0,
    oninput: () => {
      shown.textContent = Number(diversity.value) === 0 ? 'off' : diversity.value;
      wish('diversity', Number(diversity.value) === 0 ? '' : diversity.value);
    } });
  form.append(rank, genre, h('label', { class: 'row note' }, 'Diversity', diversity, shown));
  form.addEventListener('submit', (event) => event.preventDefault());

  // Genres are what well-known items have; a catalog has no list of its own.
  async function loadGenres() {
    const { items } = await api.items({ n: POPULAR });
    const names = [...new Set(items.flatMap((item) => item.genres))].sort();
    genre.append(...names.map((name) => h('option', { value: name, text: name })));
    genre.hidden = names.length === 0;
    genre.value = values.genre ?? '';
  }

  let genres = null;

  return {
    values: () => values,
    setRank(name) {
      if (name !== undefined) {
        rank.set(name);
      }
      genres ??= loadGenres().catch(() => { genres = null; }); // with the next list it is tried again
    },
    set(wanted) {
      values = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== ''));
      genre.value = values.genre ?? '';
      diversity.value = values.diversity ?? 0;
      shown.textContent = values.diversity ?? 'off';
    },
  };
}
