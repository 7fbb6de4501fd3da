// Home: what is learned, now.

import * as api from '../api.js';
import { byId, h, keyed } from '../dom.js';
import { about, itemRow } from '../parts/item-row.js';
import { compact, count, fixed, milliseconds, number, percent } from '../format.js';
import { figure } from '../parts/figure.js';
import { around, fromZero, legend, lineChart } from '../parts/line-chart.js';
import { empty, fill } from '../parts/states.js';
import { tail } from '../parts/tail.js';
import { loopLine } from '../parts/loop-line.js';
import { setTitle, watch } from '../shell.js';

const TAIL = 12;
const SLOWLY_MS = 5000;
const RISING = 5;

const figures = {
  rate: figure('Events learned a second'),
  hits: figure('Next choice was in the list'),
  error: figure('Average error'),
  delay: figure('From Kafka until learned'),
  learned: figure('Ratings and events learned'),
};
byId('figures').append(...Object.values(figures).map((one) => one.element));

const HIT_LINES = [{ label: 'Eddy’s list', color: '--current' }, { label: 'the ten most popular', color: '--warm', dash: [6, 4] }];
const ERROR_LINES = [{ label: 'Eddy', color: '--current' }, { label: 'always guessing the mean', color: '--warm', dash: [6, 4] }];
byId('hits-legend').append(legend(HIT_LINES));
byId('error-legend').append(legend(ERROR_LINES));
const hitsChart = lineChart(byId('hits'), {
  label: 'Part of recent choices that were in the list of ten, over the last minutes, beside the most popular items',
  lines: HIT_LINES, range: fromZero(0.02), format: (part) => percent(part, 0), isLive: true });
const errorChart = lineChart(byId('error'), {
  label: 'Average error of recent predicted ratings over the last minutes, beside a guess by the mean',
  lines: ERROR_LINES, range: around(0.2), format: (error) => fixed(error), isLive: true });

const events = tail(byId('tail'), TAIL, byId('pause'));
let last = null;

function onPulse({ timeMs, accuracy, delayMs, status, scaleMin, scaleMax }) {
  const handled = Object.values(accuracy.outcomes).reduce((sum, n) => sum + n, 0);
  if (last !== null && timeMs > last.timeMs) {
    const rate = Math.max(0, (handled - last.handled) / ((timeMs - last.timeMs) / 1000));
    figures.rate.set(number(rate), '', rate === 0 ? 'nothing comes in right now' : '');
  }
  last = { timeMs, handled };

  const { outcomes, lists, ingredients, prequential } = accuracy;
  figures.learned.set(compact(outcomes.new + outcomes.chosen), '',
    outcomes.rejected === 0 ? 'none rejected' : `${count(outcomes.rejected, 'record')} rejected`);
  if (delayMs === undefined) {
    figures.delay.set('–', '', 'nothing learned since the start');
  } else {
    figures.delay.set(...milliseconds(delayMs).split(' '), 'median of the latest events');
  }
  if (lists.n === 0) {
    figures.hits.set('–', '', 'no choices yet');
  } else {
    const times = lists.recentPopularHitAt10 === 0 ? null : lists.recentHitAt10 / lists.recentPopularHitAt10;
    figures.hits.set(percent(lists.recentHitAt10).replace(' %', ''), '%',
      `${percent(lists.recentPopularHitAt10)} for the most popular`,
      times === null ? null : { text: `${times.toFixed(1)} ×`, isGood: times >= 1 });
  }
  const guess = ingredients.mean;
  if (prequential.n === 0) {
    figures.error.set('–', '', 'no ratings yet');
  } else if (guess.n === 0) {
    figures.error.set(fixed(prequential.recentMae), `on ${scaleMin} to ${scaleMax}`, 'of about the last 1,000 ratings');
  } else {
    const less = 1 - ingredients.session.recentMae / guess.recentMae;
    figures.error.set(fixed(ingredients.session.recentMae), `on ${scaleMin} to ${scaleMax}`,
      `${fixed(guess.recentMae)} by guessing the mean`, { text: `${less >= 0 ? '−' : '+'}${percent(Math.abs(less), 0)}`, isGood: less >= 0 });
  }

  const seconds = timeMs / 1000;
  hitsChart.add(seconds, lists.recentHitAt10, lists.recentPopularHitAt10);
  errorChart.add(seconds, guess.n === 0 ? prequential.recentMae : ingredients.session.recentMae, guess.recentMae);
  if (status.ready && !loaded) {
    loaded = true;
    slowly();
  }
}

let loaded = false;

async function rising() {
  const { items } = await api.trending(RISING);
  if (items.length === 0) {
    return empty('Nothing rises yet', 'What is chosen lately more often than before shows here.');
  }
  const list = byId('rising');
  keyed(list, items, ({ item }) => item.itemId, ({ item }) =>
    itemRow({ itemId: item.itemId, title: item.title, more: about(item) }), (row, { rise }) => {
    row.querySelector('.side').replaceChildren(
      h('span', { class: 'mark', title: 'more often than expected, in standard deviations', text: `▲ ${rise.toFixed(1)} σ` }));
  });
  return [...list.children];
}

/** What changes slowly is asked for now and then. */
async function slowly() {
  await Promise.all([fill(byId('rising'), rising, RISING), fill(byId('loop'), async () => loopLine(await api.drift(1)), 1)]);
  setTimeout(slowly, SLOWLY_MS);
}

setTitle('');
watch({ tail: TAIL }, { pulse: onPulse, learned: ({ events: learned }) => events.add(learned) });
