import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BEN, CAT, FEATURES, Scene, ben, resumed } from './support/scene.js';
import { Web } from './support/web.js';

const kept = [
  { seq: 3, from: CAT, name: 'Cat', data: { text: 'first' } },
  { seq: 7, from: BEN, name: 'Ben', data: null },
];

test('a join asks for as many kept messages as the application wants, each time', () => {
  const scene = new Scene({ history: 100 });
  assert.equal(scene.joins().history, 100);
  scene.isCut();
  assert.equal(scene.isLetIn(resumed()).history, 100);
  assert.equal('history' in new Scene().joins(), false, 'none, unless told otherwise');
});

test('what was kept is told at each new seat, after `joined`, and is no event of the room', () => {
  const scene = new Scene({ history: 100 });
  scene.joins({ history: kept });
  assert.deepEqual(scene.heard('history'), [{ messages: kept }]);
  assert.deepEqual(
    scene.told.slice(-2).map(({ type }) => type),
    ['joined', 'history'],
  );
  assert.deepEqual(scene.heard('message'), []);
  scene.isCut();
  scene.isLetIn(resumed());
  assert.equal(scene.heard('history').length, 1, 'a seat that is resumed has missed nothing');
  scene.isCut();
  scene.isLetIn({ seq: 20, history: [] });
  assert.deepEqual(scene.heard('history')[1], { messages: [] });
});

test('what was kept is told before that which may not have arrived, so that it can be looked up', () => {
  const scene = new Scene({ history: 100 });
  scene.joins();
  scene.client.message('sent', { keep: true });
  scene.isCut();
  scene.isLetIn({ seq: 20, history: kept });
  assert.deepEqual(
    scene.told.slice(-3).map(({ type }) => type),
    ['joined', 'history', 'unsure'],
  );
});

test('a server that keeps nothing tells of nothing', () => {
  const scene = new Scene({ history: 100 });
  scene.joins({ features: undefined });
  assert.deepEqual(scene.heard('history'), []);
  assert.equal(scene.client.serverFeatures.has('history'), false);
  scene.client.message('hello', { keep: true });
  assert.deepEqual(scene.socket.take(), [{ type: 'message', id: 1, data: 'hello', keep: true }]);
});

test('over HTTP the history comes with the seat', async () => {
  const web = new Web({ transports: ['events'], history: 5 });
  web.client.join().catch(() => {});
  const join = await web.letsIn({ history: kept });
  assert.equal(join.body.history, 5);
  web.stream.hears({ type: 'pong' });
  assert.deepEqual(web.scene.heard('history'), [{ messages: kept }]);
});

test('a message is kept if the application says so', () => {
  const scene = new Scene();
  scene.joins();
  scene.client.message(1, { keep: true, except: [CAT] });
  scene.client.message(2, { keep: false });
  assert.deepEqual(scene.socket.take(), [
    { type: 'message', id: 1, except: [CAT], data: 1, keep: true },
    { type: 'message', id: 2, data: 2 },
  ]);
  assert.throws(() => scene.client.message(3, { to: BEN, keep: true }), {
    code: 'bad-message',
    message: /leave "to" out/,
  });
  assert.deepEqual(scene.socket.take(), [], 'and uses no id');
});

test('the others and the server say what they can do', () => {
  const scene = new Scene();
  assert.equal(scene.client.serverFeatures.size, 0, 'as long as nobody knows');
  const features = ['history', 'state', 'whiteboard'];
  scene.joins({ peers: [{ ...ben, features }] });
  assert.deepEqual([...scene.client.serverFeatures], FEATURES);
  assert.deepEqual(scene.client.peers.get(BEN)?.features, features);
});

test('a join announces what the library can do, and what the application can', () => {
  assert.deepEqual(new Scene().joins().features, FEATURES);
  assert.equal(new Scene({ features: numbers(14) }).joins().features.length, 16);
  const scene = new Scene({ features: ['whiteboard', 'state', 'whiteboard'] });
  assert.deepEqual(scene.joins().features, [...FEATURES, 'whiteboard']);
  scene.isCut();
  assert.deepEqual(scene.isLetIn(resumed()).features, [...FEATURES, 'whiteboard']);
});

const numbers = (/** @type {number} */ count) => Array.from({ length: count }, (_, index) => `f${index}`);
const any = (/** @type {unknown} */ value) => /** @type {any} */ (value);

/** @type {[Partial<import('../signaling/client.js').Options>, RegExp][]} */
const REFUSED = [
  [{ history: 101 }, /0 to 100/],
  [{ history: -1 }, /0 to 100/],
  [{ history: 1.5 }, /whole number/],
  [{ history: any('5') }, /whole number/],
  [{ features: numbers(15) }, /at most 14 features of your own/],
  [{ features: [''] }, /1 to 32/],
  [{ features: ['x'.repeat(33)] }, /1 to 32/],
  [{ features: ['white board'] }, /1 to 32/],
  [{ features: [any(7)] }, /1 to 32/],
];

for (const [options, message] of REFUSED) {
  test(`a client cannot be made with ${JSON.stringify(options)}`, () => {
    assert.throws(() => new Scene(options), { name: 'SignalingError', code: 'bad-option', message });
  });
}

test('as many features may be announced as a server takes', () => {
  const scene = new Scene({ features: [...numbers(13), 'x'.repeat(32)] });
  assert.equal(scene.joins().features.length, 16);
});
