/** @import { Signal } from '../rtc/negotiation.js' */
/** @import { FakePeerConnection } from './support/fake-peer-connection.js' */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fingerprintOf } from './support/fake-peer-connection.js';
import { fakeStream, sourcesOf } from './support/fake-stream.js';
import { PeerPair } from './support/peer-pair.js';
import { seeded } from './support/random.js';

const SEEDS = 400;
/** Seconds in which any pair of connections has recovered, from whatever has happened. */
const RECOVERY_TIME = 180;

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

test('makes one offer with two lines, whatever the two sides send', async () => {
  for (let seed = 0; seed < SEEDS; seed++) {
    const random = seeded(seed);
    const [low, high] = [choose(random, STREAMS), choose(random, STREAMS)].map(fakeStream);
    const pair = new PeerPair(random, { low, high });
    await pair.run(3);
    assertAgreed(pair, `seed ${seed}`);
    assertLines(pair, 2, `seed ${seed}`);
    assert.equal(pair.descriptions, 2, `seed ${seed}`);
  }
});

/** Chances in each step. */
const SETTLING = {
  'either side renegotiates': { newSeat: 0, failing: 0 },
  'a peer takes a new seat or reloads its page': { newSeat: 0.05, failing: 0 },
  'operations fail': { newSeat: 0, failing: 0.03 },
  'many operations fail': { newSeat: 0, failing: 0.3 },
  'operations fail and peers take new seats': { newSeat: 0.05, failing: 0.03 },
};

for (const [occasion, { newSeat, failing }] of Object.entries(SETTLING)) {
  test(`settles whenever ${occasion}`, async () => {
    for (let seed = 0; seed < SEEDS; seed++) {
      const random = seeded(seed);
      const pair = new PeerPair(random, { low: fakeStream('audio video'), high: fakeStream('audio') });
      pair.failing = failing;
      let lines = 2;
      for (let n = 0; n < 40; n++) {
        await pair.step();
        lines = Math.max(lines, change(random() < 0.5 ? pair.low : pair.high, random()));
        if (random() < 0.2) pair.connect();
        pair.clock.advance(1000);
        if (random() < newSeat) lines = Math.max(lines, await takeNewSeat(pair, random));
      }
      pair.failing = 0;
      pair.low.setSources(sourcesOf(fakeStream('audio video')));
      pair.high.setSources(sourcesOf(fakeStream('audio video')));
      await pair.run(RECOVERY_TIME, 3);
      assertAgreed(pair, `seed ${seed}`);
      // After a collision of two offers that add a source each, both sources have a media section of their own.
      assertLines(pair, lines + 2, `seed ${seed}`);
      assert.deepEqual(pair.received, ['audio video', 'audio video'], `seed ${seed}`);
      const { descriptions } = pair;
      await pair.run(60, 3);
      assert.equal(pair.descriptions, descriptions, `seed ${seed} goes on negotiating`);
    }
  });
}

const STREAMS = ['', 'audio', 'video', 'audio video'];

/** @template T @param {() => number} random @param {T[]} choices @returns {T} */
function choose(random, choices) {
  return /** @type {T} */ (choices[Math.floor(random() * choices.length)]);
}

/**
 * Each side receives on the media sections on which the other one sends, and there are not too many sections.
 *
 * @param {PeerPair} pair @param {number} most @param {string} hint
 */
function assertLines(pair, most, hint) {
  const [low, high] = [pair.low, pair.high].map(({ connection }) => fake(connection).getTransceivers());
  assert.ok(low && high && low.length === high.length, hint);
  assert.ok(low.length <= most, `${hint}: ${low.length} lines, not ${most}`);
  for (const [senders, receivers] of [
    [low, high],
    [high, low],
  ]) {
    const sending = senders?.filter(({ sender }) => sender.track).map(({ mid }) => mid);
    const receiving = receivers
      ?.filter(({ currentDirection }) => /recv/.test(currentDirection ?? ''))
      .map(({ mid }) => mid);
    assert.deepEqual(sending?.sort(), receiving?.sort(), hint);
  }
}

