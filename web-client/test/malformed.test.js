import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from '../signaling/validation.js';
import { BEN, ClientHarness, joined, resumed } from './support/client-harness.js';
import { seeded } from './support/random.js';

const FIXTURES = new URL('../../protocol/fixtures/', import.meta.url);
const MESSAGES = ['', 'features/'].flatMap((folder) =>
  ['events', 'notices'].flatMap((kind) =>
    readdirSync(new URL(`${folder}${kind}`, FIXTURES)).map((name) =>
      JSON.parse(readFileSync(new URL(`${folder}${kind}/${name}`, FIXTURES), 'utf8')),
    ),
  ),
);
const DEEP = JSON.parse('['.repeat(50_000) + ']'.repeat(50_000));
const VALUES = [
  undefined,
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 60,
  '',
  '__proto__',
  'constructor',
  [],
  {},
  [null],
  [[]],
  JSON.parse('{"__proto__":{"id":"x"}}'),
  { length: 1e9 },
  DEEP,
];
const RUNS = 20_000;

test('accepts the fixtures', () => {
  for (const message of MESSAGES) assert.equal(parse(message), message);
});

for (const message of [
  { type: 'peer-joined', seq: 11 },
  { type: 'peer-joined', seq: 11, peer: null },
  { type: 'peer-updated', seq: 11, peer: { id: 7, seat: 1 } },
  { type: 'peer-left', seq: 'eleven', from: BEN, reason: 'left' },
  { type: 'message', seq: 11, data: 'from nobody' },
  { type: 'ack', received: 1, errors: 5 },
  { type: 'ack' },
  { type: 'error', message: 'no code' },
  { type: 'ice-servers', iceServers: 'turn:' },
  joined({ peers: {} }),
  joined({ self: undefined }),
  joined({ features: 5 }),
]) {
  test(`reconnects after ${JSON.stringify(message).slice(0, 70)}`, () => {
    const harness = new ClientHarness();
    harness.join();
    harness.socket.receive(message);
    assert.equal(harness.client.state, 'reconnecting');
    assert.equal(harness.events.at(-1)?.detail.error.code, 'protocol');
    harness.clock.advance(10_000);
    harness.acceptJoin(resumed());
    assert.equal(harness.client.state, 'open');
  });
}

test('reconnects after data that is nested too deeply to be compared', () => {
  const harness = new ClientHarness();
  harness.join();
  const peer = `{"id":"x","seat":1,"data":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  const text = (/** @type {string} */ resumed) =>
    JSON.stringify(joined({ seq: 20 })).replace(
      /"peers":\[.*?\],"features"/,
      `"peers":[${peer}],"features"`,
    ) + resumed;
  harness.disconnect();
  harness.socket.open();
  harness.socket.receiveText(text(''));
  assert.ok(['open', 'reconnecting'].includes(harness.client.state));
});

test('bounds a heartbeat that is too short or too long', () => {
  for (const heartbeat of [0, 0.0001, 1e12]) {
    const harness = new ClientHarness();
    harness.join({ heartbeat });
    harness.clock.advance(999);
    assert.deepEqual(harness.socket.takeSent(), []);
  }
});

test('throws nothing, and does not connect too often, whatever the server sends', () => {
  /** @type {unknown[]} */
  const thrown = [];
  process.setUncaughtExceptionCaptureCallback((error) => thrown.push(error));
  const random = seeded(1);
  let harness = new ClientHarness();
  harness.join();
  for (let run = 0; run < RUNS; run++) {
    if (harness.client.state === 'closed') {
      harness = new ClientHarness();
      harness.join();
    }
    if (random() < 0.3) send(harness, run);
    if (random() < 0.1) void harness.client.ask(run, { to: BEN }).catch(() => {});
    if (random() < 0.1) void harness.client.set('a', run).catch(() => {});
    const { length } = harness.sockets;
    const message = structuredCloneOf(MESSAGES[Math.floor(random() * MESSAGES.length)]);
    mutate(message, random);
    harness.socket.dispatchEvent(new MessageEvent('message', { data: textOf(message) }));
    assert.equal(harness.sockets.length, length, 'no connection without a delay');
    if (harness.socket.closed) harness.clock.advance(30_000);
    if (harness.client.state !== 'closed' && harness.client.state !== 'open') {
      harness.socket.open();
      harness.socket.receive(joined({ seq: 20 }));
    }
  }
  process.setUncaughtExceptionCaptureCallback(null);
  assert.deepEqual(thrown, []);
});

/** @param {ClientHarness} harness @param {number} data */
function send({ client }, data) {
  try {
    client.message(data);
  } catch (problem) {
    // The limits that the server has announced may be tiny.
    assert.match(/** @type {any} */ (problem).code, /^(queue-full|too-large)$/);
  }
}

/** @param {any} message */
function structuredCloneOf(message) {
  return JSON.parse(JSON.stringify(message));
}

/** @param {any} message */
function textOf(message) {
  try {
    return JSON.stringify(message);
  } catch {
    return '['.repeat(50_000) + ']'.repeat(50_000);
  }
}

/** Replaces or removes a member somewhere in a value. @param {any} value @param {() => number} random */
function mutate(value, random) {
  const names = Object.keys(value).filter((name) => name !== 'type');
  const name = names[Math.floor(random() * names.length)];
  if (name === undefined) return;
  const member = value[name];
  if (typeof member === 'object' && member !== null && random() < 0.6) mutate(member, random);
  else value[name] = VALUES[Math.floor(random() * VALUES.length)];
}
