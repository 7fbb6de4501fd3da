// Learning: how well it goes, for whom, what each ingredient is worth, and how large the model is.

import * as api from '../api.js';
import { byId, h, renew } from '../dom.js';
import { bytes, compact, count, fixed, number, percent } from '../format.js';
import { bars } from '../parts/bars.js';
import { around, fromZero, legend, lineChart } from '../parts/line-chart.js';
import { empty, fill } from '../parts/states.js';
import { table } from '../parts/table.js';
import { setTitle, watch } from '../shell.js';

const MODEL_MS = 15_000;

const SEGMENTS = [
  ['all', 'everything', '--ink'], ['warm', 'well known', '--current'],
  ['new_user', 'new users', '--warm'], ['new_item', 'new items', '--genre-4']];
const LINES = SEGMENTS.map(([, label, color]) => ({ label, color, width: label === 'everything' ? 2.5 : 1.75 }));
const HIT_LINES = [...LINES, { label: 'most popular, everything', color: '--line-strong', dash: [6, 4], width: 1.75 }];

const INGREDIENTS = {
  'mean': ['The mean of all ratings', 'the same guess for everybody'],
  'item-mean': ['The item’s mean', 'what everybody says of it'],
  'biases': ['Biases', 'how good the item is, and how kind the user'],
  'vectors': ['Taste', 'the vectors of user and item'],
  'session': ['Mood of the day', 'how the user rates right now: this is what Eddy predicts'],
};

byId('error-legend').append(legend(LINES));
byId('hits-legend').append(legend(HIT_LINES));
const error = lineChart(byId('error'), { label: 'Average error of recent ratings, by how much is known of user and item',
  lines: LINES, range: around(0.2), format: (value) => fixed(value), isLive: true });
const hits = lineChart(byId('hits'), { label: 'Part of recent choices that were in the list of ten, by how much is known',
  lines: HIT_LINES, range: fromZero(0.02), format: (part) => percent(part, 0), isLive: true });

function ingredients(scores) {
  if (scores.session.n === 0) {
    return empty('No ratings yet', 'With the first ratings that are learned, each is predicted in five ways.');
  }
  const first = scores.mean.recentRmse;
  let before = null;
  return bars(Object.entries(scores).map(([name, { recentRmse }]) => {
    const [label, hint] = INGREDIENTS[name] ?? [name, ''];
    const gain = before === null ? '' : ` (${recentRmse <= before ? '−' : '+'}${percent(Math.abs(1 - recentRmse / before))})`;
    before = recentRmse;
    return { label, title: hint, value: recentRmse / first, amount: `${fixed(recentRmse, 3)}${gain}`,
      tone: name === 'session' ? '' : 'faint' };
  }), 'Root mean square error by ingredients');
}

function newcomers({ prequential, segments, lists }) {
  if (prequential.n === 0 && lists.n === 0) {
    return empty('Nothing scored yet', 'Scores appear with the first rating or choice that is learned.');
  }
  const rows = [['Everything', prequential, lists], ...SEGMENTS.slice(1).map(([name, label]) =>
    [label.charAt(0).toUpperCase() + label.slice(1), segments[name], lists.segments[name]])];
  return table('Scores of newcomers and of all others', ['Of whom', 'Ratings', 'Average error', 'In the list of ten', 'Popular ten'],
    rows.map(([name, scores, listed]) => [name, compact(scores?.n ?? 0), scores?.n ? fixed(scores.mae) : '–',
      listed?.n ? percent(listed.hitAt10) : '–', listed?.n ? percent(listed.popularHitAt10) : '–']));
}

function taken({ share, champion, challenger: other }) {
  const row = (name, { generation, lists, taken: n, takenPerList, takenOfChoices }) => [`${generation}, ${name}`, compact(lists),
    compact(n), takenPerList === undefined ? '–' : fixed(takenPerList, 3), takenOfChoices === undefined ? '–' : percent(takenOfChoices)];
  return [
    table('What users take from the lists of both', ['Generation', 'Lists', 'Taken', 'Taken per list', 'Of their choices'],
      [row('serves', champion), row(`serves ${percent(share)}`, other)]),
    h('p', { class: 'note', text: 'On all instances together, in the windows that ended. These are plain counts: a difference may be chance.' })];
}

