import { test } from 'node:test';
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { Parser, fromFile } from '@asyncapi/parser';
import { files, protocol, read, validator } from './schemas.js';

const document = read('asyncapi.json');
const messages = document.components.messages;

/** Newer versions of AsyncAPI change nothing for this document, and fewer tools read them. */
const ALLOWED = ['asyncapi-latest-version'];

test('the AsyncAPI parser accepts the document', async () => {
  const path = fileURLToPath(new URL('asyncapi.json', protocol));
  const { diagnostics, document: parsed } = await fromFile(new Parser(), path).parse();
  const problems = diagnostics
    .filter(({ code }) => !ALLOWED.includes(code))
    .map(({ message, path }) => `${message} (at ${path.join('/')} in protocol/asyncapi.json)`);
  assert.deepEqual(problems, []);
  assert.equal(parsed.channels().all().length, Object.keys(document.channels).length);
});

test('there is one message for each schema', () => {
  const payloads = Object.values(messages).map(({ payload }) => payload.$ref);
  const schemas = files('schemas/').filter((path) => path.split('/').length === 3);
  assert.deepEqual(payloads.sort(), schemas, 'components.messages and protocol/schemas differ');
});

test('every fixture is an example of its message', () => {
  const examples = Object.values(messages).flatMap(({ examples = [], payload }) =>
    examples
      .filter((example) => example.payload.$ref)
      .map((example) => ({ ...example, schema: payload.$ref })),
  );
  assert.deepEqual(
    examples.map(({ payload }) => payload.$ref).sort(),
    files('fixtures/'),
    'the examples in protocol/asyncapi.json and the files in protocol/fixtures differ',
  );
  for (const { payload, schema, summary } of examples) {
    const [kind, file] = schema.split('/').slice(-2);
    assert.equal(payload.$ref.split('/').at(-2), kind, `${payload.$ref} is an example of another kind`);
    assert.equal(`${read(payload.$ref).type}.json`, file, `${payload.$ref} is an example of another message`);
    assert.ok(summary, `the example ${payload.$ref} has no summary`);
  }
});

test('examples that are not fixtures satisfy their schemas', () => {
  const problems = validator();
  for (const { examples = [], payload } of Object.values(messages)) {
    for (const example of examples.filter((each) => !each.payload.$ref)) {
      assert.deepEqual(problems(payload.$ref, example.payload), [], example.name);
    }
  }
});

test('errors and close codes refer to each other', () => {
  const errors = document['x-error-codes'];
  const closes = document['x-close-codes'];
  const codes = read('schemas/types.json').$defs.errorCode['x-extensible-enum'];
  assert.deepEqual(
    errors.map(({ code }) => code),
    codes,
    'x-error-codes and errorCode in protocol/schemas/types.json list different codes, or in another order',
  );
  const problemCodes = read('schemas/http/problem.json').properties.code['x-extensible-enum'];
  assert.deepEqual(problemCodes, [...codes, 'not-found'], 'the codes in protocol/schemas/http/problem.json');
  for (const { code, close, recovery } of errors.filter((error) => error.close)) {
    const found = closes.find((each) => each.code === close);
    assert.ok(found?.errors.includes(code), `close code ${close} does not name the error ${code}`);
    assert.equal(found.recovery, recovery, `${close} and ${code} differ in the recovery`);
  }
  for (const { code, errors: named } of closes) {
    for (const name of named) {
      assert.equal(
        errors.find((error) => error.code === name)?.close,
        code,
        `${name} names another close code`,
      );
    }
  }
  for (const { recovery } of [...errors, ...closes]) {
    assert.ok(recovery === null || recovery in document['x-recoveries'], `unknown recovery ${recovery}`);
  }
});

/** The definition at a path such as `types.json#/$defs/key`. */
function definition(schema) {
  const [file, pointer] = schema.split('#/');
  return pointer.split('/').reduce((value, name) => value[name], read(`schemas/${file}`));
}

test('limits are those of the schemas', () => {
  const keywords = [
    'maxLength',
    'x-max-utf16-length',
    'x-max-json-length',
    'x-max-distinct-items',
    'maxItems',
    'maximum',
    'maxProperties',
  ];
  for (const { what, limit, schema } of document['x-limits'].filter((each) => each.schema)) {
    const found = definition(schema);
    const stated =
      keywords.map((keyword) => found[keyword]).find((value) => value !== undefined) ??
      Number(/\{1?\d*,(\d+)\}\$$/.exec(found.pattern)?.[1]);
    assert.equal(limit, stated, `the limit of ${what} in x-limits differs from protocol/schemas/${schema}`);
  }
});

test('lengths and characters of names are those of the patterns', () => {
  let compared = 0;
  for (const { what, shape, schema } of document['x-limits'].filter((each) => each.schema)) {
    const found = definition(schema);
    const element = found.items?.$ref?.startsWith('#/') ? definition(`types.json${found.items.$ref}`) : found;
    const [, characters, least, most] = /^\^\[(.*)\]\{(\d+),(\d+)\}\$$/.exec(element.pattern) ?? [];
    if (characters) {
      const listed = characters.replace('A-Za-z0-9', '').split('').sort();
      const [, from, to, named] = /(\d+) to (\d+) characters of `A-Z a-z 0-9 ([^`]*)`/.exec(shape) ?? [];
      const source = `the shape of ${what} in x-limits differs from the pattern in protocol/schemas/${schema}`;
      assert.deepEqual([from, to, named?.split(' ').sort()], [least, most, listed], source);
      compared++;
    }
  }
  assert.ok(compared >= 4, `only ${compared} shapes were compared`);
});

test('members that repeat what a request may contain have its limits', () => {
  const joined = read('schemas/notices/joined.json').properties;
  assert.equal(joined.history.maxItems, read('schemas/requests/join.json').properties.history.maximum);
  const most = definition('types.json#/$defs/recipients')['x-max-distinct-items'];
  for (const path of ['notices/error.json', 'http/problem.json']) {
    assert.equal(
      read(`schemas/${path}`).properties.peers.maxItems,
      most,
      `peers in protocol/schemas/${path}`,
    );
  }
});

test('the subprotocol of the handshake is that of the channel', () => {
  const { bindings, 'x-subprotocol': subprotocol } = document.channels.room;
  assert.equal(bindings.ws.headers.properties['Sec-WebSocket-Protocol'].const, subprotocol);
});

test('statuses have the codes that x-error-codes gives them', () => {
  const status = Object.fromEntries(document['x-error-codes'].map(({ code, http }) => [code, http]));
  const all = [...Object.values(document.operations), ...Object.values(document.channels)];
  for (const { title, 'x-responses': responses = {} } of all) {
    for (const [http, { codes = [] }] of Object.entries(responses)) {
      for (const code of codes) {
        const fits = status[code] === Number(http) || (code === 'bad-message' && http === '426');
        assert.ok(fits, `"${title}" lists ${code} under ${http}; x-error-codes says ${status[code]}`);
      }
    }
  }
});
