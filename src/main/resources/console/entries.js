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

/** An entry with title, details, a rating to show (or null) and a way to rate. */
export function entry({ itemId, title, details, rating, scale, onRate }) {
  const item = element('li', 'entry');
  item.dataset.item = itemId;
  const text = element('div', 'text');
  text.append(element('div', 'title', title), element('div', 'more', details));
  item.append(text, element('span', rating === null ? '' : 'stars', rating === null ? '' : rating.toFixed(1)));
  item.append(rater(title, scale, onRate));
  return item;
}
