// Asks for the token of an operator.

import { h } from '../dom.js';

/** Shows a dialog; resolves to the token, or to null if it is closed without one. */
export function askToken(why, isRefused) {
  return new Promise((resolve) => {
    const input = h('input', { type: 'password', name: 'token', autocomplete: 'off', required: true });
    const dialog = h('dialog', { 'aria-labelledby': 'token-title' },
      h('form', { method: 'dialog', onsubmit: () => { dialog.returnValue = 'given'; } },
        h('h2', { id: 'token-title', text: isRefused ? 'That token was refused' : 'A token is needed' }),
        h('p', { class: 'note', text: `${why} It stays in this tab.` }),
        h('label', { class: 'field' }, 'Token', input),
        h('div', { class: 'row' },
          h('button', { type: 'button', onclick: () => dialog.close(''), text: 'Cancel' }),
          h('button', { class: 'main', value: 'given', text: 'Use token' }))));
    dialog.addEventListener('close', () => {
      const given = dialog.returnValue === 'given' ? input.value.trim() : '';
      dialog.remove();
      resolve(given === '' ? null : given);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
