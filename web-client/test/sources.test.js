import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PeerPair } from './support/peer-pair.js';
import { fakeTrack } from './support/fake-stream.js';
import { seeded } from './support/random.js';

/** @import { LocalSource } from '../rtc/sent-sources.js' */
/** @import { PeerConnection } from '../rtc/peer-connection.js' */

const microphone = { kind: /** @type {const} */ ('audio'), track: fakeTrack('audio') };
const camera = { kind: /** @type {const} */ ('video'), track: fakeTrack('video') };
const screen = { kind: /** @type {const} */ ('video'), track: fakeTrack('video') };

/** A connected pair, with the changes of the sources that the high side receives. @param {Record<string, LocalSource>} [sources] */
async function connect(sources = { microphone, camera }, seed = 1) {
  const pair = new PeerPair(seeded(seed));
  publish(pair.low, sources);
  publish(pair.high, { microphone, camera });
  /** @type {string[]} */
  const changes = [];
  for (const change of ['added', 'changed', 'removed'])
    pair.high.addEventListener(`source-${change}`, (event) => {
      const { source } = /** @type {CustomEvent} */ (event).detail;
      changes.push(`${source.name} ${change}`);
    });
  await pair.settle();
  return { pair, changes };
}

/** @param {PeerConnection} peer @param {Record<string, LocalSource>} sources */
function publish(peer, sources) {
  peer.setSources(new Map(Object.entries(sources)));
}

/** @param {PeerConnection} peer */
function lines({ connection }) {
  return connection.localDescription?.sdp.match(/^m=/gm)?.length;
}

/** @param {PeerConnection} peer */
function names({ sources }) {
  return [...sources.values()].map(({ name, kind, muted, track }) => {
    return [name, kind, muted ? 'muted' : '', track ? '' : 'no track'].filter(Boolean).join(' ');
  });
}

test('the peer receives each source under its name, and own sources share the lines', async () => {
  const { pair, changes } = await connect({ microphone, camera, screen });
  assert.deepEqual(names(pair.high), ['microphone audio', 'camera video', 'screen video']);
  assert.deepEqual(names(pair.low), ['microphone audio', 'camera video']);
  assert.deepEqual(changes, ['microphone added', 'camera added', 'screen added']);
  assert.equal(lines(pair.low), 3);
});

test('a screen comes and goes beside the camera, and its line is used again', async () => {
  const { pair, changes } = await connect();
  const [, line] = pair.high.connection.getTransceivers();
  changes.length = 0;
  for (let n = 0; n < 3; n++) {
    publish(pair.low, { microphone, camera, screen });
    await pair.settle();
    publish(pair.low, { microphone, camera });
    await pair.settle();
  }
  const each = ['screen added', 'screen removed'];
  assert.deepEqual(changes, [...each, ...each, ...each]);
  assert.equal(lines(pair.low), 3);
  assert.equal(pair.high.sources.get('camera')?.track, line?.receiver.track);
});

test('two screens at once share one line', async () => {
  const { pair } = await connect({ microphone, camera, screen });
  publish(pair.high, { microphone, camera, screen });
  await pair.settle();
  for (const peer of [pair.low, pair.high])
    assert.deepEqual(names(peer), ['microphone audio', 'camera video', 'screen video']);
  assert.equal(lines(pair.low), 3);
});

test('a source keeps its line when another one of its kind ends', async () => {
  const { pair } = await connect({ microphone, camera, screen });
  publish(pair.low, { microphone, screen });
  await pair.settle();
  assert.deepEqual(names(pair.high), ['microphone audio', 'screen video']);
  const sender = pair.low.connection.getTransceivers().find(({ mid }) => mid === '2')?.sender;
  assert.equal(sender?.track, screen.track);
});

test('a camera that is turned off stays published, without a negotiation', async () => {
  const { pair, changes } = await connect();
  const before = pair.low.connection.localDescription;
  publish(pair.low, { microphone, camera: { kind: 'video', track: null } });
  await pair.settle();
  assert.equal(pair.low.connection.localDescription, before);
  pair.high.setMuted({ camera: true });
  await pair.settle();
  assert.deepEqual(names(pair.high), ['microphone audio', 'camera video muted']);
  assert.equal(changes.at(-1), 'camera changed');
  assert.equal(pair.low.connection.getTransceivers()[1]?.sender.track, null);
});

test('a description says which sources are muted', async () => {
  const { pair } = await connect({ microphone: { ...microphone, muted: true }, camera });
  assert.deepEqual(names(pair.high), ['microphone audio muted', 'camera video']);
});

