import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BEN, Scene, resumed } from './support/scene.js';

test('after a silence the client asks whether the server is there', () => {
  const scene = new Scene();
  scene.joins({ heartbeat: 20 });
  scene.clock.advance(19_999);
  assert.deepEqual(scene.socket.take(), []);
  scene.clock.advance(1);
  assert.deepEqual(scene.socket.take(), [{ type: 'ping' }]);
});

test('anything that comes in is a sign of life', () => {
  const scene = new Scene();
  scene.joins({ heartbeat: 20 });
  for (let seq = 11; seq < 20; seq++) {
    scene.clock.advance(19_999);
    scene.socket.hears({ type: 'message', seq, from: BEN, data: seq });
  }
  assert.deepEqual(scene.socket.take(), []);
  scene.clock.advance(20_000);
  scene.socket.hears({ type: 'pong' });
  scene.clock.advance(19_999);
  assert.deepEqual(scene.socket.take(), [{ type: 'ping' }]);
  scene.clock.advance(1);
  assert.deepEqual(scene.socket.take(), [{ type: 'ping' }], 'each silence is asked about');
  assert.equal(scene.client.state, 'open');
});

test('a ping that is refused is answered, and nothing that the application has to know of', () => {
  const scene = new Scene();
  scene.joins({ heartbeat: 20 });
  scene.clock.advance(20_000);
  scene.socket.hears({ type: 'error', code: 'rate-limited', message: 'Too many.', retryAfter: 1 });
  scene.clock.advance(19_999);
  assert.equal(scene.client.state, 'open');
  assert.deepEqual(scene.heard('error'), []);
});

test('a connection that answers no ping is given up, though nobody closed it', () => {
  const scene = new Scene();
  scene.joins({ heartbeat: 20 });
  const dead = scene.socket;
  scene.clock.advance(29_999);
  assert.equal(scene.client.state, 'open');
  scene.clock.advance(1);
  assert.equal(scene.client.state, 'reconnecting');
  assert.equal(dead.closed, true);
  scene.clock.advance(10_000);
  assert.notEqual(scene.socket, dead);
  assert.equal(scene.isLetIn(resumed()).after, 10);
});

test('a changed network is a reason to ask at once', () => {
  const scene = new Scene();
  scene.joins({ heartbeat: 20 });
  scene.surroundings('online');
  scene.surroundings('online');
  assert.deepEqual(scene.socket.take(), [{ type: 'ping' }], 'but only once');
  scene.clock.advance(10_000);
  assert.equal(scene.client.state, 'reconnecting');
});

test('a server that accepts the connection and says nothing is left after ten seconds', () => {
  const scene = new Scene();
  void scene.client.join();
  scene.socket.opens();
  scene.clock.advance(10_000);
  assert.equal(scene.socket.closed, true);
  scene.clock.advance(10_000);
  assert.equal(scene.sockets.length, 2);
});

test('a client that has left keeps no timer and no listener', () => {
  const scene = new Scene();
  scene.joins();
  scene.client.leave();
  assert.equal(scene.clock.pending, 0);
  scene.surroundings('online');
  assert.equal(scene.sockets.length, 1);
});
