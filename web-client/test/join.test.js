import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newKey, peerIdOf, SignalingClient } from '../parley.js';
import { ANN, BEN, CAT, FEATURES, ClientHarness, ben, cat, joined } from './support/client-harness.js';

test('sends the join when the socket is open, and resolves when the server accepts it', async () => {
  const harness = new ClientHarness({ data: { muted: false }, token: 'a.b.c' });
  assert.equal(harness.client.state, 'new');
  const joining = harness.client.join();
  assert.equal(harness.client.state, 'connecting');
  assert.equal(harness.socket.url, 'wss://example.org/v1/rooms/standup');
  assert.deepEqual(harness.socket.takeSent(), [], 'nothing is sent before the socket is open');

  const key = 'ana-fixture-key-0123456789abcdef';
  const profile = { name: 'Ana', data: { muted: false }, token: 'a.b.c', features: FEATURES };
  assert.deepEqual(harness.acceptJoin(), { type: 'join', key, ...profile });
  assert.equal((await joining).seq, 10);
  assert.equal(harness.client.state, 'open');
  assert.equal(harness.client.self?.id, ANN);
  assert.deepEqual([...harness.client.peers.values()], [ben]);
  assert.deepEqual(harness.details('joined'), [{ ...joined(), again: false }]);
  assert.deepEqual(harness.details('peer-joined'), [], 'peers that were there before are in `peers` only');
});

test('updates the roster when peers join, change and leave', () => {
  const harness = new ClientHarness();
  harness.join();
  harness.socket.receive({ type: 'peer-joined', seq: 11, peer: cat });
  harness.socket.receive({ type: 'peer-updated', seq: 12, peer: { ...ben, online: false } });
  assert.deepEqual([...harness.client.peers.keys()], [BEN, CAT]);
  assert.equal(harness.client.peers.get(BEN)?.online, false);
  harness.client.addEventListener('peer-left', () => assert.equal(harness.client.peers.has(CAT), false));
  harness.socket.receive({ type: 'peer-left', seq: 13, from: CAT, reason: 'left' });
  assert.equal(harness.details('peer-left').length, 1);
});

test('applies an event about this peer to `self`, not to `peers`', () => {
  const harness = new ClientHarness();
  harness.join();
  harness.socket.receive({ type: 'peer-updated', seq: 11, peer: { ...ben, id: ANN, name: 'Anna' } });
  assert.deepEqual([...harness.client.peers.keys()], [BEN]);
  assert.equal(harness.client.self?.name, 'Anna');
});

test('replaces the ICE servers', () => {
  const harness = new ClientHarness();
  harness.join({ iceServers: [{ urls: 'stun:one.example' }] });
  assert.deepEqual(harness.client.iceServers, [{ urls: 'stun:one.example' }]);
  harness.socket.receive({
    type: 'ice-servers',
    iceServers: [{ urls: 'stun:two.example' }],
    iceServersTtl: 60,
  });
  assert.deepEqual(harness.client.iceServers, [{ urls: 'stun:two.example' }]);
  assert.equal(harness.details('ice-servers').length, 1);
});

test('joins once when `join` is called twice', () => {
  const harness = new ClientHarness();
  assert.equal(harness.client.join(), harness.client.join());
  assert.equal(harness.sockets.length, 1);
});

test('rejects the join for an address that cannot be used', async () => {
  const connect = () => {
    throw new SyntaxError('no such scheme');
  };
  const harness = new ClientHarness({ url: 'ftp://example.org/v1/rooms/standup', connect });
  await assert.rejects(harness.client.join(), { code: 'bad-url', message: /no such scheme/ });
  assert.equal(harness.client.state, 'closed');
});

test('creates keys of 256 random bits, and computes the peer id as the server does', async () => {
  assert.match(newKey(), /^[A-Za-z0-9_-]{43}$/);
  assert.notEqual(newKey(), newKey());
  assert.equal(await peerIdOf('ana-fixture-key-0123456789abcdef'), ANN);
  assert.match(new SignalingClient({ url: 'ws://localhost/v1/rooms/a' }).key, /^[A-Za-z0-9_-]{43}$/);
});

test('survives an event listener that throws', () => {
  /** @type {unknown[]} */
  const thrown = [];
  process.setUncaughtExceptionCaptureCallback((error) => thrown.push(error));
  const harness = new ClientHarness();
  harness.client.addEventListener('state', () => {
    throw new Error('from a listener');
  });
  harness.join();
  harness.socket.receive({ type: 'message', seq: 11, from: BEN, data: 1 });
  assert.equal(harness.client.state, 'open');
  assert.equal(harness.details('message').length, 1);
  return new Promise((resolve) => setImmediate(resolve)).then(() => {
    process.setUncaughtExceptionCaptureCallback(null);
    assert.equal(thrown.length, 2, 'one for "connecting", one for "open"');
  });
});
