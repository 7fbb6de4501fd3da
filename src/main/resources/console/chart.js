// The live chart: error of recent ratings on the left axis, events a second on the right.

import uPlot from './vendor/uplot/uPlot.esm.js';

const SHOWN_SECONDS = 300;
const LEAST_SECONDS = 60;

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function options(width) {
  const axis = { stroke: () => color('--quiet'), grid: { stroke: () => color('--line') }, ticks: { show: false } };
  return {
    width,
    height: 200,
    cursor: { drag: { x: false, y: false } },
    scales: { x: { range: (chart, min, max) => [Math.min(min, max - LEAST_SECONDS), max] }, error: {}, rate: { range: (chart, min, max) => [0, Math.max(1, max * 1.1)] } },
    series: [
      {},
      { label: 'error (RMSE)', scale: 'error', stroke: () => color('--accent'), width: 2, spanGaps: true },
      { label: 'events a second', scale: 'rate', stroke: () => color('--warm'), width: 1.5 },
    ],
    axes: [
      axis,
      { ...axis, scale: 'error', size: 60 },
      { ...axis, scale: 'rate', side: 1, size: 70, grid: { show: false } },
    ],
  };
}

export function liveChart(element) {
  const data = [[], [], []];
  const chart = new uPlot(options(element.clientWidth), data, element);
  new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: 200 })).observe(element);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => chart.redraw());
  return {
    add(seconds, error, rate) {
      data[0].push(seconds);
      data[1].push(error);
      data[2].push(rate);
      while (data[0][0] < seconds - SHOWN_SECONDS) {
        data.forEach((column) => column.shift());
      }
      chart.setData(data);
    },
  };
}

const SMALL = 120;

/** A small chart of the windows of a monitor: the treated, the control group, and marks where it alarmed. */
export function windowChart(element, label) {
  element.setAttribute('role', 'img');
  element.setAttribute('aria-label', label);
  const axis = { stroke: () => color('--quiet'), grid: { stroke: () => color('--line') }, ticks: { show: false } };
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
      axes: [{ ...axis, size: 38, space: 70 }, { ...axis, size: 48, space: 30 }],
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
