// List entries: built from elements, never from HTML text, since titles come from outside.

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  if (text !== undefined) {
    made.textContent = text;
  }
  return made;
}

/** The values of a rating scale, in halves where it is short. */
function steps({ min, max }) {
  const step = max - min <= 5 ? 0.5 : 1;
  return Array.from({ length: Math.round((max - min) / step) + 1 }, (_, i) => max - i * step);
}

function rater(title, scale, onRate) {
  const select = element('select', 'rater');
  select.setAttribute('aria-label', `Rate ${title}`);
  select.append(new Option('rate', ''));
  steps(scale).forEach((value) => select.append(new Option(String(value), String(value))));
  select.addEventListener('change', () => {
    if (select.value !== '') {
      onRate(Number(select.value));
    }
  });
  return select;
}

/** A rating, to be shown in an entry. */
export const stars = (rating) => element('span', 'stars', rating.toFixed(1));

/** How probable an item is beside another one, to be shown in an entry: 0.5 is half as probable. */
export const chance = (times) => element('span', 'chance', `chance × ${times.toPrecision(2)}`);

/** An entry with title, details, a figure to show (or none) and a way to rate. */
export function entry({ itemId, title, details, figure, scale, onRate }) {
  const item = element('li', 'entry');
  item.dataset.item = itemId;
  const text = element('div', 'text');
  text.append(element('div', 'title', title), element('div', 'more', details));
  item.append(text, figure ?? element('span', ''), rater(title, scale, onRate));
  return item;
}
