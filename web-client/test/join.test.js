import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newKey, peerIdOf, SignalingClient } from '../signaling/client.js';
import { ANN, BEN, CAT, FEATURES, Scene, ben, cat, joined } from './support/scene.js';

test('a client says hello first, and has its seat when the server has answered', async () => {
  const scene = new Scene({ data: { muted: false }, token: 'a.b.c' });
  assert.equal(scene.client.state, 'new');
  const joining = scene.client.join();
  assert.equal(scene.client.state, 'connecting');
  assert.equal(scene.socket.url, 'wss://example.org/v1/rooms/standup');
  assert.deepEqual(scene.socket.take(), [], 'nothing is said before the socket is open');

  const key = 'ana-fixture-key-0123456789abcdef';
  const said = scene.isLetIn();
  const introduction = { name: 'Ana', data: { muted: false }, token: 'a.b.c', features: FEATURES };
  assert.deepEqual(said, { type: 'join', key, ...introduction });
  assert.equal((await joining).seq, 10);
  assert.equal(scene.client.state, 'open');
  assert.equal(scene.client.self?.id, ANN);
  assert.deepEqual([...scene.client.peers.values()], [ben]);
  assert.deepEqual(scene.heard('joined'), [{ ...joined(), again: false }]);
  assert.deepEqual(
    scene.heard('peer-joined'),
    [],
    'who was there before is in `peers`, and has not joined now',
  );
});

test('the roster follows those who come, change and go', () => {
  const scene = new Scene();
  scene.joins();
  scene.socket.hears({ type: 'peer-joined', seq: 11, peer: cat });
  scene.socket.hears({ type: 'peer-updated', seq: 12, peer: { ...ben, online: false } });
  assert.deepEqual([...scene.client.peers.keys()], [BEN, CAT]);
  assert.equal(scene.client.peers.get(BEN)?.online, false);
  scene.client.addEventListener('peer-left', () => assert.equal(scene.client.peers.has(CAT), false));
  scene.socket.hears({ type: 'peer-left', seq: 13, from: CAT, reason: 'left' });
  assert.equal(scene.heard('peer-left').length, 1);
});

test('an event about oneself does not put oneself among the others', () => {
  const scene = new Scene();
  scene.joins();
  scene.socket.hears({ type: 'peer-updated', seq: 11, peer: { ...ben, id: ANN, name: 'Anna' } });
  assert.deepEqual([...scene.client.peers.keys()], [BEN]);
  assert.equal(scene.client.self?.name, 'Anna');
});

test('fresh ICE servers replace the old ones', () => {
  const scene = new Scene();
  scene.joins({ iceServers: [{ urls: 'stun:one.example' }] });
  assert.deepEqual(scene.client.iceServers, [{ urls: 'stun:one.example' }]);
  scene.socket.hears({ type: 'ice-servers', iceServers: [{ urls: 'stun:two.example' }], iceServersTtl: 60 });
  assert.deepEqual(scene.client.iceServers, [{ urls: 'stun:two.example' }]);
  assert.equal(scene.heard('ice-servers').length, 1);
});

test('joining twice is joining once', () => {
  const scene = new Scene();
  assert.equal(scene.client.join(), scene.client.join());
  assert.equal(scene.sockets.length, 1);
});

test('an address that cannot be connected to is said so', async () => {
  const connect = () => {
    throw new SyntaxError('no such scheme');
  };
  const scene = new Scene({ url: 'ftp://example.org/v1/rooms/standup', connect });
  await assert.rejects(scene.client.join(), { code: 'bad-url', message: /ftp:.*no such scheme/ });
  assert.equal(scene.client.state, 'closed');
});

test('a key is 256 random bits, and its holder has the id that the server will give', async () => {
  assert.match(newKey(), /^[A-Za-z0-9_-]{43}$/);
  assert.notEqual(newKey(), newKey());
  assert.equal(await peerIdOf('ana-fixture-key-0123456789abcdef'), ANN);
  assert.match(new SignalingClient({ url: 'ws://localhost/v1/rooms/a' }).key, /^[A-Za-z0-9_-]{43}$/);
});

test('a listener that throws breaks neither the client nor the other listeners', () => {
  /** @type {unknown[]} */
  const thrown = [];
  process.setUncaughtExceptionCaptureCallback((error) => thrown.push(error));
  const scene = new Scene();
  scene.client.addEventListener('state', () => {
    throw new Error('from a listener');
  });
  scene.joins();
  scene.socket.hears({ type: 'message', seq: 11, from: BEN, data: 1 });
  assert.equal(scene.client.state, 'open');
  assert.equal(scene.heard('message').length, 1);
  return new Promise((resolve) => setImmediate(resolve)).then(() => {
    process.setUncaughtExceptionCaptureCallback(null);
    assert.equal(thrown.length, 2, 'one for "connecting", one for "open"');
  });
});
