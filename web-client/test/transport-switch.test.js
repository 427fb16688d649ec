import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClientHarness, joined, message, resumed } from './support/client-harness.js';

/** A client that may use all transports. */
class TransportHarness extends ClientHarness {
  /** The transports of all connections so far. */
  get attempts() {
    return this.sockets.map(({ transport }) => transport);
  }

  get received() {
    return this.details('message').map(({ data }) => data);
  }

  /** Closes the last connection, and waits until the client opens the next one. */
  refuse() {
    this.socket.closeFromServer(1006);
    this.clock.advance(10_000);
  }

  /** Refuses WebSockets, and accepts the join on an event stream, which is returned. */
  fallBack() {
    void this.client.join().catch(() => {});
    this.refuse();
    this.socket.closeFromServer(1006);
    this.clock.advance(1_000);
    this.acceptJoin({ heartbeat: 600 });
    return this.socket;
  }

  /** Falls back, and waits until the client opens a WebSocket as an upgrade. Returns the event stream. */
  startUpgrade() {
    const stream = this.fallBack();
    this.clock.advance(10_000);
    this.socket.open();
    return stream;
  }
}

test('falls back to event streams, and reports the transport', () => {
  const harness = new TransportHarness();
  harness.fallBack();
  assert.deepEqual(harness.attempts, ['websocket', 'websocket', 'events']);
  assert.deepEqual(
    harness.sockets.map(({ url }) => url),
    ['wss', 'wss', 'https'].map((scheme) => `${scheme}://example.org/v1/rooms/standup`),
  );
  assert.equal(harness.client.transport, 'events');
  assert.deepEqual(harness.details('state').at(-1), { state: 'open', transport: 'events' });
});

test('has no transport, and does not poll, while the server is down', () => {
  const harness = new TransportHarness();
  void harness.client.join();
  for (let n = 0; n < 20; n++) harness.refuse();
  assert.equal(harness.client.transport, undefined);
  assert.equal(harness.attempts.includes('polling'), false);
});

test('gives up a WebSocket that opens and stays silent for ten seconds', () => {
  const harness = new TransportHarness();
  void harness.client.join();
  harness.socket.open();
  harness.clock.advance(10_500);
  assert.deepEqual(harness.attempts, ['websocket', 'events']);
});

test('falls back to polling when the server accepts the join but its stream does not arrive', () => {
  const harness = new TransportHarness();
  void harness.client.join();
  for (let n = 0; n < 2; n++) harness.refuse();
  harness.socket.hasSeat = true;
  harness.refuse();
  harness.acceptJoin();
  assert.equal(harness.client.transport, 'polling');
});

test('returns to WebSocket when the server answers with a refusal', () => {
  const harness = new TransportHarness();
  void harness.client.join();
  for (let n = 0; n < 2; n++) harness.refuse();
  harness.socket.open();
  harness.socket.receive({ type: 'error', code: 'unavailable', message: 'The server is about to end.' });
  harness.clock.advance(10_000);
  assert.deepEqual(harness.attempts, ['websocket', 'websocket', 'events', 'websocket']);
});

test('upgrades to a WebSocket while the event stream stays in use', () => {
  const harness = new TransportHarness();
  const stream = harness.fallBack();
  stream.receive(message(11));
  harness.clock.advance(10_000);
  const socket = harness.socket;
  assert.equal(socket.transport, 'websocket');
  assert.equal(harness.client.transport, 'events');
  socket.open();
  const [join] = socket.takeSent();
  assert.equal(join.after, 11);
  stream.receive(message(12));
  harness.client.message('meanwhile');
  assert.deepEqual(stream.takeSent(), [{ type: 'message', id: 1, data: 'meanwhile' }]);
  stream.receive({ type: 'ack', received: 1 });

  socket.receive(joined(resumed({ seq: 11, received: 1 })));
  assert.equal(stream.closed, true);
  assert.equal(harness.client.transport, 'websocket');
  for (const seq of [12, 13]) socket.receive(message(seq));
  assert.deepEqual(harness.received, [11, 12, 13], 'an event received on both is dispatched once');
  harness.client.message('after');
  assert.deepEqual(socket.takeSent(), [{ type: 'message', id: 2, data: 'after' }]);
  assert.deepEqual(harness.details('state').at(-1), { state: 'open', transport: 'websocket' });
  const interruptions = harness.details('state').filter(({ state }) => state === 'reconnecting');
  assert.deepEqual(interruptions, []);
});

