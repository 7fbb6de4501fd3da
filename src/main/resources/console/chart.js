// The charts: live ones of the last minutes, and those of the windows of monitors.

import uPlot from './vendor/uplot/uPlot.esm.js';

const SHOWN_SECONDS = 300;
const LEAST_SECONDS = 60;
const HEIGHT = 200;

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** A part of a whole, for people. */
export const percent = (part) => `${(100 * part).toFixed(1)} %`;

const axis = () => ({
  stroke: () => color('--quiet'), grid: { stroke: () => color('--line') }, ticks: { show: false } });

/** Where there is one point only, uPlot would show the years to come. */
function lastSeconds(plot, min, max) {
  const last = plot.data[0].at(-1) ?? max;
  return [Math.min(min, last - LEAST_SECONDS), last];
}

/** Makes a chart of the last minutes, to which a number of each series is added at a time. */
function live(element, { scales, series, axes }) {
  const data = [[], ...series.map(() => [])];
  const chart = new uPlot(
    {
      width: element.clientWidth,
      height: HEIGHT,
      cursor: { drag: { x: false, y: false } },
      scales: { x: { range: lastSeconds }, ...scales },
      series: [{}, ...series],
      axes: [axis(), ...axes],
    },
    data,
    element);
  new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: HEIGHT })).observe(element);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => chart.redraw());
  return {
    add(seconds, ...numbers) {
      data[0].push(seconds);
      numbers.forEach((number, i) => data[i + 1].push(number));
      while (data[0][0] < seconds - SHOWN_SECONDS) {
        data.forEach((column) => column.shift());
      }
      chart.setData(data);
    },
  };
}

/** Error of recent ratings on the left axis, events a second on the right: those two are added. */
export function errorChart(element) {
  return live(element, {
    scales: { error: {}, rate: { range: (plot, min, max) => [0, Math.max(1, max * 1.1)] } },
    series: [
      { label: 'error (RMSE)', scale: 'error', stroke: () => color('--accent'), width: 2, spanGaps: true },
      { label: 'events a second', scale: 'rate', stroke: () => color('--warm'), width: 1.5 },
    ],
    axes: [
      { ...axis(), scale: 'error', size: 60 },
      { ...axis(), scale: 'rate', side: 1, size: 70, grid: { show: false } },
    ],
  });
}

/** The part of recent choices that lists had, beside the most popular: those two are added. */
export function hitChart(element) {
  const value = (plot, part) => (part == null ? '–' : percent(part));
  return live(element, {
    scales: { part: { range: (plot, min, max) => [0, Math.max(0.01, max * 1.1)] } },
    series: [
      { label: 'in the list', scale: 'part', stroke: () => color('--accent'), width: 2, value },
      { label: 'most popular', scale: 'part', stroke: () => color('--warm'), width: 1.5, value },
    ],
    axes: [{ ...axis(), scale: 'part', size: 60, values: (plot, ticks) => ticks.map(percent) }],
  });
}

const SMALL = 120;

/** A small chart of the windows of a monitor: the treated, the control group, and marks where it alarmed. */
export function windowChart(element, label) {
  element.setAttribute('role', 'img');
  element.setAttribute('aria-label', label);
  const chart = new uPlot(
    {
      width: element.clientWidth || 300,
      height: SMALL,
      legend: { show: false },
      cursor: { show: false },
      scales: { y: { range: (plot, min, max) => (min === max ? [min - 1, max + 1] : [min, max]) } },
      series: [
        {},
        { stroke: () => color('--accent'), width: 2, spanGaps: true, points: { show: false } },
        { stroke: () => color('--warm'), width: 1.5, spanGaps: true, points: { show: false } },
        { stroke: () => color('--alarm'), width: 0, points: { show: true, size: 6, fill: () => color('--alarm') } },
      ],
      axes: [{ ...axis(), size: 38, space: 70 }, { ...axis(), size: 48, space: 30 }],
    },
    [[], [], [], []],
    element);
  new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: SMALL })).observe(element);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => chart.redraw());
  return {
    set(windows) {
      chart.setData([
        windows.map((window) => window.startMs / 1000),
        windows.map((window) => window.treated ?? null),
        windows.map((window) => window.control ?? null),
        windows.map((window) => (window.state === 'alarm' ? window.treated ?? null : null)),
      ]);
    },
  };
}
