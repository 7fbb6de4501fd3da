// A small chart of the windows of a monitor: the treated, the control group, and marks where it alarmed.

import { around, lineChart } from './line-chart.js';

const HEIGHT = 120;

export function windowChart(element, label, format) {
  const chart = lineChart(element, {
    label, height: HEIGHT, range: around(0.001), format,
    lines: [
      { label: 'treated', color: '--current' },
      { label: 'control', color: '--warm', width: 1.5 },
      { label: 'alarm', color: '--alarm', width: 0, isMarks: true }],
  });
  return {
    set(windows) {
      chart.set([
        windows.map((window) => window.startMs / 1000),
        windows.map((window) => window.treated ?? null),
        windows.map((window) => window.control ?? null),
        windows.map((window) => (window.state === 'alarm' ? window.treated ?? null : null))]);
    },
  };
}
