import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { files, protocol, read } from './schemas.js';

const PAGE = 'docs/protocol.md';
const page = readFileSync(new URL(`../${PAGE}`, protocol), 'utf8');
const document = read('asyncapi.json');

/** The rows of the table with these column headings, each as an array of cells. */
function table(...headings) {
  const lines = page.split('\n');
  const cells = (line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const start = lines.findIndex(
    (line) => line.startsWith('|') && cells(line).join('|') === headings.join('|'),
  );
  assert.ok(start >= 0, `${PAGE} has no table with the headings ${headings.join(', ')}`);
  const rows = lines.slice(start + 2);
  return rows
    .slice(
      0,
      rows.findIndex((line) => !line.startsWith('|')),
    )
    .map(cells);
}

/** The names in backticks of a cell, sorted. */
const names = (cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name).sort();

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
