// Asks whether somebody is sure.

import { h } from '../dom.js';

/** Resolves to whether the person says so. */
export function confirm(title, words, yes) {
  return new Promise((resolve) => {
    const dialog = h('dialog', { 'aria-labelledby': 'confirm-title', 'aria-describedby': 'confirm-words' },
      h('form', { method: 'dialog' },
        h('h2', { id: 'confirm-title', text: title }),
        h('p', { id: 'confirm-words', text: words }),
        h('div', { class: 'row' },
          h('button', { value: '', autofocus: true, text: 'Cancel' }),
          h('button', { value: 'yes', class: 'danger', text: yes }))));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
