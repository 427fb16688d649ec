import { test } from 'node:test';
import assert from 'node:assert/strict';
import { files, read, validator } from './schemas.js';

const DRAFT_2020 = 'https://json-schema.org/draft/2020-12/schema';

test('every schema names its draft, has a title and a description', () => {
  for (const path of files('schemas/')) {
    const schema = read(path);
    assert.equal(schema.$schema, DRAFT_2020, `protocol/${path} names another draft in $schema`);
    assert.ok(schema.title && schema.description, `protocol/${path} lacks a title or a description`);
  }
});

test('every object member of a message has a description of its own or of its type', () => {
  const types = read('schemas/types.json').$defs;
  for (const path of files('schemas/').filter((path) => !path.endsWith('types.json'))) {
    for (const [name, schema] of Object.entries(read(path).properties ?? {})) {
      const type = types[schema.$ref?.split('/$defs/')[1]];
      const described = name === 'type' || schema.description || type?.description || type?.title;
      assert.ok(described, `the member "${name}" in protocol/${path} has no description`);
    }
  }
});

for (const draft of ['2020-12', '07']) {
  test(`every fixture satisfies its schema (draft ${draft})`, () => {
    const problems = validator(draft);
    for (const path of files('fixtures/')) {
      const kind = path.split('/').at(-2);
      const message = read(path);
      assert.deepEqual(
        problems(`schemas/${kind}/${message.type}.json`, message),
        [],
        `protocol/${path} does not satisfy protocol/schemas/${kind}/${message.type}.json: change the one that is wrong`,
      );
    }
  });
}

test('a wrong fixture is refused', () => {
  const problems = validator();
  const join = read('fixtures/requests/join.json');
  assert.deepEqual(problems('schemas/requests/join.json', { ...join, name: '☕'.repeat(100) }), []);
  assert.equal(problems('schemas/requests/join.json', { ...join, name: '😀'.repeat(51) }).length, 1);
  assert.equal(problems('schemas/requests/join.json', { ...join, after: null }).length, 1);
});

test('the unions list all schemas of their folders', () => {
  const refs = (path) =>
    read(path)
      .oneOf.map(({ $ref }) => `schemas/${$ref}`)
      .sort();
  const unions = {
    'schemas/request.json': files('schemas/requests/'),
    'schemas/server-message.json': [...files('schemas/events/'), ...files('schemas/notices/')],
  };
  for (const [union, schemas] of Object.entries(unions)) {
    assert.deepEqual(
      refs(union),
      schemas,
      `oneOf in protocol/${union} (actual) must list the files in its folders (expected)`,
    );
  }
});

test('every message of the server belongs to one schema of the union alone', () => {
  const problems = validator();
  for (const path of files('fixtures/').filter((path) => !path.includes('/requests/'))) {
    assert.deepEqual(
      problems('schemas/server-message.json', read(path)),
      [],
      `protocol/${path} must satisfy exactly one of the schemas that protocol/schemas/server-message.json lists`,
    );
  }
});