test('a declined source is not received, but known, until it is accepted', async () => {
  const { pair } = await connect({ microphone, camera, screen });
  pair.high.setDeclined('camera', true);
  await pair.settle();
  assert.deepEqual(names(pair.high), ['microphone audio', 'camera video no track', 'screen video']);
  assert.equal(pair.high.sources.get('camera')?.declined, true);
  assert.equal(pair.low.connection.getTransceivers()[1]?.currentDirection, 'recvonly');
  assert.deepEqual(names(pair.low), ['microphone audio', 'camera video'], 'the other direction goes on');
  pair.high.setDeclined('camera', false);
  await pair.settle();
  assert.deepEqual(names(pair.high), ['microphone audio', 'camera video', 'screen video']);
});

test('a source may be declined before it is published', async () => {
  const { pair } = await connect();
  pair.high.setDeclined('screen', true);
  publish(pair.low, { microphone, camera, screen });
  await pair.settle();
  assert.deepEqual(names(pair.high), ['microphone audio', 'camera video', 'screen video no track']);
});

test('a source keeps its object and its stream when the connection is replaced', async () => {
  const { pair } = await connect();
  const camera = pair.high.sources.get('camera');
  const { stream, track } = camera ?? {};
  const before = pair.high.connection;
  for (let n = 0; n < 4; n++) /** @type {any} */ (before).setConnectionState('failed');
  pair.clock.advance(60_000);
  await pair.settle();
  assert.notEqual(pair.high.connection, before);
  assert.equal(pair.high.sources.get('camera'), camera);
  assert.equal(camera?.stream, stream);
  assert.notEqual(camera?.track, track);
});

/** Data of a peer's description, valid or not. @type {Record<string, unknown>} */
const DATA = {
  'no data': undefined,
  null: null,
  'a string': 'camera',
  'no sources': {},
  'sources that are no object': { sources: 'x' },
  'names that are no names': { sources: { 0: { source: 'a b' }, 1: { source: '' } } },
  'values that are no objects': { sources: { 0: null, 1: 'camera' } },
  'other mids': { sources: { 17: { source: 'camera' } } },
};

for (const [description, data] of Object.entries(DATA)) {
  test(`sources have names by their kind with ${description}`, async () => {
    const { pair } = await connect({}, 2);
    const receive = pair.high.receive.bind(pair.high);
    pair.high.receive = (signal) => receive(signal.type === 'candidate' ? signal : { ...signal, data });
    publish(pair.low, { x: microphone, y: camera, z: screen });
    await pair.settle();
    const expected = ['microphone', data && description === 'other mids' ? 'screen' : 'camera'];
    assert.deepEqual([...pair.high.sources.keys()].slice(0, 2), expected);
    assert.equal(pair.high.sources.size, 3);
  });
}

test('a name that a peer gives to two lines is the first one', async () => {
  const { pair } = await connect({}, 3);
  const receive = pair.high.receive.bind(pair.high);
  const data = { sources: { 0: { source: '__proto__' }, 1: { source: 'camera' }, 2: { source: 'camera' } } };
  pair.high.receive = (signal) => receive(signal.type === 'candidate' ? signal : { ...signal, data });
  publish(pair.low, { microphone, camera, screen });
  await pair.settle();
  assert.deepEqual(names(pair.high), ['__proto__ audio', 'camera video', 'screen video']);
});

test('a source without a name may be declined, too', async () => {
  const { pair } = await connect({}, 4);
  const receive = pair.high.receive.bind(pair.high);
  pair.high.receive = (signal) =>
    receive(signal.type === 'candidate' ? signal : { ...signal, data: undefined });
  publish(pair.low, { microphone, camera });
  await pair.settle();
  pair.high.setDeclined('camera', true);
  await pair.settle();
  assert.deepEqual(names(pair.high), ['microphone audio', 'camera video no track']);
});

test('the peer learns that another source has taken the line of one that has ended', async () => {
  const { pair, changes } = await connect();
  changes.length = 0;
  publish(pair.low, { microphone });
  publish(pair.low, { microphone, screen });
  await pair.settle();
  assert.deepEqual(names(pair.high), ['microphone audio', 'screen video']);
  assert.deepEqual(changes.sort(), ['camera removed', 'screen added']);
});

test('a declined source stays declined when the connection is replaced', async () => {
  for (const side of /** @type {const} */ (['low', 'high'])) {
    const { pair } = await connect();
    pair[side].setDeclined('camera', true);
    await pair.settle();
    const before = pair[side].connection;
    for (let n = 0; n < 4; n++) /** @type {any} */ (before).setConnectionState('failed');
    pair.clock.advance(60_000);
    await pair.settle();
    assert.notEqual(pair[side].connection, before);
    assert.deepEqual(names(pair[side]), ['microphone audio', 'camera video no track'], side);
    const receiving = pair[side].connection.getTransceivers().map(({ direction }) => direction);
    assert.deepEqual(receiving, ['sendrecv', 'sendonly'], side);
  }
});
