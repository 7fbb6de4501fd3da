// The stream of events. Read with fetch rather than EventSource, which cannot send a token.

import * as api from './api.js';

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 10_000;
const SILENCE_MS = 8000;

/** Statuses that the same question would get again. */
const REFUSED = [400, 401, 403, 404];

/** Makes a handler that cannot end the stream: what it throws is told in the browser's console. */
const guarded = (handler) => (...told) => {
  try {
    handler(...told);
  } catch (failure) {
    console.error('A handler of the stream failed at', told[0], failure);
  }
};

/** Calls back with the events of a text stream (the format of EventSource, one line of data an event). */
async function read(response, onEvent, stillThere) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let left = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    stillThere();
    const blocks = (left + value).split('\n\n');
    left = blocks.pop();
    for (const block of blocks) {
      const name = /^event: ?(.*)$/m.exec(block)?.[1];
      const data = /^data: ?(.*)$/m.exec(block)?.[1];
      if (name !== undefined && data !== undefined) {
        onEvent(name, JSON.parse(data));
      }
    }
  }
}

/**
 * Follows the stream until `stop` is called. `onEvent(name, data)` receives events, `onState(state, retryMs)` receives
 * 'live', 'lost' and when the next try is, or 'refused' and why. A stream that ends, fails or falls silent is opened
 * again; one that is refused is not.
 */
export function follow(wanted, onEvent, onState) {
  const tellEvent = guarded(onEvent);
  const tellState = guarded(onState);
  let stopped = false;
  let pauseMs = FIRST_PAUSE_MS;
  let abort = null;
  let timer = null;

  async function run() {
    while (!stopped) {
      abort = new AbortController();
      let silence;
      const stillThere = () => {
        clearTimeout(silence);
        silence = setTimeout(() => abort.abort(), SILENCE_MS);
      };
      try {
        stillThere();
        const response = await api.events(wanted, abort.signal);
        pauseMs = FIRST_PAUSE_MS;
        tellState('live', 0);
        await read(response, tellEvent, stillThere);
      } catch (failure) { // of the network, as handlers are guarded
        if (REFUSED.includes(failure.status)) {
          tellState('refused', 0, failure.message);
          return; // without a token, to ask again would ask the person again
        }
      } finally {
        clearTimeout(silence);
      }
      if (stopped) {
        return;
      }
      tellState('lost', pauseMs);
      await new Promise((resolve) => { timer = setTimeout(resolve, pauseMs); });
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
    }
  }

  run();
  return function stop() {
    stopped = true;
    clearTimeout(timer);
    abort?.abort();
  };
}
