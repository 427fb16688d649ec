import { test } from 'node:test';
import assert from 'node:assert/strict';
import { names, readPage, settings } from './pages.js';
import { files, read, validator } from './schemas.js';

const PAGE = 'docs/protocol.md';
const { page, table } = readPage(PAGE);
const document = read('asyncapi.json');

function equal(found, expected, source) {
  assert.deepEqual(
    found,
    expected,
    `${PAGE} (+) and protocol/${source} (-) differ: change the one that is wrong`,
  );
}

for (const [kind, heading, skipped] of [
  ['requests', 'type', ['type']],
  ['events', 'event', ['type', 'seq']],
  ['notices', 'notice', ['type']],
]) {
  test(`the table of ${kind} has the members of the schemas`, () => {
    const rows = table(heading, 'required', 'optional', 'meaning');
    const types = files(`schemas/${kind}/`).map((path) => read(path).properties.type.const);
    equal(rows.map(([type]) => names(type)[0]).sort(), types, `schemas/${kind}`);
    for (const [type, required, optional] of rows) {
      const path = `schemas/${kind}/${names(type)[0]}.json`;
      const schema = read(path);
      const members = Object.keys(schema.properties).filter((name) => !skipped.includes(name));
      if (path.endsWith('joined.json')) {
        continue; // it has a table of its own
      }
      equal(names(required), members.filter((name) => schema.required.includes(name)).sort(), path);
      equal(names(optional), members.filter((name) => !schema.required.includes(name)).sort(), path);
    }
  });
}

test('the tables of join and joined have the members of the schemas', () => {
  const members = (path) => Object.keys(read(path).properties).filter((name) => name !== 'type');
  const join = table('member of `join`', 'meaning');
  equal(
    join.map(([name]) => names(name)[0]),
    members('schemas/requests/join.json'),
    'schemas/requests/join.json',
  );
  const joined = table('member of `joined`', 'present', 'meaning');
  const path = 'schemas/notices/joined.json';
  equal(
    joined.map(([name]) => names(name)[0]),
    members(path),
    path,
  );
  equal(
    joined.filter(([, present]) => present === 'always').map(([name]) => names(name)[0]),
    members(path).filter((name) => read(path).required.includes(name)),
    path,
  );
});

test('the members of objects in joined are those that the table names', () => {
  const { self, limits } = read('schemas/types.json').$defs;
  const meanings = new Map(
    table('member of `joined`', 'present', 'meaning').map(([name, , meaning]) => [names(name)[0], meaning]),
  );
  for (const [member, type] of Object.entries({ self, limits })) {
    const [named] = meanings.get(member).split(' of this ');
    equal(names(named), Object.keys(type.properties).sort(), `schemas/types.json#/$defs/${member}`);
  }
});

test('the examples satisfy their schemas, and have no member that the schemas lack', () => {
  const problems = validator();
  const known = new Set(files('schemas/').flatMap((path) => memberNames(read(path))));
  const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json]) => JSON.parse(json));
  assert.ok(examples.length >= 2, `${PAGE} has fewer examples than expected`);
  for (const example of examples) {
    const path = files('schemas/').find((each) => read(each).properties?.type?.const === example.type);
    const { data, state, ...members } = JSON.parse(JSON.stringify(example).replaceAll('…', 'x'.repeat(22)));
    assert.deepEqual(problems(path, members), [], `the example of ${example.type} in ${PAGE}`);
    const unknown = namesIn(members).filter((name) => !known.has(name));
    assert.deepEqual(unknown, [], `members of the example of ${example.type} in ${PAGE}`);
  }
});

/** The names that `properties` define anywhere in a schema. */
function memberNames(schema) {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = schema.properties ? Object.keys(schema.properties) : [];
  return [...own, ...Object.values(schema).flatMap(memberNames)];
}

/** The names of members at any depth, except in application data. */
function namesIn(value) {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(namesIn);
  return Object.entries(value).flatMap(([name, inner]) => [name, ...(name === 'data' ? [] : namesIn(inner))]);
}

test('the page and x-error-codes agree on the refusals that use up an id', () => {
  for (const [reason, idUsed] of [
    ['content', true],
    ['timing', false],
  ]) {
    const sentence = new RegExp(`refused because of its ${reason}\\s+\\(([^)]*)\\)`).exec(page);
    const codes = document['x-error-codes'].filter((error) => error.idUsed === idUsed);
    equal(names(sentence?.[1] ?? ''), codes.map(({ code }) => code).sort(), 'asyncapi.json');
  }
});

