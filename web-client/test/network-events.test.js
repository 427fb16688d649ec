import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClientHarness, resumed } from './support/client-harness.js';

/** @param {ClientHarness} harness @param {boolean} onLine */
function setOnline(harness, onLine) {
  harness.environment.navigator.onLine = onLine;
  harness.dispatchInEnvironment(onLine ? 'online' : 'offline');
}

test('reports at once that the browser is offline, and checks the connection', () => {
  const harness = new ClientHarness();
  harness.join();
  setOnline(harness, false);
  assert.deepEqual(harness.details('state').at(-1), { state: 'open', transport: 'websocket', offline: true });
  assert.deepEqual(harness.socket.takeSent(), [{ type: 'ping' }]);
  harness.clock.advance(5_000);
  const { state, offline } = harness.details('state').at(-1);
  assert.deepEqual([state, offline], ['reconnecting', true]);
  setOnline(harness, true);
  assert.deepEqual(harness.details('state').at(-1), { state: 'reconnecting', attempt: 1 });
  assert.equal(harness.sockets.length, 2, 'connects at once');
  harness.acceptJoin(resumed());
  assert.deepEqual(harness.details('state').at(-1), { state: 'open', transport: 'websocket' });
});

test('keeps the connection when the server answers although the browser takes itself for offline', () => {
  const harness = new ClientHarness();
  harness.join();
  setOnline(harness, false);
  harness.socket.receive({ type: 'pong' });
  harness.clock.advance(15_000);
  assert.equal(harness.client.state, 'open');
});

test('connects although the browser takes itself for offline', () => {
  const harness = new ClientHarness();
  harness.environment.navigator.onLine = false;
  void harness.client.join();
  harness.disconnect();
  assert.equal(harness.details('state').at(-1).offline, true);
  harness.acceptJoin();
  assert.deepEqual(harness.details('state').at(-1), { state: 'open', transport: 'websocket', offline: true });
});

for (const type of ['online', 'visibilitychange', 'pageshow', 'resume', 'change']) {
  test(`checks the connection within five seconds after ${type}`, () => {
    const harness = new ClientHarness();
    harness.join();
    if (type === 'change') harness.environment.navigator.connection.dispatchEvent(new Event(type));
    else harness.dispatchInEnvironment(type);
    assert.deepEqual(harness.socket.takeSent(), [{ type: 'ping' }]);
    harness.clock.advance(5_000);
    assert.equal(harness.client.state, 'reconnecting');
  });
}

test('leaves a seat to another client that has taken it over after a failed WebSocket', () => {
  const harness = new ClientHarness();
  harness.join();
  harness.socket.closeFromServer(1006);
  harness.clock.advance(10_000);
  harness.socket.closeFromServer(1006); // without a join, nothing of it can arrive late
  harness.clock.advance(1_000);
  harness.acceptJoin(resumed());
  harness.socket.closeFromServer(4409);
  assert.equal(harness.client.state, 'closed');
});

test('takes the seat back once when a join without an answer may have arrived late', () => {
  const harness = new ClientHarness();
  harness.join();
  harness.disconnect();
  harness.socket.open();
  harness.socket.closeFromServer(1006);
  harness.clock.advance(1_000);
  harness.acceptJoin(resumed());
  harness.socket.closeFromServer(4409);
  assert.equal(harness.client.state, 'reconnecting');
});

test('a client that has left keeps no listeners on the page, and has them again after the next join', () => {
  const harness = new ClientHarness();
  const { environment } = harness;
  const added = new Set();
  const add = environment.addEventListener.bind(environment);
  environment.addEventListener = (
    /** @type {string} */ type,
    /** @type {any} */ listener,
    /** @type {any} */ options,
  ) => {
    added.add(type);
    options.signal.addEventListener('abort', () => added.delete(type));
    add(type, listener, options);
  };
  harness.join();
  assert.equal(added.size, 6);
  harness.client.leave();
  assert.equal(added.size, 0);
  void harness.client.join();
  assert.equal(added.size, 6);
});

test('the end of a page in the background gives up the seat, and is reported', () => {
  const harness = new ClientHarness();
  /** @type {string[]} */
  const types = [];
  harness.client.addEventListener('environment', ({ detail }) => types.push(detail.type));
  harness.join();
  for (const type of ['visibilitychange', 'online', 'pagehide'])
    harness.environment.dispatchEvent(new Event(type));
  assert.deepEqual(types, ['visibilitychange', 'online', 'pagehide']);
  assert.equal(harness.socket.takeSent().at(-1)?.type, 'leave');
});

for (const [event, type] of /** @type {[string, string][]} */ ([
  ['environment', 'visibilitychange'],
  ['environment', 'online'],
  ['environment', 'pageshow'],
  ['state', 'online'],
]))
  test(`a client that leaves in the event ${event} after ${type} stays closed`, () => {
    const harness = new ClientHarness();
    harness.join();
    harness.client.addEventListener(event, () => harness.client.leave());
    harness.dispatchInEnvironment(type);
    assert.equal(harness.client.state, 'closed');
    harness.clock.advance(60_000);
    assert.equal(harness.client.state, 'closed');
  });
