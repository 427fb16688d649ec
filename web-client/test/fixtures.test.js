import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { BEN, CAT, FEATURES, Scene, resumed } from './support/scene.js';

const FIXTURES = new URL('../../protocol/fixtures/', import.meta.url);

/** What every client says and hears, and what those do that announce features. */
const FOLDERS = ['', 'features/'];

/** @param {string} kind @returns {string[]} each with the folder before it */
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
  test(`the event ${name} reaches the application as it is`, () => {
    const scene = new Scene();
    scene.joins({ seq: 0 });
    const event = fixture('events', name);
    scene.socket.hears(event);
    const type = event.type === 'state' ? 'shared-state' : event.type;
    assert.deepEqual(scene.told.at(-1), { type, detail: event });
    scene.isCut();
    assert.equal(scene.isLetIn(resumed({ seq: event.seq })).after, event.seq);
  });
}

/** What is to be seen of each notice, given the number of things that were told before it. */
const NOTICED = {
  ack: (/** @type {Scene} */ scene) => assert.equal(scene.told.length, 0),
  'ack-errors': (/** @type {Scene} */ scene) => assert.equal(scene.heard('error')[0].re, 11),
  pong: (/** @type {Scene} */ scene) => assert.equal(scene.told.length, 0),
  bye: (/** @type {Scene} */ scene) => assert.equal(scene.heard('bye')[0].reconnectAfter, 1830),
  error: (/** @type {Scene} */ scene) => assert.equal(scene.heard('error')[0].re, 4),
  'error-peer-gone': (/** @type {Scene} */ scene) => assert.deepEqual(scene.heard('error')[0].peers, [CAT]),
  'error-rate-limited': (/** @type {Scene} */ scene) => assert.equal(scene.told.length, 0),
  'ice-servers': (/** @type {Scene} */ scene) =>
    assert.equal(scene.client.iceServers[0]?.credential, 'secret'),
  joined: (/** @type {Scene} */ scene) => assert.deepEqual([...scene.client.peers.keys()], [BEN]),
  resumed: (/** @type {Scene} */ scene) => assert.equal(scene.heard('joined')[0].resumed, true),
  'features/error-conflict': (/** @type {Scene} */ scene) => assert.equal(scene.heard('error')[0].seq, 58),
  'features/joined': (/** @type {Scene} */ scene) => {
    assert.deepEqual(
      scene.heard('history')[0].messages.map((/** @type {{ seq: number }} */ { seq }) => seq),
      [41, 56],
    );
    assert.deepEqual(scene.client.sharedState.get('slides.page'), { value: { page: 7 }, seq: 43 });
    assert.ok(scene.client.peers.get(BEN)?.features?.includes('whiteboard-2'));
  },
  'features/joined-empty': (/** @type {Scene} */ scene) => {
    assert.deepEqual(scene.heard('history'), [{ messages: [] }]);
    assert.equal(scene.client.sharedState.size, 0);
  },
};

test('every notice is known', () => {
  assert.deepEqual(names('notices').sort(), Object.keys(NOTICED).sort());
});

for (const [name, look] of Object.entries(NOTICED)) {
  test(`the notice ${name} is understood`, () => {
    const scene = new Scene();
    scene.joins();
    scene.told.length = 0;
    scene.socket.hears(fixture('notices', name));
    look(scene);
    assert.equal(scene.client.state, 'open');
  });
}

const { sdp } = fixture('requests', 'offer');
const { candidate } = fixture('requests', 'candidate');

/** How an application makes each request. */
const MADE = {
  offer: (/** @type {Scene} */ { client }) => client.offer(BEN, sdp),
  answer: (/** @type {Scene} */ { client }) => client.answer(BEN, sdp),
  candidate: (/** @type {Scene} */ { client }) => client.candidate(BEN, candidate),
  'candidate-end': (/** @type {Scene} */ { client }) => client.candidate(BEN, null),
  message: (/** @type {Scene} */ { client }) => client.message({ text: 'Hello, ☕ <b>all</b>' }),
  'message-to-one': (/** @type {Scene} */ { client }) => client.message('hi', { to: BEN }),
  'message-to-several': (/** @type {Scene} */ { client }) =>
    client.message([1, 2.5, -300, null, true], { to: [BEN, CAT] }),
  'message-except': (/** @type {Scene} */ { client }) => client.message({ n: 1 }, { except: [CAT] }),
  ask: (/** @type {Scene} */ { client }) => void client.ask({ may: 'I?' }, { to: BEN }).catch(() => {}),
  reply: (/** @type {Scene} */ { client }) => client.reply({ from: BEN, seq: 57 }, { yes: true }),
  update: (/** @type {Scene} */ { client }) => client.update({ name: 'Ana', data: { muted: true } }),
  leave: (/** @type {Scene} */ { client }) => client.leave(),
  ping: (/** @type {Scene} */ { clock }) => clock.advance(20_000),
  'features/message-keep': (/** @type {Scene} */ { client }) =>
    client.message({ text: 'Hello, ☕ <b>all</b>' }, { except: [CAT], keep: true }),
  'features/set': (/** @type {Scene} */ scene) => sets(scene, { page: 7 }),
  'features/set-if': (/** @type {Scene} */ scene) => sets(scene, 8, { if: 57 }),
  'features/set-new': (/** @type {Scene} */ scene) => sets(scene, 1, { if: 0 }),
  'features/set-remove': (/** @type {Scene} */ scene) => sets(scene, null),
};

/** @param {Scene} scene @param {unknown} value @param {{ if: number }} [condition] */
function sets({ client }, value, condition) {
  client.set('slides.page', value, condition).catch(() => {});
}

test('every request can be made', () => {
  const joins = ['join', 'join-resume', 'features/join'];
  assert.deepEqual(names('requests').sort(), [...joins, ...Object.keys(MADE)].sort());
});

for (const [name, make] of Object.entries(MADE)) {
  test(`the request ${name} is spelled as in its fixture`, () => {
    const scene = new Scene();
    scene.joins();
    const expected = fixture('requests', name);
    for (let id = 1; id < expected.id; id++) scene.client.message('before');
    scene.socket.take();
    make(scene);
    assert.deepEqual(scene.socket.take(), [expected]);
  });
}

test('the ways to join are spelled as in their fixtures, with what this library can do', () => {
  const first = new Scene({ data: { muted: false } });
  assert.deepEqual(first.joins(), { ...fixture('requests', 'join'), features: FEATURES });

  const curious = new Scene({ data: { muted: false }, history: 100 });
  assert.deepEqual(curious.joins(), fixture('requests', 'features/join'));

  const again = new Scene({ data: {}, token: 'a.b.c' });
  again.joins({ seq: 41 });
  again.isCut();
  assert.deepEqual(again.isLetIn(), { ...fixture('requests', 'join-resume'), features: FEATURES });
});
