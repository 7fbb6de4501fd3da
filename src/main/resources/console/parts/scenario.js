// A scenario that a demo plays: the step it is in, what is followed over the rounds, and all steps.

import { h, renew, say } from '../dom.js';
import { percent } from '../format.js';
import { fromZero, legend, lineChart } from './line-chart.js';

const HEIGHT = 180;
const CALM_ROUNDS = 6;
const LINES = [
  { label: 'by round', color: '--current' },
  { label: 'in the rounds before it happened', color: '--line-strong', width: 1.5, dash: [6, 5] },
  { label: 'something happened', color: '--warm', width: 0, isMarks: true }];

const share = (value) => percent(value, 0);

function told(name) {
  const words = h('dd');
  return { words, element: h('div', {}, h('dt', { text: name }), words) };
}

/** Makes the story in an element; `show(narration)` of what is returned brings it up to date. */
export function scenario(element) {
  const title = h('h3');
  const parts = { happens: told('What happens now'), look: told('What to look at'), next: told('What to do next') };
  const latest = h('p', { class: 'note latest' });
  const label = h('h4');
  const plot = h('div', { class: 'plot low' });
  const marks = h('p', { class: 'note' });
  const steps = h('ol', { class: 'story' });
  element.append(
    h('div', { class: 'act' },
      h('div', {}, h('div', { role: 'status' }, title), h('dl', {}, Object.values(parts).map((part) => part.element)), latest),
      h('div', {}, label, plot, legend(LINES), marks)),
    h('details', {}, h('summary', { text: 'All steps' }), steps));
  const chart = lineChart(plot, {
    label: 'What is followed, by round', lines: LINES, range: fromZero(0.02), format: share, height: HEIGHT, isTime: false });

  function showCurve({ label: name, values, marks: happened }) {
    say(label, name);
    const onset = happened[0]?.round ?? values.length;
    const calm = values.slice(Math.max(0, onset - CALM_ROUNDS), onset);
    const usual = calm.length === 0 ? null : calm.reduce((sum, value) => sum + value, 0) / calm.length;
    const rounds = new Map(happened.map((mark) => [mark.round, mark.what]));
    chart.set([
      values.map((value, round) => round + 1),
      values,
      values.map(() => usual),
      values.map((value, round) => (rounds.has(round) ? value : null))]);
    say(marks, happened.map(({ round, what }) => `Round ${round + 1}: ${what}`).join(' · '));
  }

  return {
    show(narration) {
      const now = narration.steps[narration.step];
      say(title, `${narration.step + 1}. ${now.title}`);
      Object.entries(parts).forEach(([field, part]) => say(part.words, now[field]));
      say(latest, narration.latest === '' ? '' : `Just now: ${narration.latest}`);
      showCurve(narration.curve);
      renew(steps, narration.steps.map((step, n) => h('li', {
        class: n < narration.step ? 'done' : null, 'aria-current': n === narration.step ? 'step' : null },
      h('h3', { text: step.title }), h('p', { text: step.happens }))));
    },
  };
}
