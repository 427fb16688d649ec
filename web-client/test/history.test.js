import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BEN, CAT, FEATURES, ClientHarness, ben, resumed } from './support/client-harness.js';
import { HttpHarness } from './support/http-harness.js';

const messages = [
  { seq: 3, from: CAT, name: 'Cat', data: { text: 'first' } },
  { seq: 7, from: BEN, name: 'Ben', data: null },
];

test('requests the wanted number of kept messages with each join', () => {
  const harness = new ClientHarness({ history: 100 });
  assert.equal(harness.join().history, 100);
  harness.disconnect();
  assert.equal(harness.acceptJoin(resumed()).history, 100);
  assert.equal('history' in new ClientHarness().join(), false, 'none by default');
});

test('dispatches `history` after `joined` for each new seat', () => {
  const harness = new ClientHarness({ history: 100 });
  harness.join({ history: messages });
  assert.deepEqual(harness.details('history'), [{ messages }]);
  assert.deepEqual(
    harness.events.slice(-2).map(({ type }) => type),
    ['joined', 'history'],
  );
  assert.deepEqual(harness.details('message'), []);
  harness.disconnect();
  harness.acceptJoin(resumed());
  assert.equal(harness.details('history').length, 1, 'a resumed seat receives the missed events instead');
  harness.disconnect();
  harness.acceptJoin({ seq: 20, history: [] });
  assert.deepEqual(harness.details('history')[1], { messages: [] });
});

test('dispatches `history` before `unsure`', () => {
  const harness = new ClientHarness({ history: 100 });
  harness.join();
  harness.client.message('sent', { keep: true });
  harness.disconnect();
  harness.acceptJoin({ seq: 20, history: messages });
  assert.deepEqual(
    harness.events.slice(-3).map(({ type }) => type),
    ['joined', 'history', 'unsure'],
  );
});

test('joins a server without the feature `history`', () => {
  const harness = new ClientHarness({ history: 100 });
  harness.join({ features: undefined });
  assert.deepEqual(harness.details('history'), []);
  assert.equal(harness.client.serverFeatures.has('history'), false);
  harness.client.message('hello', { keep: true });
  assert.deepEqual(harness.socket.takeSent(), [{ type: 'message', id: 1, data: 'hello', keep: true }]);
});

test('receives the history over HTTP', async () => {
  const http = new HttpHarness({ transports: ['events'], history: 5 });
  http.client.join().catch(() => {});
  const join = await http.acceptJoin({ history: messages });
  assert.equal(join.body.history, 5);
  http.stream.receive({ type: 'pong' });
  assert.deepEqual(http.harness.details('history'), [{ messages }]);
});

test('marks messages to keep', () => {
  const harness = new ClientHarness();
  harness.join();
  harness.client.message(1, { keep: true, except: [CAT] });
  harness.client.message(2, { keep: false });
  assert.deepEqual(harness.socket.takeSent(), [
    { type: 'message', id: 1, except: [CAT], data: 1, keep: true },
    { type: 'message', id: 2, data: 2 },
  ]);
  assert.throws(() => harness.client.message(3, { to: BEN, keep: true }), {
    code: 'bad-message',
    message: 'keep',
  });
  assert.deepEqual(harness.socket.takeSent(), [], 'it takes no id');
});

test('exposes the features of the server and of other peers', () => {
  const harness = new ClientHarness();
  assert.equal(harness.client.serverFeatures.size, 0, 'unknown before the join');
  const features = ['history', 'state', 'whiteboard'];
  harness.join({ peers: [{ ...ben, features }] });
  assert.deepEqual([...harness.client.serverFeatures], FEATURES);
  assert.deepEqual(harness.client.peers.get(BEN)?.features, features);
});

test('announces the features of the library and of the application', () => {
  assert.deepEqual(new ClientHarness().join().features, FEATURES);
  assert.equal(new ClientHarness({ features: numbers(14) }).join().features.length, 16);
  const harness = new ClientHarness({ features: ['whiteboard', 'state', 'whiteboard'] });
  assert.deepEqual(harness.join().features, [...FEATURES, 'whiteboard']);
  harness.disconnect();
  assert.deepEqual(harness.acceptJoin(resumed()).features, [...FEATURES, 'whiteboard']);
});

const numbers = (/** @type {number} */ count) => Array.from({ length: count }, (_, index) => `f${index}`);
const any = (/** @type {unknown} */ value) => /** @type {any} */ (value);

/** @type {[Partial<import('../signaling/client.js').Options>, string][]} */
const REFUSED = [
  [{ history: 101 }, 'history'],
  [{ history: -1 }, 'history'],
  [{ history: 1.5 }, 'history'],
  [{ history: any('5') }, 'history'],
  [{ features: numbers(15) }, 'features'],
  [{ features: [''] }, 'features'],
  [{ features: ['x'.repeat(33)] }, 'features'],
  [{ features: ['white board'] }, 'features'],
  [{ features: [any(7)] }, 'features'],
];

for (const [options, message] of REFUSED) {
  test(`refuses the options ${JSON.stringify(options)}`, () => {
    assert.throws(() => new ClientHarness(options), { name: 'SignalingError', code: 'bad-option', message });
  });
}

test('announces up to 16 features', () => {
  const harness = new ClientHarness({ features: [...numbers(13), 'x'.repeat(32)] });
  assert.equal(harness.join().features.length, 16);
});
