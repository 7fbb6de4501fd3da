// What the metrics of an instance say, of what tells a person something.

import { h } from '../dom.js';
import { bytes, count, milliseconds, number, percent } from '../format.js';
import { figure } from './figure.js';

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** Reads the text format of Prometheus. */
function read(text) {
  const samples = new Map();
  for (const line of text.split('\n')) {
    const found = line.startsWith('#') ? null : LINE.exec(line);
    if (found) {
      const [, name, labels, value] = found;
      const sample = { labels: Object.fromEntries([...(labels ?? '').matchAll(LABEL)].map(([, key, text_]) => [key, text_])), value: Number(value) };
      if (samples.has(name)) {
        samples.get(name).push(sample);
      } else {
        samples.set(name, [sample]);
      }
    }
  }
  return samples;
}

const made = {};
let element = null;

function figures() {
  if (element === null) {
    made.threads = figure('Threads of the stream');
    made.lag = figure('Records not yet learned');
    made.waiting = figure('Threads that wait', 'threads that wait for something without a limit of time, or for a lock');
    made.heap = figure('Heap in use');
    made.cache = figure('Rows found in memory', 'of all times a row was needed');
    made.blocks = figure('RocksDB’s blocks in memory');
    made.disk = figure('State on disk');
    made.commit = figure('Slowest commit', 'of the last minutes');
    element = h('dl', { class: 'figures' }, Object.values(made).map((one) => one.element));
  }
  return element;
}

/** Takes the metrics of an instance. */
export function meters(text) {
  const samples = read(text);
  const of = (name, like = {}) => (samples.get(name) ?? []).filter(({ labels, value }) =>
    Number.isFinite(value) && Object.entries(like).every(([key, wanted]) => labels[key] === wanted));
  const sum = (name, like) => of(name, like).reduce((total, one) => total + one.value, 0);
  const most = (name, like) => of(name, like).reduce((high, one) => Math.max(high, one.value), 0);
  const isThere = (name) => of(name).length > 0;
  const LAG = 'kafka_consumer_fetch_manager_records_lag';

  return {
    /** How many records of a partition of the ratings are not learned yet, in words. */
    lagOf(partition) {
      const found = of(LAG, { topic: 'ratings', partition: String(partition) });
      return found.length === 0 ? 'not known' : number(found[0].value);
    },
    show() {
      const shown = figures();
      const alive = sum('kafka_stream_alive_stream_threads');
      const failed = sum('kafka_stream_failed_stream_threads_total');
      made.threads.set(number(alive), '', failed === 0 ? 'none has failed' : `${count(failed, 'failure')} so far`);
      const lag = of(LAG).filter(({ labels }) => labels.topic === 'ratings').reduce((total, one) => total + one.value, 0);
      made.lag.set(isThere(LAG) ? number(lag) : '–', '', lag === 0 ? 'it keeps up' : 'on their way');
      const blocked = sum('jvm_threads_states_threads', { state: 'blocked' });
      made.waiting.set(number(sum('jvm_threads_states_threads', { state: 'waiting' }) + blocked), '',
        `${blocked === 0 ? 'none' : number(blocked)} of them for a lock; ${number(sum('jvm_threads_live_threads'))} threads in all`);
      const used = sum('jvm_memory_used_bytes', { area: 'heap' });
      const max = of('jvm_memory_max_bytes', { area: 'heap' }).filter((one) => one.value > 0).reduce((total, one) => total + one.value, 0);
      made.heap.set(...bytes(used).split(' '), max > 0 ? `of at most ${bytes(max)}` : '');
      made.cache.set(isThere('eddy_cache_hit_ratio') ? percent(most('eddy_cache_hit_ratio')).replace(' %', '') : '–', '%',
        `${bytes(sum('eddy_cache_bytes'))} decoded`);
      made.blocks.set(...bytes(most('kafka_stream_state_block_cache_usage')).split(' '),
        `of ${bytes(most('kafka_stream_state_block_cache_capacity'))}, shared by all stores`);
      made.disk.set(...bytes(sum('kafka_stream_state_total_sst_files_size')).split(' '), `${number(sum('kafka_stream_state_num_running_compactions'))} compactions run`);
      const commit = most('kafka_stream_thread_commit_latency_max');
      made.commit.set(...(commit > 0 ? milliseconds(commit).split(' ') : ['–', '']), '');
      return shown;
    },
  };
}
