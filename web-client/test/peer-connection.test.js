/** @import { FakePeerConnection } from './support/fake-peer-connection.js' */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourcesOf } from '../rtc/source-names.js';
import { fakeStream } from './support/fake-stream.js';
import { PeerPair } from './support/peer-pair.js';
import { seeded } from './support/random.js';

const SEEDS = 500;

/** @param {PeerPair} pair @param {string} [hint] */
function assertAgreed(pair, hint) {
  for (const { state, expected, actual } of pair.agreement) {
    assert.equal(state, 'stable', hint);
    assert.ok(expected, hint);
    assert.equal(actual, expected, hint);
  }
}

test('negotiates with one offer of the higher seat and one answer', async () => {
  const pair = new PeerPair(seeded(1), { low: fakeStream('audio video'), high: fakeStream('audio video') });
  /** @type {string[]} */
  const descriptions = [];
  for (const queue of [pair.toLow, pair.toHigh]) {
    const push = queue.push.bind(queue);
    queue.push = (signal) => {
      if (signal.type !== 'candidate')
        descriptions.push(`${signal.type} to ${queue === pair.toLow ? 'low' : 'high'}`);
      return push(signal);
    };
  }
  await pair.settle();
  assert.deepEqual(descriptions, ['offer to low', 'answer to high']);
  assertAgreed(pair);
  assert.deepEqual(pair.received, ['audio video', 'audio video']);
  assert.equal(pair.low.connection.getTransceivers().length, 2, 'one transceiver for each kind');
});

test('receives without sending', async () => {
  for (const side of ['low', 'high']) {
    const pair = new PeerPair(seeded(2), { [side]: fakeStream('audio video') });
    const receiver = side === 'low' ? pair.high : pair.low;
    await pair.settle();
    assertAgreed(pair);
    assert.deepEqual(pair.received, side === 'low' ? ['', 'audio video'] : ['audio video', '']);
    assert.deepEqual([...receiver.sources.keys()], ['microphone', 'camera']);
  }
});

test('negotiates when a track is removed, but not when it is replaced', async () => {
  const pair = new PeerPair(seeded(3), { low: fakeStream('audio video') });
  await pair.settle();
  const before = pair.low.connection.localDescription;
  const other = fakeStream('audio video');
  pair.low.setSources(sourcesOf(other));
  await pair.settle();
  assert.equal(pair.low.connection.localDescription, before);
  assert.deepEqual(
    pair.low.connection.getTransceivers().map(({ sender }) => sender.track),
    other.getTracks(),
  );
  pair.low.setSources(sourcesOf(fakeStream('audio')));
  await pair.settle();
  assert.deepEqual(pair.received, ['', 'audio']);
  pair.low.setSources(sourcesOf(null));
  await pair.settle();
  assert.deepEqual(pair.received, ['', '']);
  assert.equal(pair.high.sources.size, 0);
});

test('adds a transceiver for a second camera on either side', async () => {
  const pair = new PeerPair(seeded(4), {
    low: fakeStream('audio video video'),
    high: fakeStream('audio video video'),
  });
  await pair.settle();
  assertAgreed(pair);
  assert.deepEqual(pair.received, ['audio video video', 'audio video video']);
});

/** The chance of a new seat in each step. */
const SETTLING = {
  'either side renegotiates': 0,
  'a peer takes a new seat or reloads its page': 0.05,
};

for (const [occasion, chanceOfNewSeat] of Object.entries(SETTLING)) {
  test(`settles whenever ${occasion}`, async () => {
    for (let seed = 0; seed < SEEDS; seed++) {
      const random = seeded(seed);
      const pair = new PeerPair(random, { low: fakeStream('audio video'), high: fakeStream('audio') });
      for (let n = 0; n < 40; n++) {
        await pair.step();
        change(random() < 0.5 ? pair.low : pair.high, random());
        pair.clock.advance(1000);
        if (random() < chanceOfNewSeat) await takeNewSeat(pair, random);
      }
      pair.low.setSources(sourcesOf(fakeStream('audio video')));
      pair.high.setSources(sourcesOf(fakeStream('audio video')));
      await pair.settle();
      assertAgreed(pair, `seed ${seed}`);
      assert.deepEqual(pair.received, ['audio video', 'audio video'], `seed ${seed}`);
    }
  });
}

test('restarts ICE with growing delays, and then replaces the connection', async () => {
  const pair = new PeerPair(seeded(5), { low: fakeStream('audio'), high: fakeStream('audio') });
  await pair.settle();
  const connections = [pair.high.connection];
  for (const delay of [0, 2000, 4000, 8000]) {
    const { connection } = pair.high;
    const before = connection.localDescription;
    fake(connection).setConnectionState('failed');
    pair.clock.advance(delay - 1);
    await pair.settle();
    assert.equal(pair.high.connection.localDescription, before);
    pair.clock.advance(1);
    await pair.settle();
    assert.notEqual(pair.high.connection.localDescription, before, `after ${delay} ms`);
    assertAgreed(pair);
    if (!connections.includes(pair.high.connection)) connections.push(pair.high.connection);
  }
  assert.equal(connections.length, 3, 'two restarts, two new connections');
  const connection = fake(pair.high.connection);
  const before = connection.localDescription;
  connection.setConnectionState('connected');
  connection.setConnectionState('failed');
  pair.clock.advance(0);
  await pair.settle();
  assert.equal(pair.high.connection, /** @type {unknown} */ (connection));
  assert.notEqual(connection.localDescription, before, 'it starts again with an immediate restart');
  assert.deepEqual(pair.received, ['audio', 'audio']);
});

