// The API: every request of the contract, with what may be asked, and a way to try it.

import * as api from '../api.js';
import { note, parameter } from '../address.js';
import { byId, h } from '../dom.js';
import { bytes, milliseconds } from '../format.js';
import { fill } from '../parts/states.js';
import { attempt, setTitle, watch } from '../shell.js';

const METHODS = ['get', 'put', 'post', 'delete'];
const MOST_TEXT = 60_000;

let contract = null;

/** Follows a reference of the document. */
function resolve(node) {
  let found = node;
  while (found?.$ref) {
    found = found.$ref.slice(2).split('/').reduce((at, part) => at[part.replaceAll('~1', '/').replaceAll('~0', '~')], contract);
  }
  return found;
}

/** Makes a value that a schema allows, to begin with. */
function example(schema, depth = 0) {
  const resolved = resolve(schema) ?? {};
  if (resolved.example !== undefined) {
    return resolved.example;
  }
  const given = resolved.examples?.[0] ?? resolved.default ?? resolved.const ?? resolved.enum?.[0];
  if (given !== undefined) {
    return given;
  }
  const one = resolved.oneOf?.[0] ?? resolved.anyOf?.[0] ?? resolved.allOf?.[0];
  if (one !== undefined) {
    return example(one, depth);
  }
  const type = Array.isArray(resolved.type) ? resolved.type.find((name) => name !== 'null') : resolved.type;
  if (type === 'object' || resolved.properties) {
    const wanted = depth > 3 ? [] : Object.entries(resolved.properties ?? {})
      .filter(([name]) => !resolved.required || resolved.required.includes(name));
    return Object.fromEntries(wanted.map(([name, property]) => [name, example(property, depth + 1)]));
  }
  if (type === 'array') {
    return depth > 3 ? [] : [example(resolved.items, depth + 1)];
  }
  return { integer: 1, number: 1, boolean: true }[type] ?? 'm1';
}

/** A text in which `this` is code. */
const words = (text) => text.split('`').map((part, n) => (n % 2 === 1 ? h('code', { text: part }) : part));

function inputOf(one) {
  const schema = resolve(one.schema) ?? {};
  const limits = [
    schema.minimum !== undefined || schema.maximum !== undefined ? `${schema.minimum ?? ''} to ${schema.maximum ?? ''}` : '',
    schema.default !== undefined ? `default ${schema.default}` : ''].filter(Boolean).join(', ');
  const common = { name: one.name, required: one.required === true, title: one.description ?? '', autocomplete: 'off', spellcheck: 'false',
    data: { in: one.in, list: schema.type === 'array' ? 'yes' : '' } };
  const input = schema.enum || schema.type === 'boolean'
    ? h('select', common, h('option', { value: '', text: '' }), (schema.enum ?? [true, false]).map((value) => h('option', { value, text: String(value) })))
    : h('input', { ...common, placeholder: one.required ? '' : limits });
  return h('label', { class: 'field' }, h('span', {}, h('code', { text: one.name }), one.required ? ' (needed)' : ''), input,
    one.description ? h('span', {}, words(one.description)) : null);
}

/** The request that the inputs describe. */
function requestOf(path, method, form) {
  let target = path;
  const query = new URLSearchParams();
  for (const input of form.querySelectorAll('[data-in]')) {
    if (input.value === '') {
      continue;
    }
    if (input.dataset.in === 'path') {
      target = target.replace(`{${input.name}}`, encodeURIComponent(input.value));
    } else if (input.dataset.in === 'query') {
      // Commas of a list are sent as they are: they separate.
      query.append(input.name, input.value);
    }
  }
  const text = queryText(query, form);
  const body = form.querySelector('textarea')?.value;
  return { target: text === '' ? target : `${target}?${text}`, method: method.toUpperCase(), body };
}

function queryText(query, form) {
  const lists = new Set([...form.querySelectorAll('[data-list="yes"]')].map((input) => input.name));
  return [...query].map(([name, value]) =>
    `${encodeURIComponent(name)}=${lists.has(name) ? encodeURIComponent(value).replaceAll('%2C', ',') : encodeURIComponent(value)}`).join('&');
}

function curl({ target, method, body }) {
  const quote = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  return ['curl', method === 'GET' ? '' : `-X ${method}`, quote(location.origin + target),
    body === undefined ? '' : `-H 'Content-Type: application/json' -d ${quote(body)}`].filter(Boolean).join(' ');
}