test('the default of `wait` is that of the document', () => {
  const { wait } = document.operations.poll.bindings.http.query.properties;
  const [, byDefault, most] =
    /empty after `wait` seconds \((\d+) if\s+absent, at most (\d+)\)/.exec(page) ?? [];
  equal(Number(byDefault), wait.default, 'asyncapi.json');
  equal(Number(most), wait['x-most'], 'asyncapi.json');
});

test('the table of errors is x-error-codes', () => {
  equal(
    table('code', 'HTTP', 'close', 'recovery', 'when'),
    document['x-error-codes'].map(({ code, http, close, recovery, when }) => [
      `\`${code}\``,
      `${http}`,
      `${close ?? ''}`,
      close ? recovery : '',
      when,
    ]),
    'asyncapi.json',
  );
});

test('the table of close codes is x-close-codes', () => {
  equal(
    table('close', 'recovery', 'errors', 'when'),
    document['x-close-codes'].map(({ code, recovery, errors, when }) => [
      `${code}`,
      recovery ?? '',
      errors.map((name) => `\`${name}\``).join(', '),
      when,
    ]),
    'asyncapi.json',
  );
});

test('the tables of recoveries, features and retention are those of the document', () => {
  equal(table('recovery', 'the client'), Object.entries(document['x-recoveries']), 'asyncapi.json');
  equal(
    table('feature', 'a peer that announces it', 'a server that has it'),
    document['x-features'].map(({ name, client, server }) => [`\`${name}\``, client, server]),
    'asyncapi.json',
  );
  equal(
    table('what', 'how much', 'for how long'),
    document['x-retention'].map(({ what, amount, duration }) => [what, amount, duration]),
    'asyncapi.json',
  );
});

test('limits and retention have the defaults of their settings', () => {
  const defaults = settings();
  for (const { what, limit, setting } of document['x-limits'].filter((each) => each.setting)) {
    assert.equal(`${limit}`, defaults.get(setting), `the limit of ${what} and the default of ${setting}`);
  }
  const written = { 'log-bytes': (bytes) => `${bytes / 2 ** 20} MiB`, 'history-age': hours };
  for (const { what, amount, duration, settings: used } of document['x-retention']) {
    for (const setting of used) {
      assert.ok(defaults.has(setting), `x-retention names the setting ${setting}, which does not exist`);
      const value = (written[setting] ?? ((seconds) => `${seconds} s`))(Number(defaults.get(setting)));
      const stated = `${amount}, ${duration}`.split(/[,:+]/).map((part) => part.trim());
      assert.ok(stated.includes(value), `x-retention of ${what}: ${setting} is ${value} by default`);
    }
  }
});

/** A whole number of hours, as prose writes it. */
const hours = (seconds) => (seconds === 3600 ? 'one hour' : `${seconds / 3600} hours`);

test('the table of limits is x-limits', () => {
  const written = ({ limit, unit, member }) => {
    if (limit === null) return unit;
    if (limit === Number.MAX_SAFE_INTEGER) return '2^53 - 1';
    return `${limit.toLocaleString('en')} ${unit}${member ? ` (\`${member}\`)` : ''}`;
  };
  equal(
    table('what', 'shape', 'default limit'),
    document['x-limits'].map((row) => [row.what, row.shape, written(row)]),
    'asyncapi.json',
  );
});

test('the table of HTTP operations has the paths, queries and statuses of the document', () => {
  const operations = Object.entries(document.operations).filter(([, { bindings }]) => bindings?.http);
  const address = ({ channel }) => document.channels[channel.$ref.split('/').at(-1)].address;
  equal(
    table('operation', 'request', 'query', 'success', 'errors').map(
      ([name, request, query, success, errors]) => [
        ...names(name),
        ...names(request),
        names(query),
        names(success),
        names(errors),
      ],
    ),
    operations.map(([name, operation]) => {
      const { method, query } = operation.bindings.http;
      const statuses = Object.keys(operation['x-responses']);
      return [
        name,
        `${method} ${address(operation)}`,
        Object.keys(query?.properties ?? {}).sort(),
        statuses.filter((status) => status < 400),
        statuses.filter((status) => status >= 400).sort(),
      ];
    }),
    'asyncapi.json',
  );
});

test('every address and the subprotocol are on the page', () => {
  const { channels } = document;
  for (const text of [
    ...Object.values(channels).map(({ address }) => address),
    channels.room['x-subprotocol'],
  ]) {
    assert.ok(page.includes(text), `${PAGE} does not mention ${text}`);
  }
});
