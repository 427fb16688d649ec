import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { BEN, CAT, FEATURES, ClientHarness, resumed } from './support/client-harness.js';

const FIXTURES = new URL('../../protocol/fixtures/', import.meta.url);

/** Messages of every client, and messages that need features. */
const FOLDERS = ['', 'features/'];

/** @param {string} kind @returns {string[]} with the folder, as 'features/set' */
function names(kind) {
  return FOLDERS.flatMap((folder) => {
    const files = readdirSync(new URL(`${folder}${kind}`, FIXTURES));
    return files.map((file) => folder + file.replace('.json', ''));
  });
}

/** @param {string} kind @param {string} name */
function fixture(kind, name) {
  const [, folder = '', file] = /** @type {RegExpExecArray} */ (/^(.*\/)?(.*)$/.exec(name));
  return JSON.parse(readFileSync(new URL(`${folder}${kind}/${file}.json`, FIXTURES), 'utf8'));
}

for (const name of names('events')) {
  test(`dispatches the event ${name} unchanged`, () => {
    const harness = new ClientHarness();
    harness.join({ seq: 0 });
    const event = fixture('events', name);
    harness.socket.receive(event);
    const type = event.type === 'state' ? 'shared-state' : event.type;
    assert.deepEqual(harness.events.at(-1), { type, detail: event });
    harness.disconnect();
    assert.equal(harness.acceptJoin(resumed({ seq: event.seq })).after, event.seq);
  });
}

/** The effect of each notice. */
const EFFECTS = {
  ack: (/** @type {ClientHarness} */ harness) => assert.equal(harness.events.length, 0),
  'ack-errors': (/** @type {ClientHarness} */ harness) => assert.equal(harness.details('error')[0].re, 11),
  pong: (/** @type {ClientHarness} */ harness) => assert.equal(harness.events.length, 0),
  bye: (/** @type {ClientHarness} */ harness) => assert.equal(harness.details('bye')[0].reconnectAfter, 1830),
  error: (/** @type {ClientHarness} */ harness) => assert.equal(harness.details('error')[0].re, 4),
  'error-peer-gone': (/** @type {ClientHarness} */ harness) =>
    assert.deepEqual(harness.details('error')[0].peers, [CAT]),
  'error-rate-limited': (/** @type {ClientHarness} */ harness) => assert.equal(harness.events.length, 0),
  'ice-servers': (/** @type {ClientHarness} */ harness) =>
    assert.equal(harness.client.iceServers[0]?.credential, 'secret'),
  joined: (/** @type {ClientHarness} */ harness) => assert.deepEqual([...harness.client.peers.keys()], [BEN]),
  resumed: (/** @type {ClientHarness} */ harness) => assert.equal(harness.details('joined')[0].resumed, true),
  'features/error-conflict': (/** @type {ClientHarness} */ harness) =>
    assert.equal(harness.details('error')[0].seq, 58),
  'features/joined': (/** @type {ClientHarness} */ harness) => {
    assert.deepEqual(
      harness.details('history')[0].messages.map((/** @type {{ seq: number }} */ { seq }) => seq),
      [41, 56],
    );
    assert.deepEqual(harness.client.sharedState.get('slides.page'), { value: { page: 7 }, seq: 43 });
    assert.ok(harness.client.peers.get(BEN)?.features?.includes('whiteboard-2'));
  },
  'features/joined-empty': (/** @type {ClientHarness} */ harness) => {
    assert.deepEqual(harness.details('history'), [{ messages: [] }]);
    assert.equal(harness.client.sharedState.size, 0);
  },
};

test('handles every notice', () => {
  assert.deepEqual(names('notices').sort(), Object.keys(EFFECTS).sort());
});

for (const [name, assertEffect] of Object.entries(EFFECTS)) {
  test(`handles the notice ${name}`, () => {
    const harness = new ClientHarness();
    harness.join();
    harness.events.length = 0;
    harness.socket.receive(fixture('notices', name));
    assertEffect(harness);
    assert.equal(harness.client.state, name === 'bye' ? 'reconnecting' : 'open');
  });
}