async function send(path, method, form, box) {
  const request = requestOf(path, method, form);
  const { status, text, type, ms } = await api.tryOut(request.method, request.target, request.body);
  let shown = text;
  if (type.includes('json') && !type.includes('ndjson')) {
    try {
      shown = JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      shown = text; // it is shown as it came
    }
  }
  box.replaceChildren(
    h('p', { class: 'row' }, h('strong', { class: status < 400 ? 'better' : 'worse', text: `Status ${status}` }),
      h('span', { class: 'note number', text: `${milliseconds(ms)} · ${bytes(text.length)}` })),
    h('pre', { class: 'answer', tabindex: 0, 'aria-label': 'Request', text: curl(request) }),
    h('pre', { class: 'answer', tabindex: 0, 'aria-label': 'Answer', text: shown.length > MOST_TEXT ? `${shown.slice(0, MOST_TEXT)}\n… cut here` : shown }));
}

function bodyOf(path, method, operation, shared) {
  const parameters = [...shared, ...(operation.parameters ?? [])].map(resolve);
  const content = resolve(operation.requestBody)?.content;
  const schema = content?.['application/json']?.schema;
  const isStream = Object.keys(resolve(operation.responses?.['200'])?.content ?? {}).includes('text/event-stream');
  const box = h('div', { role: 'status' });
  const form = h('form', { onsubmit: (event) => {
    event.preventDefault();
    attempt(() => send(path, method, form, box));
  } },
  h('div', { class: 'inputs' }, parameters.map(inputOf),
    schema ? h('label', { class: 'field' }, h('code', { text: 'body' }),
      h('textarea', { spellcheck: 'false', text: JSON.stringify(content['application/json'].example ?? example(schema), null, 2) })) : null),
  isStream ? h('p', { class: 'note', text: 'This answer never ends; read it with curl -N or an EventSource.' })
    : h('p', { class: 'row' }, h('button', { class: 'main', text: 'Send' }),
      method === 'delete' ? h('span', { class: 'note', text: 'This deletes.' }) : null));
  const answers = Object.entries(operation.responses ?? {}).map(([status, answer]) => `${status} ${resolve(answer).description ?? ''}`);
  return h('div', { class: 'body' },
    operation.description ? h('p', {}, words(operation.description)) : null,
    form, box, h('p', { class: 'note', text: answers.join(' · ') }));
}

function operationRow(path, method, operation, shared) {
  const row = h('details', { class: 'operation', id: operation.operationId, data: { words: `${method} ${path} ${operation.summary}`.toLowerCase() } },
    h('summary', {}, h('span', { class: `method ${method}`, text: method.toUpperCase() }), h('span', { class: 'path', text: path }),
      h('span', { class: 'quiet', text: operation.summary ?? '' })));
  row.addEventListener('toggle', () => {
    if (row.open && row.childElementCount === 1) {
      row.append(bodyOf(path, method, operation, shared));
    }
    if (row.open) {
      history.replaceState(null, '', `${location.pathname}${location.search}#${operation.operationId}`);
    }
  });
  return row;
}

const isByQuery = (path) => /^\/v1\/(user|item)(\/|$)/.test(path);

function sections() {
  const byTag = new Map(contract.tags.map((tag) => [tag.name, { tag, rows: [], twins: [] }]));
  for (const [path, methods] of Object.entries(contract.paths)) {
    for (const method of METHODS) {
      const operation = methods[method];
      if (operation) {
        const section = byTag.get(operation.tags[0]);
        (isByQuery(path) ? section.twins : section.rows).push(operationRow(path, method, operation, methods.parameters ?? []));
      }
    }
  }
  return [...byTag.values()].filter(({ rows, twins }) => rows.length + twins.length > 0).map(({ tag, rows, twins }) =>
    h('section', { class: 'card', 'aria-labelledby': `tag-${tag.name}` },
      h('div', { class: 'head' }, h('h2', { id: `tag-${tag.name}`, text: tag.name.charAt(0).toUpperCase() + tag.name.slice(1) }), h('p', { class: 'note', text: tag.description })),
      rows,
      twins.length === 0 ? null : [h('h3', { class: 'quiet twins', text: 'The same with ids in the query, where an id may be any text' }), twins]));
}

function filter() {
  const wanted = byId('filter').value.trim().toLowerCase().split(/\s+/);
  note({ q: wanted.join(' ') });
  for (const row of document.querySelectorAll('.operation')) {
    row.hidden = !wanted.every((word) => row.dataset.words.includes(word));
  }
  for (const section of byId('contract').children) {
    section.hidden = section.querySelector('.operation:not([hidden])') === null;
    section.querySelectorAll('.twins').forEach((title) => { title.hidden = wanted[0] !== ''; });
  }
}

function openNamed() {
  const named = location.hash === '' ? null : byId(decodeURIComponent(location.hash.slice(1)));
  if (named?.classList.contains('operation')) {
    named.open = true;
    named.scrollIntoView();
  }
}

setTitle('API');
watch({});
byId('filter').value = parameter('q');
byId('filter').addEventListener('input', filter);
fill(byId('contract'), async () => {
  contract = window.jsyaml.load(await api.contract());
  return sections();
}, 8).then(() => {
  if (byId('filter').value !== '') {
    filter();
  }
  openNamed();
});
