/** @import { FakeConnection } from './support/connection.js' */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pair } from './support/pair.js';
import { seeded } from './support/random.js';
import { fakeStream } from './support/stream.js';

const SEEDS = 500;

/** @param {Pair} pair @param {string} [hint] */
function assertAgreed(pair, hint) {
  for (const { state, expected, actual } of pair.agreement) {
    assert.equal(state, 'stable', hint);
    assert.ok(expected, hint);
    assert.equal(actual, expected, hint);
  }
}

test('the higher seat makes the first offer, and one exchange is enough', async () => {
  const pair = new Pair(seeded(1), { low: fakeStream('audio video'), high: fakeStream('audio video') });
  /** @type {string[]} */
  const said = [];
  for (const queue of [pair.toLow, pair.toHigh]) {
    const push = queue.push.bind(queue);
    queue.push = (signal) => {
      if (signal.type !== 'candidate')
        said.push(`${signal.type} to ${queue === pair.toLow ? 'low' : 'high'}`);
      return push(signal);
    };
  }
  await pair.settle();
  assert.deepEqual(said, ['offer to low', 'answer to high']);
  assertAgreed(pair);
  assert.deepEqual(pair.received, ['audio video', 'audio video']);
  assert.equal(pair.low.connection.getTransceivers().length, 2, 'no line is there twice');
});

test('who has no camera still receives', async () => {
  for (const side of ['low', 'high']) {
    const pair = new Pair(seeded(2), { [side]: fakeStream('audio video') });
    /** @type {string[]} */
    const shown = [];
    const watcher = side === 'low' ? pair.high : pair.low;
    watcher.addEventListener('stream', (event) => {
      const { stream } = /** @type {CustomEvent} */ (event).detail;
      shown.push(
        stream
          .getTracks()
          .map((/** @type {any} */ { kind }) => kind)
          .join(' '),
      );
    });
    await pair.settle();
    assertAgreed(pair);
    assert.deepEqual(pair.received, side === 'low' ? ['', 'audio video'] : ['audio video', '']);
    assert.deepEqual(shown, ['audio video']);
  }
});

test('another camera needs no negotiation, a removed one does', async () => {
  const pair = new Pair(seeded(3), { low: fakeStream('audio video') });
  /** @type {unknown[]} */
  const shown = [];
  pair.high.addEventListener('stream', (event) =>
    shown.push(/** @type {CustomEvent} */ (event).detail.stream),
  );
  await pair.settle();
  const before = pair.low.connection.localDescription;
  const other = fakeStream('audio video');
  pair.low.setTracks(other);
  await pair.settle();
  assert.equal(pair.low.connection.localDescription, before);
  assert.deepEqual(
    pair.low.connection.getTransceivers().map(({ sender }) => sender.track),
    other.getTracks(),
  );
  pair.low.setTracks(fakeStream('audio'));
  await pair.settle();
  assert.deepEqual(pair.received, ['', 'audio']);
  pair.low.setTracks(null);
  await pair.settle();
  assert.deepEqual(pair.received, ['', '']);
  assert.equal(shown.at(-1), null);
});

test('a second camera gets a line of its own, from either side', async () => {
  const pair = new Pair(seeded(4), {
    low: fakeStream('audio video video'),
    high: fakeStream('audio video video'),
  });
  await pair.settle();
  assertAgreed(pair);
  assert.deepEqual(pair.received, ['audio video video', 'audio video video']);
});

test('whoever renegotiates whenever, it settles', async () => {
  for (let seed = 0; seed < SEEDS; seed++) {
    const random = seeded(seed);
    const pair = new Pair(random, { low: fakeStream('audio video'), high: fakeStream('audio') });
    for (let n = 0; n < 40; n++) {
      await pair.step();
      change(random() < 0.5 ? pair.low : pair.high, random());
      pair.clock.advance(1000);
    }
    const [low, high] = [fakeStream('audio video'), fakeStream('audio video')];
    pair.low.setTracks(low);
    pair.high.setTracks(high);
    await pair.settle();
    assertAgreed(pair, `seed ${seed}`);
    assert.deepEqual(pair.received, ['audio video', 'audio video'], `seed ${seed}`);
  }
});

test('whoever meets anew or reloads the page whenever, it settles', async () => {
  for (let seed = 0; seed < SEEDS; seed++) {
    const random = seeded(seed);
    const pair = new Pair(random, { low: fakeStream('audio video'), high: fakeStream('audio video') });
    for (let n = 0; n < 40; n++) {
      await pair.step();
      change(random() < 0.5 ? pair.low : pair.high, random());
      pair.clock.advance(1000);
      if (random() < 0.05) await meetAnew(pair, random);
    }
    pair.low.setTracks(fakeStream('audio video'));
    pair.high.setTracks(fakeStream('audio video'));
    await pair.settle();
    assertAgreed(pair, `seed ${seed}`);
    assert.deepEqual(pair.received, ['audio video', 'audio video'], `seed ${seed}`);
  }
});

test('a connection that fails is restarted, less and less often, and then given up for a new one', async () => {
  const pair = new Pair(seeded(5), { low: fakeStream('audio'), high: fakeStream('audio') });
  await pair.settle();
  const made = [pair.high.connection];
  for (const delay of [0, 2000, 4000, 8000]) {
    const { connection } = pair.high;
    const before = connection.localDescription;
    fake(connection).becomes('failed');
    pair.clock.advance(delay - 1);
    await pair.settle();
    assert.equal(pair.high.connection.localDescription, before);
    pair.clock.advance(1);
    await pair.settle();
    assert.notEqual(pair.high.connection.localDescription, before, `after ${delay} ms`);
    assertAgreed(pair);
    if (!made.includes(pair.high.connection)) made.push(pair.high.connection);
  }
  assert.equal(made.length, 3, 'two restarts, two new connections');
  const connection = fake(pair.high.connection);
  const before = connection.localDescription;
  connection.becomes('connected');
  connection.becomes('failed');
  pair.clock.advance(0);
  await pair.settle();
  assert.equal(pair.high.connection, /** @type {unknown} */ (connection));
  assert.notEqual(connection.localDescription, before, 'after a success it begins with a restart, at once');
  assert.deepEqual(pair.received, ['audio', 'audio']);
});

