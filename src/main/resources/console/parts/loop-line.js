// What the monitors of the feedback loop say, in a line.

import { h } from '../dom.js';
import { count } from '../format.js';

/** A monitor's name, for people. */
export const monitorName = (name) => (name.charAt(0).toUpperCase() + name.slice(1)).replaceAll('-', ' ').replace('gini', 'Gini');

export function loopLine({ enabled, monitors }) {
  if (!enabled) {
    return h('p', { class: 'note', text: 'Not watched: the setting drift.enabled is off.' });
  }
  const seen = monitors.filter((monitor) => monitor.windows.length > 0);
  if (seen.length === 0) {
    return h('p', { class: 'note', text: 'No window is complete yet. The monitors speak when the first one is.' });
  }
  const alarms = monitors.filter((monitor) => monitor.state === 'alarm');
  const warnings = monitors.filter((monitor) => monitor.state === 'warning');
  if (alarms.length === 0 && warnings.length === 0) {
    return h('p', {}, h('span', { class: 'better', text: 'Quiet. ' }), `All ${monitors.length} monitors are as usual.`);
  }
  const names = [...alarms, ...warnings].slice(0, 3).map((monitor) => monitorName(monitor.monitor));
  const more = alarms.length + warnings.length - names.length;
  return h('p', {},
    alarms.length > 0 ? h('span', { class: 'worse', text: `${count(alarms.length, 'alarm')}` }) : null,
    alarms.length > 0 && warnings.length > 0 ? ', ' : null,
    warnings.length > 0 ? count(warnings.length, 'warning') : null,
    `: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`);
}
