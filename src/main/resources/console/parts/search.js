// A search over items and users, as a combobox: arrows move, Enter goes, Escape closes.

import * as api from '../api.js';
import { itemAddress, userAddress } from '../address.js';
import { h } from '../dom.js';
import { count } from '../format.js';

const PAUSE_MS = 120;
const ITEMS = 8;
const USERS = 4;

let searches = 0;

async function find(text, withUsers) {
  const [items, users] = await Promise.all([
    api.items({ q: text, n: ITEMS }), withUsers ? api.users(text, USERS) : { users: [] }]);
  return [
    ...items.items.map((item) => ({
      item, name: item.title, address: itemAddress(item.itemId),
      more: [item.year && !item.title.includes(item.year) ? String(item.year) : '', item.genres.slice(0, 3).join(', '),
        count(item.ratings, 'rating')].filter(Boolean).join(' · '),
    })),
    ...users.users.map((user) => ({
      name: user.userId, address: userAddress(user.userId), more: `User · ${count(user.ratings, 'rating')}` })),
  ];
}

/**
 * Makes a search. Without `onPick` a hit is gone to; with it, it is called with the item. `withUsers` finds users, too.
 */
export function search({ label, placeholder = '', withUsers = false, onPick = null, isLeft = false }) {
  const id = `found-${++searches}`;
  const input = h('input', {
    type: 'search', role: 'combobox', autocomplete: 'off', spellcheck: 'false', maxlength: 256, placeholder,
    'aria-label': label, 'aria-expanded': 'false', 'aria-controls': id, 'aria-autocomplete': 'list' });
  const list = h('div', { class: 'found', id, role: 'listbox', 'aria-label': label, hidden: true });
  const said = h('p', { class: 'sr-only', role: 'status' });
  const box = h('div', { class: isLeft ? 'search left' : 'search', role: withUsers ? 'search' : null }, input, list, said);
  let turn = 0;
  let timer;
  let hits = [];
  let at = -1;

  /** Enter is to go to nothing that was found for another text. */
  function forget() {
    clearTimeout(timer);
    turn++;
    hits = [];
    at = -1;
    input.removeAttribute('aria-activedescendant');
  }

  function close() {
    forget();
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
  }

  function show(children) {
    list.replaceChildren(...children);
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
  }

  function choose(place) {
    at = place;
    list.querySelectorAll('[role="option"]').forEach((option, n) => {
      option.setAttribute('aria-selected', String(n === at));
      if (n === at) {
        option.scrollIntoView({ block: 'nearest' });
        input.setAttribute('aria-activedescendant', option.id);
      }
    });
  }

  function pick(hit) {
    close();
    if (onPick !== null) {
      input.value = '';
      onPick(hit.item);
    } else {
      location.href = hit.address;
    }
  }

  async function run(text) {
    const mine = ++turn;
    try {
      const found = await find(text, withUsers);
      if (mine !== turn) {
        return;
      }
      hits = found;
      at = -1;
      if (hits.length === 0) {
        said.textContent = `Nothing is called ${text}`;
        show([h('p', { class: 'note', role: 'option', 'aria-disabled': 'true', text:
          `Nothing is called “${text}”. A few letters of the title ${withUsers ? 'or of a user’s id ' : ''}are enough.` })]);
        hits = [];
        return;
      }
      said.textContent = `${count(hits.length, 'hit')}`;
      show(hits.map((hit, place) => h('div', {
        role: 'option', id: `${id}-${place}`, 'aria-selected': 'false',
        onpointermove: () => { if (at !== place) { choose(place); } },
        onmousedown: (event) => event.preventDefault(), // the field keeps the focus
        onclick: () => pick(hit),
      }, h('span', { class: 'name', text: hit.name }), h('span', { class: 'note', text: hit.more }))));
    } catch (failure) {
      if (mine === turn) {
        show([h('p', { class: 'note', role: 'option', 'aria-disabled': 'true', text: failure.message })]);
      }
    }
  }

  input.addEventListener('input', () => {
    forget();
    const text = input.value.trim();
    if (text === '') {
      close();
    } else {
      timer = setTimeout(run, PAUSE_MS, text);
    }
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      close();
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && hits.length > 0 && !list.hidden) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      choose((at + step + hits.length + (at < 0 && step < 0 ? 1 : 0)) % hits.length);
    } else if (event.key === 'Enter' && hits.length > 0 && !list.hidden) {
      event.preventDefault();
      pick(hits[Math.max(0, at)]);
    }
  });
  input.addEventListener('focusout', () => setTimeout(close, 0));
  return box;
}
