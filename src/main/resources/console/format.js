// Numbers with their units, and times as people say them.

import { h } from './dom.js';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

const UNITS = [
  ['year', 31_557_600_000], ['month', 2_629_800_000], ['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000]];
const REFRESH_MS = 15_000;

export const number = (n) => whole.format(n);
export const compact = (n) => (Math.abs(n) < 100_000 ? whole.format(n) : short.format(n));
export const percent = (part, digits = 1) => `${(100 * part).toFixed(digits)} %`;
export const fixed = (n, digits = 2) => n.toFixed(digits).replace('-', '−');
export const signed = (n, digits = 2) => (n >= 0 ? '+' : '−') + Math.abs(n).toFixed(digits);
export const count = (n, one, many = `${one}s`) => `${number(n)} ${n === 1 ? one : many}`;

/** A rating as people write it: 4, or 3.5. */
export const rating = (n) => String(Math.round(n * 10) / 10);

export function bytes(n) {
  const units = ['bytes', 'KB', 'MB', 'GB'];
  const power = n < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(n) / 3));
  return `${(n / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

export function milliseconds(ms) {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

function ago(ms) {
  const past = ms - Date.now();
  for (const [unit, size] of UNITS) {
    if (Math.abs(past) >= size) {
      return relative.format(Math.round(past / size), unit);
    }
  }
  return 'just now';
}

/** A moment, relative to now and kept so; the exact one shows on hover. */
export function when(ms) {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) {
    return h('span', { text: 'at an unknown time' });
  }
  return h('time', { datetime: date.toISOString(), title: exact.format(date), text: ago(ms), data: { ms } });
}

export const exactTime = (ms) => exact.format(new Date(ms));

setInterval(() => {
  document.querySelectorAll('time[data-ms]').forEach((time) => {
    const text = ago(Number(time.dataset.ms));
    if (time.textContent !== text) {
      time.textContent = text;
    }
  });
}, REFRESH_MS);
