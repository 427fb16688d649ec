import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BEN, CAT, Scene, ben, cat, resumed } from './support/scene.js';

test('after a cut the client asks for what it missed, and gets each event once', () => {
  const scene = new Scene();
  scene.joins();
  scene.socket.hears({ type: 'message', seq: 14, from: BEN, data: 'before' });
  scene.isCut();
  assert.equal(scene.client.state, 'reconnecting');
  assert.equal(scene.isLetIn(resumed({ seq: 14 })).after, 14);
  scene.socket.hears({ type: 'message', seq: 14, from: BEN, data: 'before' });
  scene.socket.hears({ type: 'message', seq: 16, from: BEN, data: 'after' });
  assert.deepEqual(
    scene.heard('message').map(({ data }) => data),
    ['before', 'after'],
  );
  assert.deepEqual([...scene.client.peers.values()], [ben], 'a resumed seat keeps its roster');
  assert.equal(scene.heard('joined')[1].again, true);
});

test('a resumed seat sends again what was not received, in order, and nothing else', () => {
  const scene = new Scene();
  scene.joins();
  for (const n of [1, 2, 3, 4]) scene.client.message(n);
  scene.socket.hears({ type: 'ack', received: 1 });
  scene.isCut();
  scene.client.message(5);
  scene.isLetIn(resumed({ received: 2 }));
  assert.deepEqual(scene.socket.take(), [
    { type: 'message', id: 3, data: 3 },
    { type: 'message', id: 4, data: 4 },
    { type: 'message', id: 5, data: 5 },
  ]);
  assert.deepEqual(scene.heard('unsure'), []);
});

test('what was acknowledged is not sent again, even to a server that tells less than it knows', () => {
  const scene = new Scene();
  scene.joins();
  scene.client.message(1);
  scene.socket.hears({ type: 'ack', received: 1 });
  scene.isCut();
  scene.isLetIn(resumed({ received: 0 }));
  assert.deepEqual(scene.socket.take(), []);
});

test('a new seat numbers from 1, sends what was only queued, and reports what may have arrived', () => {
  const scene = new Scene();
  scene.joins();
  scene.client.message('sent');
  scene.client.offer(BEN, 'v=0');
  scene.isCut();
  scene.client.message('queued');
  scene.isLetIn({ seq: 3 });
  assert.deepEqual(scene.socket.take(), [{ type: 'message', id: 1, data: 'queued' }]);
  assert.deepEqual(scene.heard('unsure'), [
    {
      requests: [
        { type: 'message', data: 'sent', to: undefined, except: undefined },
        { type: 'offer', to: BEN, sdp: 'v=0' },
      ],
    },
  ]);
  scene.client.message('next');
  assert.deepEqual(scene.socket.take(), [{ type: 'message', id: 2, data: 'next' }]);
  scene.isCut();
  assert.equal(scene.isLetIn(resumed({ seq: 3 })).after, 3, 'the new log counts on its own');
});

test('after a new seat everybody who differs is told of, as if it had been seen', () => {
  const scene = new Scene();
  scene.joins({ peers: [ben, cat] });
  scene.isCut(1012);
  const dan = { ...cat, id: 'dan', seat: 2 };
  scene.isLetIn({ peers: [{ ...ben, seat: 4 }, dan] });
  assert.deepEqual(scene.heard('peer-left'), [{ type: 'peer-left', from: CAT, reason: 'unseen' }]);
  assert.deepEqual(scene.heard('peer-joined'), [{ type: 'peer-joined', peer: dan }]);
  assert.deepEqual(scene.heard('peer-updated'), [{ type: 'peer-updated', peer: { ...ben, seat: 4 } }]);
});

test('who joins anew says what the roster should say now', () => {
  const scene = new Scene({ data: { muted: false } });
  scene.joins();
  scene.client.update({ name: 'Anna', data: undefined });
  scene.client.update({ data: { muted: true } });
  assert.equal(scene.client.self?.name, 'Anna');
  scene.isCut();
  const { name, data } = scene.isLetIn();
  assert.deepEqual({ name, data }, { name: 'Anna', data: { muted: true } });
});

