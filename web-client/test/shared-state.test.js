import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANN, BEN, Scene, resumed } from './support/scene.js';
import { PAGE, error, outcome, state, values } from './support/state.js';
import { Web } from './support/web.js';

test('a value is set when its own event has come, which tells the number', async () => {
  const scene = new Scene();
  scene.joins();
  const setting = scene.client.set(PAGE, { page: 7 }, { if: 0 });
  assert.deepEqual(scene.socket.take(), [{ type: 'set', id: 1, name: PAGE, value: { page: 7 }, if: 0 }]);
  scene.socket.hears({ type: 'ack', received: 1 });
  scene.socket.hears(state(11, { page: 7 }, BEN));
  scene.socket.hears(state(12, { page: 7 }, ANN, 'slides.file'));
  assert.equal(await outcome(setting), 'pending', 'neither the same of somebody else, nor something else');
  scene.socket.hears(state(13, { page: 7 }));
  assert.equal(await setting, 13);
  assert.equal(scene.clock.pending, 1, 'but for the heartbeat, nothing is left');
});

test('the map of values follows what everybody sets and removes', () => {
  const scene = new Scene();
  scene.joins({ state: { [PAGE]: { value: 1, seq: 4 }, __proto__2: { value: [], seq: 5 } } });
  assert.deepEqual(values(scene), { [PAGE]: { value: 1, seq: 4 }, __proto__2: { value: [], seq: 5 } });
  assert.deepEqual(scene.heard('shared-state'), [], 'what was there before was not set now');
  scene.client.addEventListener('shared-state', () => assert.equal(scene.client.sharedState.size, 1));
  scene.socket.hears(state(11, null, BEN, '__proto__2'));
  scene.socket.hears(state(12, 2, BEN));
  assert.deepEqual(values(scene), { [PAGE]: { value: 2, seq: 12 } });
  assert.deepEqual(scene.heard('shared-state'), [state(11, null, BEN, '__proto__2'), state(12, 2, BEN)]);
  assert.equal(scene.client.state, 'open', '`state` is the event of the connection');
});

test('a name that means something to JavaScript is a name like any other', () => {
  const scene = new Scene();
  void scene.client.join();
  scene.socket.opens();
  const joined = JSON.stringify({
    type: 'joined',
    self: { id: ANN, seat: 3 },
    resumed: false,
    seq: 10,
    received: 0,
  });
  scene.socket.hearsText(joined.replace(/}$/, ',"state":{"__proto__":{"value":1,"seq":2}}}'));
  assert.deepEqual([...scene.client.sharedState], [['__proto__', { value: 1, seq: 2 }]]);
  scene.socket.hears(state(11, 5, BEN, 'constructor'));
  assert.equal(scene.client.sharedState.get('constructor')?.value, 5);
});

test('a value that somebody has set before is refused as a conflict, with its number', async () => {
  const scene = new Scene();
  scene.joins();
  const setting = scene.client.set(PAGE, 8, { if: 57 });
  scene.socket.hears(error('conflict', 1, { seq: 58 }));
  await assert.rejects(setting, { name: 'SignalingError', code: 'conflict', message: /says/, seq: 58 });
  assert.deepEqual([scene.heard('error')[0].code, scene.heard('error')[0].seq], ['conflict', 58]);
  assert.equal(scene.client.sharedState.size, 0);
  scene.client.message('next');
  assert.equal(scene.socket.take().at(-1).id, 2, 'its id is used up');
});

for (const code of ['bad-message', 'forbidden', 'unknown-type', 'peer-gone', 'internal']) {
  test(`a value that is refused with ${code} is not set, and the connection stays`, async () => {
    const scene = new Scene();
    scene.joins();
    const setting = scene.client.set('host.lock', true);
    scene.socket.hears(error(code, 1));
    await assert.rejects(setting, { code, re: 1 });
    assert.equal(scene.client.state, 'open');
    assert.equal(scene.socket.closed, false);
  });
}

test('a value that is `unavailable` is sent again with the same id, on the same connection', async () => {
  const scene = new Scene();
  scene.joins();
  const setting = scene.client.set(PAGE, 1);
  scene.socket.take();
  scene.socket.hears(error('unavailable', 1, { retryAfter: 3000 }));
  scene.clock.advance(2999);
  assert.deepEqual(scene.socket.take(), []);
  scene.clock.advance(1);
  assert.deepEqual(scene.socket.take(), [{ type: 'set', id: 1, name: PAGE, value: 1 }]);
  scene.socket.hears(state(11, 1));
  assert.equal(await setting, 11);
  assert.equal(scene.sockets.length, 1);
  assert.deepEqual(scene.heard('error'), []);
});