const { sdp } = fixture('requests', 'offer');
const { candidate } = fixture('requests', 'candidate');

/** Requests that the library does not make. */
const NOT_MADE = ['features/candidate-link', 'features/offer-link'];

/** The call that makes each request. */
const CALLS = {
  offer: (/** @type {ClientHarness} */ { client }) => client.offer(BEN, sdp),
  answer: (/** @type {ClientHarness} */ { client }) => client.answer(BEN, sdp),
  candidate: (/** @type {ClientHarness} */ { client }) => client.candidate(BEN, candidate),
  'candidate-end': (/** @type {ClientHarness} */ { client }) => client.candidate(BEN, null),
  message: (/** @type {ClientHarness} */ { client }) => client.message({ text: 'Hello, ☕ <b>all</b>' }),
  'message-to-one': (/** @type {ClientHarness} */ { client }) => client.message('hi', { to: BEN }),
  'message-to-several': (/** @type {ClientHarness} */ { client }) =>
    client.message([1, 2.5, -300, null, true], { to: [BEN, CAT] }),
  'message-except': (/** @type {ClientHarness} */ { client }) => client.message({ n: 1 }, { except: [CAT] }),
  ask: (/** @type {ClientHarness} */ { client }) =>
    void client.ask({ may: 'I?' }, { to: BEN }).catch(() => {}),
  reply: (/** @type {ClientHarness} */ { client }) => client.reply({ from: BEN, seq: 57 }, { yes: true }),
  update: (/** @type {ClientHarness} */ { client }) => client.update({ name: 'Ana', data: { muted: true } }),
  leave: (/** @type {ClientHarness} */ { client }) => client.leave(),
  ping: (/** @type {ClientHarness} */ { clock }) => clock.advance(20_000),
  'features/message-keep': (/** @type {ClientHarness} */ { client }) =>
    client.message({ text: 'Hello, ☕ <b>all</b>' }, { except: [CAT], keep: true }),
  'features/answer-data': (/** @type {ClientHarness} */ { client }) =>
    client.answer(BEN, sdp, {
      sources: { 0: { source: 'microphone', muted: true }, 1: { source: 'camera' } },
    }),
  'features/set': (/** @type {ClientHarness} */ harness) => set(harness, { page: 7 }),
  'features/set-if': (/** @type {ClientHarness} */ harness) => set(harness, 8, { if: 57 }),
  'features/set-new': (/** @type {ClientHarness} */ harness) => set(harness, 1, { if: 0 }),
  'features/set-remove': (/** @type {ClientHarness} */ harness) => set(harness, null),
};

/** @param {ClientHarness} harness @param {unknown} value @param {{ if: number }} [condition] */
function set({ client }, value, condition) {
  client.set('slides.page', value, condition).catch(() => {});
}

test('makes every request', () => {
  const joins = ['join', 'join-resume', 'features/join'];
  assert.deepEqual(names('requests').sort(), [...joins, ...Object.keys(CALLS), ...NOT_MADE].sort());
});

for (const [name, call] of Object.entries(CALLS)) {
  test(`sends the request ${name} as in its fixture`, () => {
    const harness = new ClientHarness();
    harness.join();
    const expected = fixture('requests', name);
    for (let id = 1; id < expected.id; id++) harness.client.message('before');
    harness.socket.takeSent();
    call(harness);
    assert.deepEqual(harness.socket.takeSent(), [expected]);
  });
}

test('sends joins as in their fixtures, with the features of the library', () => {
  const firstJoin = new ClientHarness({ data: { muted: false } });
  assert.deepEqual(firstJoin.join(), { ...fixture('requests', 'join'), features: FEATURES });

  const withHistory = new ClientHarness({ data: { muted: false }, history: 100 });
  assert.deepEqual(withHistory.join(), fixture('requests', 'features/join'));

  const again = new ClientHarness({ data: {}, token: 'a.b.c' });
  again.join({ seq: 41 });
  again.disconnect();
  assert.deepEqual(again.acceptJoin(), { ...fixture('requests', 'join-resume'), features: FEATURES });
});