test('the delays grow, and start again after a connection that lasted', () => {
  const scene = new Scene();
  scene.joins({ heartbeat: 600 });
  scene.clock.advance(60_000);
  const delays = [1, 2, 3, 4, 5, 6, 7].map(() => {
    scene.socket.isClosed(1006);
    const { attempt, retryAt } = scene.told.at(-1)?.detail;
    scene.clock.advance(retryAt - scene.clock.now());
    return [attempt, retryAt];
  });
  const starts = delays.map(([, at]) => at);
  const waits = starts.map((at, index) => at - (starts[index - 1] ?? 1_060_000));
  assert.deepEqual(waits, [250, 500, 1000, 2000, 4000, 5000, 5000]);
  assert.deepEqual(scene.told.at(-1)?.detail, { state: 'reconnecting', attempt: 7 });
  scene.isLetIn(resumed());
  scene.clock.advance(9_999);
  scene.socket.isClosed(1006);
  assert.equal(scene.told.at(-1)?.detail.attempt, 8, 'one that was short is no success');
  scene.clock.advance(5000);
  scene.isLetIn(resumed());
  scene.clock.advance(10_000);
  scene.socket.isClosed(1006);
  assert.equal(scene.told.at(-1)?.detail.attempt, 1);
});

test('bye says when to come back', () => {
  const scene = new Scene();
  scene.joins();
  scene.socket.hears({ type: 'bye', reason: 'The server restarts.', reconnectAfter: 1830 });
  assert.equal(scene.heard('bye').length, 1);
  scene.socket.isClosed(1012);
  scene.clock.advance(1829);
  assert.equal(scene.sockets.length, 1);
  scene.clock.advance(1);
  assert.equal(scene.sockets.length, 2);
});

test('a network that comes back, a page that is looked at again and a person who asks end the waiting', () => {
  const scene = new Scene();
  scene.joins();
  const document = (/** @type {string} */ visibilityState) => {
    scene.environment.dispatchEvent(visibilityEvent({ visibilityState }));
  };
  const ways = [() => scene.surroundings('online'), () => document('visible'), () => scene.client.retry()];
  ways.forEach((way, index) => {
    scene.socket.isClosed(1006);
    assert.equal(scene.sockets.length, index + 1);
    way();
    assert.equal(scene.sockets.length, index + 2);
    scene.clock.advance(9_000);
    assert.equal(scene.sockets.length, index + 2, 'the delay is void, too');
    scene.isLetIn(resumed());
  });
  scene.socket.isClosed(1006);
  document('hidden');
  assert.equal(scene.sockets.length, ways.length + 1, 'nobody looks: no reason to hurry');
});

/** @param {object} document  from which the event bubbles up */
function visibilityEvent(document) {
  return Object.defineProperty(new Event('visibilitychange'), 'target', { value: document });
}

test('nothing is queued without bound', () => {
  const scene = new Scene();
  scene.joins();
  scene.socket.isClosed(1006);
  for (let n = 0; n < 1000; n++) scene.client.message(n);
  assert.throws(() => scene.client.message('one more'), {
    code: 'queue-full',
    message: /1000 .* wait until/,
  });
  scene.clock.advance(10_000);
  scene.isLetIn(resumed());
  scene.clock.advance(11_000);
  assert.equal(scene.socket.take().length, 1000);
});

test('what a replaced connection still says is not listened to', () => {
  const scene = new Scene();
  scene.joins();
  const old = scene.socket;
  scene.isCut();
  old.hears({ type: 'message', seq: 11, from: BEN, data: 'from the grave' });
  old.isClosed(4403);
  assert.equal(scene.client.state, 'reconnecting');
  assert.deepEqual(scene.heard('message'), []);
});

test('a browser that refuses to connect for a while is asked again', () => {
  const scene = new Scene();
  scene.joins();
  const open = scene.open;
  scene.open = () => {
    throw new DOMException('for the test', 'SecurityError');
  };
  scene.isCut();
  assert.equal(scene.client.state, 'reconnecting');
  scene.open = open;
  scene.clock.advance(10_000);
  scene.isLetIn(resumed());
  assert.equal(scene.client.state, 'open');
});