function challenger({ generation, prequential, lists, challenger: other, variants }) {
  const row = (name, scores, listed) => [name, compact(scores.n), scores.n ? fixed(scores.recentRmse, 3) : '–',
    listed.n ? percent(listed.recentHitAt10) : '–'];
  const { n, mseDifference, low, high, evalue } = other.paired;
  const gain = n === 0 ? 'No rating was predicted by both yet.'
    : `On ${count(n, 'rating')} that both predicted, the squared error of the challenger is lower by ${fixed(mseDifference, 4)} `
      + `(95 %: ${fixed(low, 4)} to ${fixed(high, 4)}; e-value ${evalue < 1000 ? fixed(evalue, 2) : compact(evalue)}).`;
  return [
    table('The model that serves and the challenger', ['Generation', 'Ratings', 'Recent error', 'In the list of ten'],
      [row(`${generation}, serves`, prequential, lists), row(`${other.generation}, ${variants ? `serves ${percent(variants.share)}` : 'in the shadow'}`, other.prequential, other.lists)]),
    h('p', { class: 'note', text: gain }),
    h('p', { class: 'note', text: other.promotable ? 'It may be promoted.' : `It is not to be promoted yet: ${other.hindrance}.` }),
    ...(variants ? taken(variants) : [])];
}

const OUTCOMES = {
  new: 'ratings learned', replaced: 'ratings corrected', withdrawn: 'ratings withdrawn', chosen: 'events without a rating learned',
  ignored: 'repeated or late, nothing to learn', forgotten: 'users forgotten', rejected: 'rejected, in the dead letters' };

function records(outcomes) {
  const some = Object.entries(outcomes).filter(([, n]) => n > 0);
  return some.length === 0 ? empty('No records yet', 'Publish to the topic ratings, or start a replay.')
    : bars(some.map(([name, n]) => ({ label: OUTCOMES[name] ?? name, value: n, amount: number(n), tone: name === 'rejected' ? 'warm' : '' })), 'Records by outcome');
}

async function showModel() {
  await fill(byId('rows'), async () => {
    const model = await api.model();
    renew(byId('settings'), table('Settings', null, Object.entries(model.settings)));
    return [
      h('p', { class: 'note', text: `Model ${model.model}: ${count(model.users, 'user')} of this instance, ${count(model.items, 'item')}, `
        + `${count(model.parameters, 'parameter')} in ${bytes(model.bytes)}.` }),
      bars(model.layers.map((layer) => ({ label: layer.name, value: layer.parameters,
        amount: `${layer.shape.map(compact).join(' × ')}` })), 'Parameters by layer')];
  }, 4);
  setTimeout(showModel, MODEL_MS);
}

let isStarted = false;

function onPulse({ timeMs, accuracy, status }) {
  const { prequential, segments, lists } = accuracy;
  const of = (name) => (name === 'all' ? prequential : segments[name]);
  const listed = (name) => (name === 'all' ? lists : lists.segments[name]);
  error.add(timeMs / 1000, ...SEGMENTS.map(([name]) => of(name)?.recentMae));
  hits.add(timeMs / 1000, ...SEGMENTS.map(([name]) => listed(name)?.recentHitAt10), lists.recentPopularHitAt10);
  renew(byId('ingredients'), ingredients(accuracy.ingredients));
  renew(byId('newcomers'), newcomers(accuracy));
  renew(byId('records'), records(accuracy.outcomes));
  byId('challenger-card').hidden = !accuracy.challenger;
  if (accuracy.challenger) {
    renew(byId('challenger'), ...challenger(accuracy));
  }
  if (status.ready && !isStarted) {
    isStarted = true;
    showModel();
  }
}

setTitle('Learning');
watch({}, { pulse: onPulse });