test('an event that comes twice changes nothing', async () => {
  const scene = new Scene();
  scene.joins();
  const first = scene.client.set(PAGE, 1);
  const second = scene.client.set(PAGE, 1);
  scene.socket.hears({ type: 'ack', received: 2 });
  scene.socket.hears(state(11, 1));
  scene.socket.hears(state(11, 1));
  assert.deepEqual([await outcome(first), await outcome(second)], [11, 'pending']);
  assert.equal(scene.heard('shared-state').length, 1);
});

test('an event that overtakes the refusal of an earlier request is not taken for its answer', async () => {
  const web = new Web({ transports: ['events'] });
  await web.joinsByStream();
  const refused = web.client.set(PAGE, 'mine', { if: 0 });
  const taken = web.client.set(PAGE, 'mine', { if: 12 });
  const other = web.client.set(PAGE, 'yours');
  web.stream.hears(state(13, 'mine'));
  web.stream.hears(state(14, 'yours'));
  assert.deepEqual(await Promise.all([refused, taken, other].map(outcome)), [
    'pending',
    'pending',
    'pending',
  ]);
  const errors = [error('conflict', 1, { seq: 11 })];
  (await web.asks()).answers({ type: 'ack', received: 3, errors });
  assert.deepEqual(await outcome(refused), { code: 'conflict', seq: 11 });
  assert.deepEqual([await taken, await other], [13, 14]);
});

test('an event that says something else than an earlier request need not wait for its refusal', async () => {
  const web = new Web({ transports: ['events'] });
  await web.joinsByStream();
  const refused = web.client.set(PAGE, 1, { if: 0 });
  const taken = web.client.set(PAGE, 2);
  web.stream.hears(state(13, 2));
  assert.equal(await taken, 13);
  assert.equal(await outcome(refused), 'pending');
});

test('a value that the application changes afterwards is set as it was', async () => {
  const scene = new Scene();
  scene.joins();
  scene.socket.isClosed(1006);
  const value = { page: 1 };
  const setting = scene.client.set(PAGE, value);
  value.page = 2;
  scene.clock.advance(10_000);
  scene.isLetIn(resumed());
  assert.deepEqual(scene.socket.take()[0].value, { page: 1 });
  scene.socket.hears(state(11, { page: 1 }));
  assert.equal(await setting, 11);
});

test('a request that was taken, of which nothing is heard any more, is unsure in the end', async () => {
  const scene = new Scene();
  scene.joins({ heartbeat: 600 });
  const setting = scene.client.set(PAGE, 1);
  scene.socket.hears({ type: 'ack', received: 1 });
  scene.clock.advance(119_999);
  assert.equal(await outcome(setting), 'pending');
  scene.clock.advance(1);
  await assert.rejects(setting, { code: 'unsure' });
});

test('who leaves waits for nothing more', async () => {
  const scene = new Scene();
  scene.joins();
  const acknowledged = scene.client.set(PAGE, 1);
  scene.socket.hears({ type: 'ack', received: 1 });
  const sent = scene.client.set(PAGE, 2);
  scene.client.leave();
  for (const setting of [acknowledged, sent, scene.client.set(PAGE, 3)])
    await assert.rejects(setting, { code: 'closed' });
  assert.equal(scene.clock.pending, 0);
});

const any = (/** @type {unknown} */ value) => /** @type {any} */ (value);

/** @type {[unknown[], RegExp][]} */
const REFUSED = [
  [['', 1], /1 to 64/],
  [['x'.repeat(65), 1], /1 to 64/],
  [['a b', 1], /choose another/],
  [[7, 1], /choose another/],
  [['a', undefined], /null to remove/],
  [['a', () => {}], /null to remove/],
  [['a', 1n], /send plain data/],
  [['a', 1, { if: -1 }], /or 0 if/],
  [['a', 1, { if: 1.5 }], /or 0 if/],
  [['a', 1, { if: '7' }], /or 0 if/],
  [['a', 'a\ud83d'], /between characters/],
];

for (const [words, message] of REFUSED) {
  test(`what no server takes is not sent: set(${words.map(String).join(', ').slice(0, 40)})`, async () => {
    const scene = new Scene();
    scene.joins();
    await assert.rejects(any(scene.client).set(...words), { code: 'bad-message', message });
    scene.client.message('next');
    assert.deepEqual(scene.socket.take(), [{ type: 'message', id: 1, data: 'next' }]);
  });
}
