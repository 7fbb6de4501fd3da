// Line charts over time: live ones, to which a moment is added at a time, and whole ones.

import uPlot from '../vendor/uplot/uPlot.esm.js';

const SHOWN_SECONDS = 300;
const LEAST_SECONDS = 60;

const dark = matchMedia('(prefers-color-scheme: dark)');
const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const axis = (more = {}) => ({
  stroke: () => color('--quiet'), grid: { stroke: () => color('--line'), width: 1 }, ticks: { show: false },
  font: '12px system-ui, sans-serif', ...more });

const DAY = 86_400;

/** A tick of the axis of time: the time of the day, the day or the month, by how long the axis is. */
function clock(seconds, { min, max }) {
  const apart = (max - min) / 6;
  const date = new Date(seconds * 1000);
  if (apart >= 27 * DAY) {
    return date.toLocaleDateString('en-GB', { month: 'short', year: 'numeric' });
  }
  if (apart >= DAY) {
    return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
  }
  return date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', ...(apart < 60 ? { second: '2-digit' } : {}) });
}

/** From 0 to a bit above the highest; a flat line is not stretched to fill the chart. */
export const fromZero = (least) => (plot, min, max) => [0, Math.max(least, (max ?? 0) * 1.15)];

/** Around what there is, with air above and below. */
export const around = (least) => (plot, min, max) => {
  if (min === null || min === undefined) {
    return [0, least];
  }
  const air = Math.max(least - (max - min), (max - min) * 0.2) / 2;
  return [min - air, max + air];
};

/**
 * Makes a chart. `lines` are `{ label, color, width, dash, scale }` with the name of a colour; `scales` has a range for
 * each scale, of which `y` is the first; `format` writes a value, by scale or for all.
 */
export function lineChart(element, { label, lines, range, format, height = 220, isLive = false, isTime = true, points = false }) {
  element.setAttribute('role', 'img');
  element.setAttribute('aria-label', label);
  const size = () => ({ width: Math.max(200, element.clientWidth), height });
  const lastMinutes = (plot, min, max) => {
    const last = plot.data[0].at(-1) ?? max;
    return [Math.min(min ?? last, last - LEAST_SECONDS), last];
  };
  const all = (plot, min, max) => (min === max ? [min - 30, max + 30] : [min, max]);
  const plot = new uPlot({
    ...size(),
    cursor: { drag: { x: false, y: false }, points: { size: 7 } },
    legend: { show: false },
    scales: { x: { time: isTime, range: isLive ? lastMinutes : all }, y: { range } },
    series: [{}, ...lines.map((line) => ({
      label: line.label, stroke: () => color(line.color), width: line.width ?? 2, dash: line.dash,
      spanGaps: true, points: { show: points || line.isMarks === true, size: line.isMarks ? 6 : 5, fill: () => color(line.color) } }))],
    axes: [
      axis({ space: 84, size: 30, values: (self, ticks) => ticks.map((tick) => (isTime ? clock(tick, self.scales.x) : String(tick))) }),
      axis({ size: 56, values: (self, ticks) => ticks.map(format) })],
    hooks: { setCursor: [tell] },
  }, [[], ...lines.map(() => [])], element);

  const tip = document.createElement('p');
  tip.className = 'note chart-tip number';
  tip.setAttribute('aria-hidden', 'true');
  tip.textContent = ' ';
  element.append(tip);

  function tell(self) {
    const at = self.cursor.idx;
    if (!tip) {
      return;
    }
    tip.textContent = at === null || at === undefined || self.data[0].length === 0 ? ' ' : [
      isTime ? new Date(self.data[0][at] * 1000).toLocaleString('en-GB', { dateStyle: isLive ? undefined : 'medium', timeStyle: 'medium' }) : '',
      ...lines.map((line, n) => (self.data[n + 1][at] == null ? '' : `${line.label} ${format(self.data[n + 1][at])}`)),
    ].filter(Boolean).join(' · ');
  }

  new ResizeObserver(() => {
    if (element.clientWidth > 0 && element.clientWidth !== plot.width) {
      plot.setSize(size());
    }
  }).observe(element);
  dark.addEventListener('change', () => plot.redraw());

  const data = [[], ...lines.map(() => [])];
  return {
    /** Adds a moment; null where a line has no value. */
    add(seconds, ...values) {
      data[0].push(seconds);
      values.forEach((value, n) => data[n + 1].push(value ?? null));
      while (data[0][0] < seconds - SHOWN_SECONDS) {
        data.forEach((column) => column.shift());
      }
      if (document.visibilityState === 'visible') {
        plot.setData(data);
      }
    },
    /** Shows these moments and lines. */
    set(columns) {
      plot.setData(columns);
    },
  };
}

/** The names of lines, each beside its colour. */
export function legend(lines) {
  const made = document.createElement('p');
  made.className = 'legend';
  for (const line of lines) {
    const name = document.createElement('span');
    name.textContent = line.label;
    name.style.setProperty('--swatch', `var(${line.color})`);
    made.append(name);
  }
  return made;
}
