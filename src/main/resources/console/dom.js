// Elements are built, never parsed from HTML text: titles and ids come from outside.

/**
 * Makes an element. Properties that start with "on" are listeners, "class", "text" and "data" mean what they
 * say, anything else is an attribute; null, undefined and false leave one out. Children are nodes or texts.
 */
export function h(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name === 'class') {
      made.className = value;
    } else if (name === 'text') {
      made.textContent = value;
    } else if (name === 'data') {
      Object.assign(made.dataset, value);
    } else if (name.startsWith('on')) {
      made.addEventListener(name.slice(2), value);
    } else {
      made.setAttribute(name, value === true ? '' : value);
    }
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ''));
  return made;
}

export const byId = (id) => document.getElementById(id);

/** Sets a text only if it is another one, so that nothing is announced or selected away without need. */
export function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/**
 * Shows entries as the children of a list, keeping elements that are there already: whoever has the focus keeps
 * it, and nothing flickers. `make` makes an element for a new key, `update` brings any up to date.
 */
export function keyed(list, entries, keyOf, make, update = () => {}) {
  const before = new Map([...list.children].map((child) => [child.dataset.key, child]));
  const wanted = entries.map((entry) => {
    const key = String(keyOf(entry));
    let child = before.get(key);
    if (child) {
      before.delete(key);
    } else {
      child = make(entry);
      child.dataset.key = key;
    }
    update(child, entry);
    return child;
  });
  before.forEach((child) => child.remove());
  wanted.forEach((child, place) => {
    if (list.children[place] !== child) {
      moveBefore(list, child, list.children[place] ?? null);
    }
  });
}

/** A move must not take the focus away. */
function moveBefore(list, child, next) {
  const focused = child.contains(document.activeElement) ? document.activeElement : null;
  list.insertBefore(child, next);
  focused?.focus({ preventScroll: true });
}

/** Marks an element as changed, once more if it was before. */
export function flash(element) {
  element.classList.remove('changed');
  void element.offsetWidth; // else the animation would not start again
  element.classList.add('changed');
}

const FOCUSABLE = 'a, button, input, select, textarea, summary, [tabindex]';

/** Shows other children, if they differ from those that are there. Who has the focus keeps it. */
export function renew(element, ...children) {
  const next = h('div', {}, children);
  const before = [...element.childNodes];
  if (before.length === next.childNodes.length && before.every((child, n) => child.isEqualNode(next.childNodes[n]))) {
    return;
  }
  const place = [...element.querySelectorAll(FOCUSABLE)].indexOf(document.activeElement);
  element.replaceChildren(...next.childNodes);
  if (place >= 0) {
    element.querySelectorAll(FOCUSABLE)[place]?.focus({ preventScroll: true });
  }
}