test('repeats unprocessed requests on the better transport', () => {
  const harness = new TransportHarness();
  const stream = harness.fallBack();
  for (const text of ['processed', 'lost']) harness.client.message(text);
  stream.takeSent();
  harness.clock.advance(10_000);
  harness.acceptJoin(resumed({ received: 1 }));
  assert.deepEqual(harness.socket.takeSent(), [{ type: 'message', id: 2, data: 'lost' }]);
});

test('repeats a failed upgrade with growing delays, without events', () => {
  const harness = new TransportHarness();
  const stream = harness.fallBack();
  const before = harness.events.length;
  for (const seconds of [10, 20, 40]) {
    const { length } = harness.sockets;
    harness.clock.advance(seconds * 1000 - 1);
    assert.equal(harness.sockets.length, length);
    harness.clock.advance(1);
    assert.equal(harness.sockets.length, length + 1);
    harness.socket.closeFromServer(1006);
  }
  assert.equal(harness.events.length, before);
  assert.equal(stream.closed, false);
});

test('joins again on the previous transport when an upgrade is refused', () => {
  const harness = new TransportHarness();
  const stream = harness.startUpgrade();
  harness.socket.closeFromServer(4403);
  assert.equal(stream.closed, true, 'the WebSocket may have taken over the seat');
  assert.equal(harness.socket.transport, 'events');
  harness.acceptJoin(resumed());
  assert.equal(harness.client.state, 'open');
  stream.closeFromServer(4409);
  assert.equal(harness.client.state, 'open');
});

test('does not take its own upgrade for another tab', () => {
  const harness = new TransportHarness();
  const stream = harness.startUpgrade();
  stream.closeFromServer(4409);
  assert.equal(harness.client.state, 'open');
  harness.socket.receive(joined(resumed()));
  assert.equal(harness.client.transport, 'websocket');
});

test('returns to the previous transport when an upgrade fails after it took over the seat', () => {
  const harness = new TransportHarness();
  const stream = harness.startUpgrade();
  stream.closeFromServer(4409);
  harness.client.message('meanwhile');
  harness.socket.closeFromServer(1006);
  assert.equal(harness.socket.transport, 'events');
  harness.acceptJoin(resumed());
  assert.equal(harness.client.transport, 'events');
  assert.deepEqual(harness.socket.takeSent(), [{ type: 'message', id: 1, data: 'meanwhile' }]);
});

/** A client that has upgraded from an event stream to a WebSocket. */
function upgraded() {
  const harness = new TransportHarness();
  harness.startUpgrade();
  harness.socket.receive(joined(resumed()));
  return harness;
}

test('takes the seat back once when a late request of its own replaces it', () => {
  const harness = upgraded();
  harness.clock.advance(9_999);
  harness.socket.closeFromServer(4409);
  assert.equal(harness.client.state, 'reconnecting');
  harness.clock.advance(1_000);
  harness.acceptJoin(resumed());
  assert.equal(harness.client.transport, 'websocket');
  harness.socket.closeFromServer(4409);
  assert.equal(harness.client.state, 'closed', 'the second takeover is by another client');
});

test('stops when it is replaced later than ten seconds after an upgrade', () => {
  const harness = upgraded();
  harness.clock.advance(10_000);
  harness.socket.closeFromServer(4409);
  assert.equal(harness.client.state, 'closed');
});

test('stops when the previous transport is refused during an upgrade', () => {
  const harness = new TransportHarness();
  const stream = harness.fallBack();
  harness.clock.advance(10_000);
  stream.closeFromServer(4403);
  assert.equal(harness.client.state, 'closed');
  assert.equal(harness.socket.closed, true);
  assert.equal(harness.clock.pending, 0);
});

test('upgrades at once when the network changes', () => {
  const harness = new TransportHarness();
  harness.fallBack();
  harness.dispatchInEnvironment('online');
  harness.dispatchInEnvironment('online');
  assert.deepEqual(harness.attempts, ['websocket', 'websocket', 'events', 'websocket'], 'only once');
});

test('closes both connections when it leaves during an upgrade', () => {
  const harness = new TransportHarness();
  const stream = harness.fallBack();
  harness.clock.advance(10_000);
  harness.client.leave();
  assert.equal(stream.takeSent().at(-1).type, 'leave');
  assert.deepEqual([stream.closed, harness.socket.closed], [true, true]);
  assert.equal(harness.clock.pending, 0);
});

test('stays on the current transport when the browser throws on an upgrade', () => {
  const harness = new TransportHarness();
  harness.fallBack();
  const { length } = harness.sockets;
  harness.client.addEventListener('state', () => assert.fail('the state must not change'));
  harness.open = () => {
    throw new DOMException('for the test', 'SecurityError');
  };
  harness.clock.advance(10_000);
  assert.equal(harness.sockets.length, length);
});