for (const receiving of [true, false]) {
  test(`${receiving ? 'keeps' : 'replaces'} a connection that receives ${receiving ? 'media' : 'nothing'} after an ICE restart`, async () => {
    const pair = new PeerPair(seeded(8), { low: fakeStream('audio'), high: fakeStream('audio') });
    await pair.settle();
    const { connection } = pair.low;
    for (const one of [connection, pair.high.connection]) fake(one).setConnectionState('connected');
    connection.restartIce();
    await pair.settle();
    for (let seconds = 0; seconds < 30; seconds++) {
      fake(pair.high.connection).bytes += 1000;
      if (receiving) fake(pair.low.connection).bytes += 1000;
      pair.clock.advance(1000);
      await pair.settle();
    }
    assert.equal(pair.low.connection === connection, receiving);
    assertAgreed(pair);
    assert.deepEqual(pair.received, ['audio', 'audio']);
  });
}

test('waits four seconds for a disconnected connection to recover', async () => {
  const pair = new PeerPair(seeded(6), {});
  await pair.settle();
  const connection = fake(pair.high.connection);
  const before = connection.localDescription;
  connection.setConnectionState('disconnected');
  pair.clock.advance(3999);
  connection.setConnectionState('connected');
  pair.clock.advance(60_000);
  await pair.settle();
  assert.equal(connection.localDescription, before);
  connection.setConnectionState('disconnected');
  pair.clock.advance(4000);
  await pair.settle();
  assert.notEqual(connection.localDescription, before);
});

test('replaces a connection whose first offer was not answered when a new negotiation starts', async () => {
  const pair = new PeerPair(seeded(1), { low: fakeStream('audio'), high: fakeStream('audio') });
  while (pair.toLow.length === 0) await new Promise(setImmediate);
  const { connection } = pair.high;
  pair.toLow = [];
  pair.high.startNegotiation(true);
  pair.low.startNegotiation(false);
  await pair.settle();
  assert.equal(connection.signalingState, 'closed');
  assertAgreed(pair);
});

test('negotiates pending changes on the same connection when the peer has a seat again', async () => {
  const pair = new PeerPair(seeded(7), { low: fakeStream('audio') });
  await pair.settle();
  pair.high.stopNegotiation();
  pair.high.setSources(sourcesOf(fakeStream('audio video')));
  fake(pair.high.connection).setConnectionState('failed');
  pair.clock.advance(60_000);
  await pair.settle();
  assert.deepEqual(pair.received, ['', 'audio']);
  const { connection } = pair.high;
  pair.high.startNegotiation(true);
  pair.low.startNegotiation(false);
  await pair.settle();
  assertAgreed(pair);
  assert.deepEqual(pair.received, ['audio video', 'audio']);
  assert.equal(pair.high.connection, connection);
  assert.equal(connection.getTransceivers().length, 2, 'the same transceivers');
});

/** @param {RTCPeerConnection} connection */
function fake(connection) {
  return /** @type {FakePeerConnection} */ (/** @type {unknown} */ (connection));
}

/** Makes a random change, most of the time none. @param {import('../rtc/peer-connection.js').PeerConnection} peer @param {number} chance */
function change(peer, chance) {
  if (chance < 0.1) peer.connection.restartIce();
  else if (chance < 0.2) peer.setSources(sourcesOf(null));
  else if (chance < 0.3) peer.setSources(sourcesOf(fakeStream('audio video')));
  else if (chance < 0.35) peer.setSources(sourcesOf(fakeStream('audio video video')));
  else if (chance < 0.37) fail(peer);
}

/** Fails often enough for a new connection. @param {import('../rtc/peer-connection.js').PeerConnection} peer */
function fail({ connection }) {
  for (let n = 0; n < 3; n++) fake(connection).setConnectionState('failed');
}

/**
 * One peer takes a new seat, which is the higher one: with its connection or, after a reload, a new one. Of the signals in
 * flight, the first ones to it and the last ones from it are lost.
 *
 * @param {PeerPair} pair @param {() => number} random
 */
async function takeNewSeat(pair, random) {
  if (random() < 0.5) swap(pair);
  pair.toHigh = pair.toHigh.slice(Math.floor(random() * (pair.toHigh.length + 1)));
  const count = Math.floor(random() * (pair.toLow.length + 1));
  const signals = pair.toLow.splice(0).slice(0, count);
  if (random() < 0.5) {
    pair.high.close();
    pair.high = pair.create('high', true, fakeStream('audio video'));
  } else {
    pair.high.startNegotiation(true);
  }
  // The other peer learns of the new seat after these signals, and may still answer them.
  for (const signal of signals) {
    pair.low.receive(signal);
    for (let turns = Math.floor(random() * 8); turns > 0; turns--) await null;
  }
  pair.low.startNegotiation(false);
}

/** Swaps the two peers, so that the higher seat is the lower one. @param {PeerPair} pair */
function swap(pair) {
  [pair.low, pair.high] = [pair.high, pair.low];
  [pair.toLow, pair.toHigh] = [pair.toHigh, pair.toLow];
}

test('does not report Firefox’s `connecting` while an offer waits for its answer', async () => {
  const pair = new PeerPair(seeded(3), { low: fakeStream('video'), high: fakeStream('video') });
  await pair.settle();
  /** @type {string[]} */
  const states = [];
  pair.low.addEventListener('connection', (event) => {
    states.push(/** @type {CustomEvent} */ (event).detail.state);
  });
  const connection = /** @type {FakePeerConnection} */ (/** @type {unknown} */ (pair.low.connection));
  connection.setConnectionState('connected');
  connection.signalingState = 'have-local-offer';
  connection.setConnectionState('connecting');
  connection.signalingState = 'stable';
  connection.setConnectionState('connected');
  assert.deepEqual(new Set(states), new Set(['connected']));
  connection.setConnectionState('connecting');
  assert.equal(states.at(-1), 'connecting', 'reported when the connection is really lost');
});
