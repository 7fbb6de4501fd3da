// The feedback loop: a card with a small chart for each monitor, those that alarm first.

import * as api from './api.js';
import { windowChart } from './chart.js';

const EVERY_MS = 5000;
const ORDER = ['alarm', 'warning', 'recovered', 'quiet'];

const byId = (id) => document.getElementById(id);
const cards = new Map();

const title = (name) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ');
const amount = (value) => value === undefined ? '–' : value.toPrecision(3);
const day = (ms) => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text ?? '';
  return made;
}

function newCard(name) {
  const card = element('section', 'monitor');
  card.dataset.monitor = name;
  const head = element('div', 'head');
  head.append(element('h3', '', title(name)), element('span', 'state'));
  card.append(
    head, element('div', 'plot'), element('p', 'values'), element('p', 'groups note'),
    element('p', 'meaning'), element('p', 'advice note'));
  byId('monitors').append(card);
  const chart = windowChart(card.querySelector('.plot'), `${title(name)}, treated and control, by window`);
  return { card, chart };
}

function values({ unit, treated, control, difference, interval, baseline, threshold }) {
  const parts = [`treated ${amount(treated)}`];
  if (control !== undefined) {
    parts.push(`control ${amount(control)}`);
  }
  if (difference !== undefined) {
    parts.push(`difference ${amount(difference)}${interval === undefined ? '' : ` ± ${amount(interval)}`}`);
  }
  if (threshold !== undefined) {
    const of = difference === undefined ? '' : ' difference';
    parts.push(`usual${of} ${amount(baseline)}, alarms at ${amount(threshold)}`);
  }
  return `${parts.join(' · ')} (${unit})`;
}

function groups({ groups: byRatings, attributes }) {
  const parts = Object.entries(byRatings).map(([fewest, value]) => `${fewest}+ ratings ${amount(value)}`);
  parts.push(...Object.entries(attributes).map(([group, value]) => `${group} ${amount(value)}`));
  return parts.length === 0 ? '' : `By group of users: ${parts.join(' · ')}`;
}

function show(monitor) {
  if (!cards.has(monitor.monitor)) {
    cards.set(monitor.monitor, newCard(monitor.monitor));
  }
  const { card, chart } = cards.get(monitor.monitor);
  card.dataset.state = monitor.state;
  card.style.order = ORDER.indexOf(monitor.state);
  const since = monitor.sinceMs === undefined || monitor.state === 'quiet' ? '' : ` since ${day(monitor.sinceMs)}`;
  card.querySelector('.state').textContent = monitor.state + since;
  card.querySelector('.values').textContent = monitor.windows.length === 0
    ? 'no window has ended yet'
    : values(monitor);
  card.querySelector('.groups').textContent = groups(monitor);
  card.querySelector('.meaning').textContent = `${monitor.fallIsBad ? 'Low' : 'High'}: ${monitor.meaning}`;
  card.querySelector('.advice').textContent = monitor.state === 'alarm' ? monitor.advice : '';
  chart.set(monitor.windows);
}

function rank(id, entries) {
  byId(id).replaceChildren(...entries.slice(0, 8).map(([name, value]) => {
    const line = element('li', '');
    line.append(element('span', '', name), element('span', 'amount', value));
    return line;
  }));
}

function showFacts(facts) {
  if (facts === undefined) {
    byId('never').textContent = 'No window has ended yet.';
    return;
  }
  byId('never').textContent = `${facts.neverShown.toLocaleString('en')} items were not shown at all in this window.`;
  rank('influential', facts.influential.map((user) => [user.userId, `${(100 * user.share).toFixed(1)} %`]));
  rank('shown', facts.mostShown.map((item) => [item.title, `${item.times} ×`]));
}

async function refresh() {
  try {
    const drift = await api.drift();
    drift.monitors.forEach(show);
    showFacts(drift.facts);
    const alarms = drift.monitors.filter((monitor) => monitor.state === 'alarm').length;
    byId('status').textContent = drift.enabled
      ? `${alarms === 0 ? 'no alarm' : `${alarms} of ${drift.monitors.length} monitors alarm`}, `
        + `control group ${Math.round(100 * drift.controlShare)} %`
      : 'drift is not watched (drift.enabled)';
    byId('error').hidden = true;
  } catch (failure) {
    byId('error').textContent = failure.message;
    byId('error').hidden = false;
  }
  setTimeout(refresh, EVERY_MS);
}

refresh();
