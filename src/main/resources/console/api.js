// Everything that the console asks of the server goes through here. Every failure is an Error whose message a person
// can read; `status` is that of the answer, or 0 where there was none.

import { askToken } from './parts/token.js';

const TOKEN = 'eddy-token';

export class Failure extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/** The token is kept for this tab only. */
const token = () => sessionStorage.getItem(TOKEN);

let asking = null;
let isDeclined = false;

/** Lets the next request that needs a token ask for it again, though somebody did not give one. */
export const askAgain = () => { isDeclined = false; };

/** Asks for a token, once for all requests that are waiting for it; null if none is given. */
async function newToken(refused, why) {
  if (token() !== refused) {
    return token(); // another request has got one meanwhile
  }
  if (isDeclined) {
    return null; // who does not want to is not asked again and again
  }
  asking ??= askToken(why, refused !== null).finally(() => { asking = null; });
  const given = await asking;
  if (given === null) {
    isDeclined = true;
    return null;
  }
  sessionStorage.setItem(TOKEN, given);
  return given;
}

async function send(path, options, bearer) {
  try {
    return await fetch(path, {
      ...options, headers: { ...options.headers, ...(bearer === null ? {} : { Authorization: `Bearer ${bearer}` }) } });
  } catch (failure) {
    if (failure.name === 'AbortError') {
      throw failure;
    }
    throw new Failure('The server does not answer. What you see may be out of date.', 0);
  }
}

/** Asks, and returns a response that says yes. */
export async function open(path, options = {}) {
  let bearer = token();
  let response = await send(path, options, bearer);
  while (response.status === 401) {
    const problem = await problemOf(response);
    bearer = await newToken(bearer, problem.detail ?? 'This is for operators.');
    if (bearer === null) {
      throw new Failure(problem.detail ?? 'This needs a token.', 401);
    }
    response = await send(path, options, bearer);
  }
  if (!response.ok) {
    const problem = await problemOf(response);
    throw new Failure(problem.detail ?? `The server answered with status ${response.status}.`, response.status);
  }
  return response;
}

const problemOf = (response) => response.json().catch(() => ({}));

const ask = async (path, options) => (await open(path, options)).json();

const write = (method, path, body) =>
  ask(path, {
    method,
    ...(body === undefined ? {} : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });

/** A query; entries that are empty are left out, arrays are repeated. */
function query(entries) {
  const made = new URLSearchParams();
  for (const [name, value] of Object.entries(entries)) {
    const values = Array.isArray(value) ? value : [value];
    // In lists of the API a comma separates, unless it is sent as %2C, which URLSearchParams does.
    values.filter((one) => one !== undefined && one !== null && one !== '').forEach((one) => made.append(name, one));
  }
  return made;
}

// Ids are any text, so they go into the query.
const ofUser = (what, id, more = {}) => `/v1/user${what}?${query({ id, ...more })}`;
const ofItem = (what, id, more = {}) => `/v1/item${what}?${query({ id, ...more })}`;

export const users = (text, n = 8) => ask(`/v1/users?${query({ q: text, n })}`);
export const activeUsers = (n) => ask(`/v1/users/active?${query({ n })}`);
export const user = (id) => ask(ofUser('', id));
export const history = (id, n, offset, after) => ask(ofUser('/ratings', id, { n, offset, after }));
/** A list to look at: it does not count as shown to the user. */
export const recommendations = (id, wanted) => ask(ofUser('/recommendations', id, { log: 'false', ...wanted }));
export const because = (id, item, n = 6) => ask(ofUser('/because', id, { item, n }));
export const surprises = (id, n) => ask(ofUser('/surprises', id, { n }));
export const similarUsers = (id, n) => ask(ofUser('/similar', id, { n }));
export const rate = (id, item, rating) => write('PUT', ofUser('/ratings', id, { item }), { rating, source: 'console' });
export const withdraw = (id, item) => write('DELETE', ofUser('/ratings', id, { item }));
export const forget = (id) => write('DELETE', ofUser('', id));

export const item = (id) => ask(ofItem('', id));
export const similarItems = (id, by, n) => ask(ofItem('/similar', id, { by, n }));
export const itemRatings = (id) => ask(ofItem('/ratings', id));
export const itemTrack = (id) => ask(ofItem('/track', id));
export const putItem = (id, entry) => write('PUT', ofItem('', id), entry);
export const items = (wanted) => ask(`/v1/items?${query(wanted)}`);
export const popular = (n, offset) => ask(`/v1/items/popular?${query({ n, offset })}`);
export const trending = (n) => ask(`/v1/items/trending?${query({ n })}`);
export const representative = (n) => ask(`/v1/items/representative?${query({ n })}`);
export const map = (n) => ask(`/v1/map?${query({ n })}`);

export const visitorList = (ratings, n) => write('POST', `/v1/recommendations?${query({ n })}`, { ratings });

export const accuracy = () => ask('/v1/accuracy');
export const model = () => ask('/v1/model');
export const drift = (windows) => ask(`/v1/drift?${query({ windows })}`);
export const brakes = () => ask('/v1/admin/brakes');
export const putBrakes = (changes) => write('PUT', '/v1/admin/brakes', changes);
export const instances = () => ask('/v1/admin/instances');
export const metrics = async () => (await open('/metrics')).text();
export const contract = async () => (await open('/openapi.yaml')).text();

/** Sends a request as the page of the API has it, and returns status and text whatever they are. */
export async function tryOut(method, path, body) {
  const started = performance.now();
  const response = await send(path, {
    method,
    ...(body === undefined ? {} : { headers: { 'Content-Type': 'application/json' }, body }),
  }, token());
  const text = await response.text();
  return { status: response.status, text, type: response.headers.get('Content-Type') ?? '', ms: performance.now() - started };
}

/** Opens the stream of events. */
export const events = (wanted, signal) => open(`/v1/events?${query(wanted)}`, { signal });
