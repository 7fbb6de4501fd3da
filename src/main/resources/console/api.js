// The query layer as the console uses it. Every failure is an Error whose message a person can read.

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Error('The server does not answer.');
  }
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Error(problem.detail ?? `The server answered ${response.status}.`);
  }
  return response.json();
}

// Ids are any text, so they go into the query.
const user = (what, id) => `/v1/user/${what}?id=${encodeURIComponent(id)}`;

export const users = () => ask('/v1/users?n=500');
export const history = (id) => ask(`${user('ratings', id)}&n=50`);
export const recommendations = (id) => ask(`${user('recommendations', id)}&n=20`);
export const drift = () => ask('/v1/drift?windows=120');
export const map = () => ask('/v1/map?n=300');
export const searchItems = (text) => ask(`/v1/items?n=8&q=${encodeURIComponent(text)}`);

export const rate = (userId, itemId, rating) =>
  ask('/v1/ratings', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ userId, itemId, rating, source: 'console' }),
  });

/** Calls back with every pulse of the server, and with null while there is none. */
export function watch(onPulse) {
  const source = new EventSource('/v1/events');
  source.addEventListener('pulse', (event) => onPulse(JSON.parse(event.data)));
  source.addEventListener('error', () => onPulse(null));
}