for (const flowing of [true, false]) {
  test(`a connection on which ${flowing ? 'something' : 'nothing'} comes in after a restart is ${flowing ? 'kept' : 'replaced'}`, async () => {
    const pair = new Pair(seeded(8), { low: fakeStream('audio'), high: fakeStream('audio') });
    await pair.settle();
    const { connection } = pair.low;
    for (const one of [connection, pair.high.connection]) fake(one).becomes('connected');
    connection.restartIce();
    await pair.settle();
    for (let seconds = 0; seconds < 30; seconds++) {
      fake(pair.high.connection).bytes += 1000;
      if (flowing) fake(pair.low.connection).bytes += 1000;
      pair.clock.advance(1000);
      await pair.settle();
    }
    assert.equal(pair.low.connection === connection, flowing);
    assertAgreed(pair);
    assert.deepEqual(pair.received, ['audio', 'audio']);
  });
}

test('a connection that mends itself is left alone', async () => {
  const pair = new Pair(seeded(6), {});
  await pair.settle();
  const connection = fake(pair.high.connection);
  const before = connection.localDescription;
  connection.becomes('disconnected');
  pair.clock.advance(3999);
  connection.becomes('connected');
  pair.clock.advance(60_000);
  await pair.settle();
  assert.equal(connection.localDescription, before);
  connection.becomes('disconnected');
  pair.clock.advance(4000);
  await pair.settle();
  assert.notEqual(connection.localDescription, before);
});

test('nothing is said to a peer that has no seat, and all is said when it is back', async () => {
  const pair = new Pair(seeded(7), { low: fakeStream('audio') });
  await pair.settle();
  pair.high.stopNegotiation();
  pair.high.setTracks(fakeStream('audio video'));
  fake(pair.high.connection).becomes('failed');
  pair.clock.advance(60_000);
  await pair.settle();
  assert.deepEqual(pair.received, ['', 'audio']);
  const { connection } = pair.high;
  pair.high.startNegotiation(true);
  pair.low.startNegotiation(false);
  await pair.settle();
  assertAgreed(pair);
  assert.deepEqual(pair.received, ['audio video', 'audio']);
  assert.equal(pair.high.connection, connection, 'on the same connection');
  assert.equal(connection.getTransceivers().length, 2, 'with the same lines');
});

/** @param {RTCPeerConnection} connection */
function fake(connection) {
  return /** @type {FakeConnection} */ (/** @type {unknown} */ (connection));
}

/** Something that needs a negotiation, or nothing. @param {import('../rtc/peer-connection.js').PeerConnection} peer @param {number} chance */
function change(peer, chance) {
  if (chance < 0.1) peer.connection.restartIce();
  else if (chance < 0.2) peer.setTracks(null);
  else if (chance < 0.3) peer.setTracks(fakeStream('audio video'));
  else if (chance < 0.35) peer.setTracks(fakeStream('audio video video'));
  else if (chance < 0.37) fails(peer);
}

/** Often enough for a new connection. @param {import('../rtc/peer-connection.js').PeerConnection} peer */
function fails({ connection }) {
  for (let n = 0; n < 3; n++) fake(connection).becomes('failed');
}

/**
 * One takes a new seat, which is the higher one from now on: with its old connection or, after a reload, a new one.
 * What was on its way is lost in part: the end of what it has said, the beginning of what it is told.
 *
 * @param {Pair} pair @param {() => number} random
 */
async function meetAnew(pair, random) {
  if (random() < 0.5) swap(pair);
  pair.toHigh = pair.toHigh.slice(Math.floor(random() * (pair.toHigh.length + 1)));
  const count = Math.floor(random() * (pair.toLow.length + 1));
  const said = pair.toLow.splice(0).slice(0, count);
  if (random() < 0.5) {
    pair.high.close();
    pair.high = pair.peer('high', true, fakeStream('audio video'));
  } else {
    pair.high.startNegotiation(true);
  }
  // The other one learns it behind what was said before, and may still answer that.
  for (const signal of said) {
    pair.low.receive(signal);
    for (let turns = Math.floor(random() * 8); turns > 0; turns--) await null;
  }
  pair.low.startNegotiation(false);
}

/** The one with the lower seat becomes the one with the higher seat. @param {Pair} pair */
function swap(pair) {
  [pair.low, pair.high] = [pair.high, pair.low];
  [pair.toLow, pair.toHigh] = [pair.toHigh, pair.toLow];
}

test('a way that works is not `connecting` because of an offer, as Firefox has it', async () => {
  const pair = new Pair(seeded(3), { low: fakeStream('video'), high: fakeStream('video') });
  await pair.settle();
  /** @type {string[]} */
  const told = [];
  pair.low.addEventListener('connection', (event) => {
    told.push(/** @type {CustomEvent} */ (event).detail.state);
  });
  const connection = /** @type {FakeConnection} */ (/** @type {unknown} */ (pair.low.connection));
  connection.becomes('connected');
  connection.signalingState = 'have-local-offer';
  connection.becomes('connecting');
  connection.signalingState = 'stable';
  connection.becomes('connected');
  assert.deepEqual(new Set(told), new Set(['connected']));
  connection.becomes('connecting');
  assert.equal(told.at(-1), 'connecting', 'but one that was lost is');
});
