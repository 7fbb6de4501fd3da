// Stars to give. One stop of the Tab key: arrows move between the stars, Enter gives one, once more takes half of it.

import { h } from '../dom.js';
import { rating as text } from '../format.js';

const STARS = 5;

/** The values of the stars: the steps of short scales as they are, longer ones in fifths. */
function values({ min, max }) {
  const low = max - min <= STARS ? Math.max(1, max - STARS + 1) : min + (max - min) / STARS;
  return Array.from({ length: STARS }, (_, n) => low + (n * (max - low)) / (STARS - 1));
}

/**
 * Makes stars to rate something. `onRate(rating)` is called with what is given. `set(rating)` of what is returned shows
 * a rating, null for none.
 */
export function stars(name, scale, onRate, given = null) {
  const steps = values(scale);
  const half = (steps[1] - steps[0]) / 2;
  let shown = given;

  const buttons = steps.map((value, place) => h('button', {
    type: 'button', text: '★', tabindex: place === 0 ? 0 : -1,
    onclick: () => give(shown === value && value - half >= scale.min ? value - half : value),
    onkeydown: (event) => onKey(event, place),
  }));
  const group = h('div', { class: 'stars', role: 'toolbar', 'aria-label': `Rate ${name}` }, buttons);

  function onKey(event, place) {
    const next = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: STARS - 1 }[event.key];
    if (next !== undefined && next >= 0 && next < STARS) {
      event.preventDefault();
      focus(next);
      buttons[next].focus();
    }
  }

  function focus(place) {
    buttons.forEach((button, n) => { button.tabIndex = n === place ? 0 : -1; });
  }

  function give(value) {
    group.set(value);
    onRate(value);
  }

  group.set = (value) => {
    shown = value;
    buttons.forEach((button, place) => {
      const isOn = value !== null && value >= steps[place] - 1e-9;
      const isHalf = !isOn && value !== null && value >= steps[place] - half - 1e-9;
      button.classList.toggle('on', isOn);
      button.classList.toggle('half', isHalf);
      button.setAttribute('aria-label', `${text(steps[place])} of ${text(scale.max)}`);
      button.setAttribute('aria-pressed', String(value !== null && (isOn ? value < steps[place] + half : isHalf)));
    });
    group.title = value === null ? '' : `${text(value)} of ${text(scale.max)}`;
  };
  group.set(given);
  return group;
}
