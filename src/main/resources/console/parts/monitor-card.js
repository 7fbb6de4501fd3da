// A monitor of the feedback loop: what it says now, what that means, and the windows before.

import { h, say } from '../dom.js';
import { when } from '../format.js';
import { monitorName } from './loop-line.js';
import { windowChart } from './window-chart.js';

const ORDER = ['alarm', 'warning', 'recovered', 'quiet'];

const amount = (value) => (value === undefined || value === null ? '–' : Number(value.toPrecision(3)).toString().replace('-', '−'));

function values({ unit, treated, control, difference, interval, baseline, threshold }) {
  const parts = [h('span', { class: 'treated', text: `treated ${amount(treated)}` })];
  const add = (...more) => parts.push(' · ', ...more);
  if (control !== undefined) {
    add(h('span', { class: 'control', text: `control ${amount(control)}` }));
  }
  if (difference !== undefined) {
    add(`difference ${amount(difference)}${interval === undefined ? '' : ` ± ${amount(interval)}`}`);
  }
  if (threshold !== undefined) {
    add(`usual ${amount(baseline)}, alarms at ${amount(threshold)}`);
  }
  return [...parts, ` (${unit})`];
}

function groups({ groups: byRatings, attributes }) {
  const parts = Object.entries(byRatings).map(([fewest, value]) => `${fewest}+ ratings ${amount(value)}`);
  parts.push(...Object.entries(attributes).map(([group, value]) => `${group} ${amount(value)}`));
  return parts.join(' · ');
}

/** Makes a card. `show(monitor)` of what is returned brings it up to date. */
export function monitorCard(name) {
  const said = h('p', { class: 'said' });
  const plot = h('div', { class: 'plot small' });
  const numbers = h('p', { class: 'note number' });
  const meaning = h('p');
  const advice = h('p', { class: 'note' });
  const byGroup = h('details', { class: 'note' }, h('summary', { text: 'By group of users' }), h('p', { class: 'number' }));
  const element = h('section', { class: 'card monitor', data: { monitor: name }, 'aria-label': monitorName(name) },
    h('div', { class: 'head' }, h('h3', { text: monitorName(name) }), said), plot, numbers, meaning, advice, byGroup);
  let chart = null;
  return {
    element,
    show(monitor) {
      element.dataset.state = monitor.state;
      element.style.order = ORDER.indexOf(monitor.state);
      said.replaceChildren(...(monitor.windows.length === 0 ? ['no window yet']
        : monitor.state === 'quiet' || monitor.sinceMs === undefined ? [monitor.state]
          : [`${monitor.state} since `, when(monitor.sinceMs)]));
      numbers.replaceChildren(...(monitor.windows.length === 0 ? [`in ${monitor.unit}`] : values(monitor)));
      say(meaning, `High: ${monitor.meaning}`);
      say(advice, monitor.state === 'alarm' || monitor.state === 'warning' ? monitor.advice : '');
      const text = groups(monitor);
      byGroup.hidden = text === '';
      say(byGroup.querySelector('p'), text);
      plot.hidden = monitor.windows.length === 0;
      if (monitor.windows.length > 0) {
        chart ??= windowChart(plot, `${monitorName(name)}, treated and control, by window`, amount);
        chart.set(monitor.windows);
      }
    },
  };
}