test('restarts ICE with growing delays, and then replaces the connection', async () => {
  const pair = new PeerPair(() => 0, { low: fakeStream('audio'), high: fakeStream('audio') });
  await pair.settle();
  const connections = [pair.high.connection];
  for (const delay of [0, 1000, 2000, 4000]) {
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
  assert.deepEqual(pair.received, ['audio', 'audio']);
});

test('starts with an immediate restart again after the connection was stable', async () => {
  const pair = new PeerPair(() => 0, { low: fakeStream('audio'), high: fakeStream('audio') });
  for (const stable of [10, 40]) {
    fake(pair.high.connection).setConnectionState('failed');
    pair.clock.advance(1000);
    await pair.run(stable);
  }
  const { connection } = pair.high;
  const before = connection.localDescription;
  fake(connection).setConnectionState('failed');
  pair.clock.advance(0);
  await pair.settle();
  assert.notEqual(connection.localDescription, before);
});

test('waits four seconds for a disconnected connection to recover', async () => {
  const pair = new PeerPair(() => 0, {});
  await pair.run(3);
  const connection = fake(pair.high.connection);
  const before = connection.localDescription;
  connection.setConnectionState('disconnected');
  pair.clock.advance(3999);
  connection.setConnectionState('connected');
  await pair.run(60);
  assert.equal(connection.localDescription, before);
  connection.setConnectionState('disconnected');
  pair.clock.advance(4000);
  await pair.settle();
  assert.notEqual(connection.localDescription, before);
});

test('restarts ICE at once when the network has changed', async () => {
  const pair = new PeerPair(() => 0, {});
  await pair.run(3);
  const connection = fake(pair.high.connection);
  const before = connection.localDescription;
  connection.setConnectionState('disconnected');
  pair.high.check();
  pair.high.check();
  await pair.settle();
  assert.notEqual(connection.localDescription, before);
  assert.equal(pair.descriptions, 4, 'one restart');
});

test('restarts ICE within four seconds when media has stopped after a change of the network', async () => {
  const pair = new PeerPair(() => 0, { low: fakeStream('audio'), high: fakeStream('audio') });
  await pair.run(10);
  const restarts = countRestarts(fake(pair.high.connection));
  for (let n = 0; n < 10; n++) pair.high.check(); // a burst of events
  await pair.run(10);
  assert.equal(restarts(), 0, 'media arrives');
  pair.high.check();
  for (let n = 0; n < 4; n++) {
    pair.clock.advance(1000);
    await pair.settle();
  }
  assert.equal(restarts(), 1);
});

/** @param {FakePeerConnection} connection */
function countRestarts(connection) {
  let count = 0;
  const restart = connection.restartIce.bind(connection);
  connection.restartIce = () => {
    count += 1;
    restart();
  };
  return () => count;
}

test('goes on to measure when statistics never come', async () => {
  const pair = new PeerPair(() => 0, { low: fakeStream('audio') });
  await pair.run(3);
  const connection = fake(pair.high.connection);
  const { getStats } = connection;
  connection.getStats = () => new Promise(() => {});
  await pair.run(10);
  connection.getStats = getStats;
  await pair.run(3);
  const restarts = countRestarts(connection);
  for (let n = 0; n < 20; n++) {
    pair.clock.advance(1000);
    await pair.settle();
  }
  assert.ok(restarts() > 0);
});

test('without a seat of the peer, the connection is lost when media has stopped', async () => {
  const pair = new PeerPair(() => 0, { low: fakeStream('audio'), high: fakeStream('audio') });
  await pair.run(10);
  let lost = 0;
  pair.high.addEventListener('lost', () => (lost += 1));
  pair.high.setSources(sourcesOf(fakeStream('audio video video')));
  await new Promise(setImmediate); // an offer that gets no answer
  pair.high.stopNegotiation();
  for (let n = 0; n < 100; n++) {
    fake(pair.high.connection).bytes += 1000;
    pair.clock.advance(1000);
    await new Promise(setImmediate);
  }
  assert.equal(lost, 0);
  for (let n = 0; n < 16; n++) {
    pair.clock.advance(1000);
    await new Promise(setImmediate);
  }
  assert.equal(lost, 1);
});

test('restarts ICE, and then replaces the connection, when connecting takes too long', async () => {
  const pair = new PeerPair(() => 0, { low: fakeStream('audio') });
  await pair.settle();
  const { connection } = pair.high;
  const before = connection.localDescription;
  for (const side of [pair.low, pair.high]) fake(side.connection).setConnectionState('connecting');
  pair.clock.advance(15_000);
  await pair.settle();
  assert.notEqual(connection.localDescription, before);
  assert.equal(pair.high.connection, connection);
  for (let n = 0; n < 60; n++) {
    pair.clock.advance(1000);
    await pair.settle();
  }
  assert.equal(connection.signalingState, 'closed');
  assertAgreed(pair);
});

test('repeats the first offer when a new negotiation starts', async () => {
  const pair = new PeerPair(seeded(1), { low: fakeStream('audio'), high: fakeStream('audio') });
  while (pair.toLow.length === 0) await new Promise(setImmediate);
  const { connection } = pair.high;
  pair.toLow = [];
  pair.high.startNegotiation(true);
  pair.low.startNegotiation(false);
  await pair.settle();
  assert.equal(pair.high.connection, connection);
  assertAgreed(pair);
});

test('repeats an offer that is not answered, and then replaces the connection', async () => {
  const pair = new PeerPair(() => 0, {});
  const { connection } = pair.high;
  /** @type {string[]} */
  const fingerprints = [];
  for (let seconds = 0; seconds < 40; seconds++) {
    await new Promise(setImmediate);
    for (const signal of pair.toLow.splice(0))
      if (signal.type === 'offer') fingerprints.push(fingerprintOf(signal.sdp) ?? '');
    pair.clock.advance(1000);
  }
  assert.equal(fingerprints.length, 4);
  assert.equal(new Set(fingerprints).size, 2, 'three times the same, and a new one');
  assert.equal(connection.signalingState, 'closed');
});

test('makes an offer if that of the peer does not come', async () => {
  const pair = new PeerPair(() => 0, { low: fakeStream('audio') });
  pair.high.stopNegotiation(); // plays a peer that only answers
  pair.clock.advance(20_000);
  await new Promise(setImmediate);
  assert.equal(pair.toHigh[0]?.type, 'offer');
});

for (const side of /** @type {const} */ (['low', 'high'])) {
  test(`replaces a connection that cannot apply a description (${side})`, async () => {
    const pair = new PeerPair(seeded(1), { low: fakeStream('audio'), high: fakeStream('audio') });
    fake(pair[side].connection).setRemoteDescription = () => Promise.reject(new Error('for the test'));
    await pair.run(15);
    assert.deepEqual(pair.failures, [`${side} ${side === 'low' ? 'offer' : 'answer'}`]);
    assertAgreed(pair);
    assert.deepEqual(pair.received, ['audio', 'audio']);
    assert.equal(fake(pair[side].connection).connectionState, 'connected');
  });
}

test('replaces a connection with an operation that never settles', async () => {
  const pair = new PeerPair(seeded(1), { low: fakeStream('audio'), high: fakeStream('audio') });
  fake(pair.low.connection).setRemoteDescription = () => new Promise(() => {});
  /** @type {any[]} */
  const codes = [];
  pair.low.addEventListener('failure', ({ detail }) => codes.push(/** @type {any} */ (detail.error).code));
  await pair.run(30);
  assert.deepEqual(codes, ['operation-timeout']);
  assertAgreed(pair);
  assert.deepEqual(pair.received, ['audio', 'audio']);
});

test('keeps a connection that an offer has replaced while its own replacement was waiting', async () => {
  const pair = new PeerPair(() => 0, { low: fakeStream('audio'), high: fakeStream('audio') });
  await pair.settle();
  replace(pair.low);
  await pair.settle();
  assert.deepEqual(pair.failures, ['low negotiate']);
  fake(pair.high.connection).close();
  pair.high = pair.create('high', true, fakeStream('audio')); // its page was reloaded
  while (pair.toLow.length === 0) await new Promise(setImmediate);
  for (const signal of pair.toLow.splice(0)) pair.low.receive(signal);
  pair.clock.advance(500); // the replacement is due, and waits for the offer
  await pair.settle();
  const { connection } = pair.low;
  assertAgreed(pair);
  assert.equal(pair.descriptions, 4);
  await pair.run(60);
  assert.equal(pair.low.connection, connection);
});

/** Things that a faulty peer may send again and again, with the number of descriptions that a minute of it may cause. */
const FAULTS = {
  'does not answer': { most: 10, signals: () => [] },
  'answers each offer twice': {
    most: 2,
    signals: (/** @type {Signal[]} */ received, /** @type {PeerPair} */ pair) =>
      received.flatMap((signal) => {
        const answer = signal.type === 'offer' && pair.low.connection.localDescription?.sdp;
        return answer ? [{ type: 'answer', sdp: answer.replace(/^o=.*/m, 'o=- 1 2 IN IP4 0.0.0.0') }] : [];
      }),
    relays: true,
  },
  'sends answers that fail': { most: 15, signals: () => [{ type: 'answer', sdp: 'malformed' }] },
  'sends answers of new connections': {
    most: 15,
    signals: (/** @type {Signal[]} */ _, /** @type {PeerPair} */ __, /** @type {number} */ n) => [
      { type: 'answer', sdp: `v=0\r\na=fingerprint:sha-256 ${n}\r\n` },
    ],
    relays: true,
  },
  'sends offers that fail': {
    most: 15,
    signals: () => Array(5).fill({ type: 'offer', sdp: 'malformed' }),
  },
  'sends offers of new connections': {
    most: 40,
    signals: (/** @type {Signal[]} */ _, /** @type {PeerPair} */ __, /** @type {number} */ n) =>
      [0, 1, 2, 3].map((k) => ({ type: 'offer', sdp: `v=0\r\na=fingerprint:sha-256 x${n}.${k}\r\n` })),
  },
  'sends candidates of unknown lines': {
    most: 2,
    signals: () => Array(5).fill({ type: 'candidate', candidate: { sdpMid: 'x', usernameFragment: 'x' } }),
    relays: true,
  },
};

for (const [fault, { most, signals, relays }] of Object.entries(/** @type {Record<string, any>} */ (FAULTS)))
  test(`limits the work, and recovers after a reload, when a peer ${fault}`, async () => {
    const pair = new PeerPair(seeded(5), { low: fakeStream('audio'), high: fakeStream('audio') });
    let connections = new Set([pair.high.connection]);
    const minutes = 3;
    for (let n = 0; n < minutes * 60; n++) {
      await new Promise(setImmediate);
      const received = [...pair.toLow];
      if (relays) await pair.settle();
      pair.toLow = [];
      for (const signal of signals(received, pair, n)) {
        pair.high.receive(signal);
        await new Promise(setImmediate);
        connections.add(pair.high.connection);
      }
      if (relays) await pair.settle();
      if (relays) pair.connect();
      pair.clock.advance(1000);
    }
    assert.ok(pair.descriptions <= most * minutes, `${pair.descriptions} descriptions`);
    assert.ok(connections.size <= 15 * minutes, `${connections.size} connections`);
    pair.low.close();
    pair.toHigh = [];
    pair.low = pair.create('low', false, fakeStream('audio'));
    pair.high.startNegotiation(true);
    await pair.run(60);
    assertAgreed(pair);
    assert.deepEqual(pair.received, ['audio', 'audio']);
  });

test('limits the answers to a peer that sends offers without end', async () => {
  const pair = new PeerPair(seeded(5), { low: fakeStream('audio'), high: fakeStream('audio') });
  await pair.run(5);
  pair.descriptions = 0;
  const sdp = pair.low.connection.remoteDescription?.sdp ?? '';
  for (let n = 0; n < 60 * 50; n++) {
    pair.low.receive({ type: 'offer', sdp });
    await new Promise(setImmediate);
    pair.clock.advance(20);
  }
  const [least, burst] = [8 * 60, 8 * 10];
  assert.ok(
    pair.descriptions >= least && pair.descriptions <= least + burst,
    `${pair.descriptions} descriptions`,
  );
});

test('limits the signals that wait for an operation', async () => {
  const pair = new PeerPair(seeded(1), { low: fakeStream('audio'), high: fakeStream('audio') });
  await pair.settle();
  let started = 0;
  fake(pair.high.connection).addIceCandidate = () => {
    started += 1;
    return new Promise(() => {});
  };
  let processed = 0;
  const signal = /** @type {Signal} */ ({ type: 'candidate', candidate: null });
  Object.defineProperty(signal, 'candidate', { get: () => ((processed += 1), null) });
  for (let n = 0; n < 5000; n++) pair.high.receive(signal);
  await pair.run(60);
  assert.equal(processed, 200);
  assert.equal(started, 1, 'none on a connection that does not respond');
  assertAgreed(pair);
});

test('recovers while further operations fail', async () => {
  const pair = new PeerPair(seeded(1), { low: fakeStream('audio'), high: fakeStream('audio') });
  await pair.settle();
  for (let n = 0; n < 20; n++) {
    pair.high.receive({ type: 'answer', sdp: `v=0\r\na=ice-ufrag:x${n}\r\n` });
    await new Promise(setImmediate);
    pair.clock.advance(100);
  }
  assert.ok(pair.descriptions > 2, 'another offer');
});

test('waits for signaling to recover', async () => {
  const pair = new PeerPair(() => 0, {});
  await pair.run(3);
  pair.online = false;
  fake(pair.high.connection).setConnectionState('failed');
  pair.clock.advance(60_000);
  await pair.settle();
  assert.equal(pair.descriptions, 2);
  pair.online = true;
  pair.clock.advance(1000);
  await pair.settle();
  assert.equal(pair.descriptions, 4);
});

test('keeps the other settings of a connection when the ICE servers change, and retries with the next restart', async () => {
  const pair = new PeerPair(seeded(1), {});
  await pair.run(3);
  const connection = fake(pair.high.connection);
  connection.configuration = { iceTransportPolicy: 'relay', bundlePolicy: 'max-bundle' };
  pair.high.setIceServers([{ urls: 'stun:one.example' }]);
  const expected = {
    iceTransportPolicy: 'relay',
    bundlePolicy: 'max-bundle',
    iceServers: [{ urls: 'stun:one.example' }],
  };
  assert.deepEqual(connection.configuration, expected);
  connection.fails = () => true;
  pair.high.setIceServers([{ urls: 'stun:two.example' }]);
  connection.fails = () => false;
  await pair.settle();
  assert.deepEqual(pair.failures, ['high setConfiguration']);
  assert.deepEqual(connection.configuration, expected);
  connection.setConnectionState('failed');
  pair.clock.advance(0);
  assert.deepEqual(connection.configuration.iceServers, [{ urls: 'stun:two.example' }]);
});

test('negotiates pending changes on the same connection when the peer has a seat again', async () => {
  const pair = new PeerPair(seeded(7), { low: fakeStream('audio') });
  await pair.settle();
  pair.high.stopNegotiation();
  pair.low.stopNegotiation();
  pair.high.setSources(sourcesOf(fakeStream('audio video')));
  fake(pair.high.connection).setConnectionState('failed');
  await pair.settle();
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

/**
 * Makes a random change, most of the time none.
 *
 * @param {import('../rtc/peer-connection.js').PeerConnection} peer @param {number} chance
 * @returns {number} of lines that it needs
 */
function change(peer, chance) {
  if (chance < 0.1) peer.connection.restartIce();
  else if (chance < 0.2) peer.setSources(sourcesOf(null));
  else if (chance < 0.3) peer.setSources(sourcesOf(fakeStream('audio video')));
  else if (chance < 0.35) peer.setSources(sourcesOf(fakeStream('audio video video')));
  else if (chance < 0.38) fake(peer.connection).setConnectionState('failed');
  else if (chance < 0.4) peer.setIceServers([{ urls: `stun:${chance}` }]);
  else if (chance < 0.42) peer.check();
  else if (chance < 0.43) replace(peer);
  return chance >= 0.3 && chance < 0.35 ? 3 : 2;
}

/** Makes a connection fail until it is replaced. @param {import('../rtc/peer-connection.js').PeerConnection} peer */
function replace(peer) {
  const connection = fake(peer.connection);
  connection.setLocalDescription = () => Promise.reject(new Error('for the test'));
  connection.restartIce();
}

/**
 * One peer takes a new seat, which is the higher one: with its connection or, after a reload, a new one. Of the signals in
 * flight, the first ones to it and the last ones from it are lost.
 *
 * @param {PeerPair} pair @param {() => number} random
 * @returns {Promise<number>} of lines that were needed
 */
async function takeNewSeat(pair, random) {
  if (random() < 0.3) return loseSeats(pair, random);
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
  return 2;
}

/**
 * Both sides lose their seats, with all signals in flight, go on for a while, and get seats in any order. Each may reload.
 *
 * @param {PeerPair} pair @param {() => number} random
 */
async function loseSeats(pair, random) {
  for (const side of [pair.low, pair.high]) side.stopNegotiation();
  pair.toLow = [];
  pair.toHigh = [];
  let lines = 2;
  for (let n = Math.floor(random() * 10); n > 0; n--) {
    lines = Math.max(lines, change(random() < 0.5 ? pair.low : pair.high, random()));
    await new Promise(setImmediate);
    pair.clock.advance(1000);
  }
  if (random() < 0.5) swap(pair);
  for (const [name, polite] of /** @type {const} */ ([
    ['low', false],
    ['high', true],
  ])) {
    if (random() < 0.3) {
      pair[name].close();
      pair[name] = pair.create(name, polite, fakeStream('audio video'));
    } else {
      pair[name].startNegotiation(polite);
    }
  }
  return lines;
}

/** Swaps the two peers, so that the higher seat is the lower one. @param {PeerPair} pair */
function swap(pair) {
  [pair.low, pair.high] = [pair.high, pair.low];
  [pair.toLow, pair.toHigh] = [pair.toHigh, pair.toLow];
}

test('reports each state once', async () => {
  const pair = new PeerPair(seeded(3), { low: fakeStream('video') });
  /** @type {string[]} */
  const states = [];
  pair.low.addEventListener('connection', ({ detail }) => states.push(detail.state));
  await pair.run(3);
  for (const state of ['connected', 'connected', 'disconnected', 'connected'])
    fake(pair.low.connection).setConnectionState(state);
  assert.deepEqual(states, ['connected', 'disconnected', 'connected']);
});

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

test('limits the candidates of each ICE generation', async () => {
  const pair = new PeerPair(seeded(3), { low: fakeStream('video'), high: fakeStream('video') });
  await pair.run(3);
  let added = 0;
  fake(pair.low.connection).addIceCandidate = async () => void (added += 1);
  for (let n = 0; n < 1000; n++) {
    pair.low.receive({ type: 'candidate', candidate: { candidate: `candidate:${n}`, sdpMid: '0' } });
    await new Promise(setImmediate);
  }
  assert.ok(added > 100 && added <= 200, `${added} candidates`);
  pair.high.connection.restartIce();
  await pair.run(3);
  const before = added;
  pair.low.receive({ type: 'candidate', candidate: { candidate: 'candidate:1', sdpMid: '0' } });
  await new Promise(setImmediate);
  assert.equal(added, before + 1, 'after a restart of ICE');
});
