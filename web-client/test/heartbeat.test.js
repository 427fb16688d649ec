import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BEN, ClientHarness, resumed } from './support/client-harness.js';

test('pings after a heartbeat of silence', () => {
  const harness = new ClientHarness();
  harness.join({ heartbeat: 20 });
  harness.clock.advance(19_999);
  assert.deepEqual(harness.socket.takeSent(), []);
  harness.clock.advance(1);
  assert.deepEqual(harness.socket.takeSent(), [{ type: 'ping' }]);
});

test('treats any message as a sign of life', () => {
  const harness = new ClientHarness();
  harness.join({ heartbeat: 20 });
  for (let seq = 11; seq < 20; seq++) {
    harness.clock.advance(19_999);
    harness.socket.receive({ type: 'message', seq, from: BEN, data: seq });
  }
  assert.deepEqual(harness.socket.takeSent(), []);
  harness.clock.advance(20_000);
  harness.socket.receive({ type: 'pong' });
  harness.clock.advance(19_999);
  assert.deepEqual(harness.socket.takeSent(), [{ type: 'ping' }]);
  harness.clock.advance(1);
  assert.deepEqual(harness.socket.takeSent(), [{ type: 'ping' }], 'one ping for each silence');
  assert.equal(harness.client.state, 'open');
});

test('treats a refused ping as a sign of life, and dispatches no error', () => {
  const harness = new ClientHarness();
  harness.join({ heartbeat: 20 });
  harness.clock.advance(20_000);
  harness.socket.receive({ type: 'error', code: 'rate-limited', message: 'Too many.', retryAfter: 1 });
  harness.clock.advance(19_999);
  assert.equal(harness.client.state, 'open');
  assert.deepEqual(harness.details('error'), []);
});

test('reconnects when a ping gets no answer', () => {
  const harness = new ClientHarness();
  harness.join({ heartbeat: 20 });
  const dead = harness.socket;
  harness.clock.advance(29_999);
  assert.equal(harness.client.state, 'open');
  harness.clock.advance(1);
  assert.equal(harness.client.state, 'reconnecting');
  assert.equal(dead.closed, true);
  harness.clock.advance(10_000);
  assert.notEqual(harness.socket, dead);
  assert.equal(harness.acceptJoin(resumed()).after, 10);
});

test('pings soon after the machine has slept, although the monotonic clock stood still', () => {
  const harness = new ClientHarness();
  harness.join({ heartbeat: 20 });
  harness.clock.wallOffset += 3_600_000;
  harness.clock.advance(5_000);
  assert.deepEqual(harness.socket.takeSent(), [{ type: 'ping' }]);
  harness.clock.advance(10_000);
  assert.equal(harness.client.state, 'reconnecting');
});

test('measures silence by the monotonic clock when the wall clock is set back', () => {
  const harness = new ClientHarness();
  harness.join({ heartbeat: 20 });
  harness.clock.wallOffset -= 3_600_000;
  harness.clock.advance(20_000);
  assert.deepEqual(harness.socket.takeSent(), [{ type: 'ping' }], 'once');
});

test('pings at once when the network changes', () => {
  const harness = new ClientHarness();
  harness.join({ heartbeat: 20 });
  harness.dispatchInEnvironment('online');
  harness.dispatchInEnvironment('online');
  assert.deepEqual(harness.socket.takeSent(), [{ type: 'ping' }], 'only once');
  harness.clock.advance(10_000);
  assert.equal(harness.client.state, 'reconnecting');
});

test('gives up a connection on which the join gets no answer in ten seconds', () => {
  const harness = new ClientHarness();
  void harness.client.join();
  harness.socket.open();
  harness.clock.advance(10_000);
  assert.equal(harness.socket.closed, true);
  harness.clock.advance(10_000);
  assert.equal(harness.sockets.length, 2);
});

test('removes timers and listeners when it leaves', () => {
  const harness = new ClientHarness();
  harness.join();
  harness.client.leave();
  assert.equal(harness.clock.pending, 0);
  harness.dispatchInEnvironment('online');
  assert.equal(harness.sockets.length, 1);
});
