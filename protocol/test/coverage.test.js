import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { files, protocol, read } from './schemas.js';

/** The start of a sentence in a scenario that sends or expects a message, up to the message's type. */
const SENTENCE = / (send|receive)s? \{"type":"([a-z-]+)"/g;

const typesOf = (kind) => files(`schemas/${kind}/`).map((path) => basename(path, '.json'));

test('every message has a fixture', () => {
  const present = files('fixtures/').map((path) => `${path.split('/').at(-2)}/${read(path).type}`);
  for (const kind of ['requests', 'events', 'notices']) {
    for (const type of typesOf(kind)) {
      assert.ok(
        present.includes(`${kind}/${type}`),
        `no fixture is an example of protocol/schemas/${kind}/${type}.json: add protocol/fixtures/${kind}/${type}.json` +
          ` (or protocol/fixtures/features/${kind}/${type}.json, if it belongs to a feature)`,
      );
    }
  }
});

test('every request and every event occurs in a scenario', () => {
  const folder = new URL('scenarios/', protocol);
  const present = readdirSync(folder).flatMap((name) =>
    [...readFileSync(new URL(name, folder), 'utf8').matchAll(SENTENCE)].map(
      ([, verb, type]) => `${verb} ${type}`,
    ),
  );
  for (const [kind, verb] of Object.entries({ requests: 'send', events: 'receive' })) {
    for (const type of typesOf(kind)) {
      assert.ok(
        present.includes(`${verb} ${type}`),
        `no scenario has a client that ${verb}s {"type":"${type}",…}: add protocol/scenarios/${type}.scenario`,
      );
    }
  }
});
