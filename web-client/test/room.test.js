import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Room } from '../room/room.js';
import { BEN, ClientHarness, ben, cat, joined, resumed } from './support/client-harness.js';
import { FakePeerConnection } from './support/fake-peer-connection.js';
import { FakeStream, fakeTrack } from './support/fake-stream.js';

/** @import { RoomOptions } from '../room/room.js' */

const EVENTS = [
  'participant-joined',
  'participant-updated',
  'participant-left',
  'source-added',
  'source-removed',
];

/** A room with a fake network, and what it has dispatched, as 'Ben joined'. */
class RoomHarness extends ClientHarness {
  /** @type {string[]} */
  roomEvents = [];
  room;

  /** @param {Partial<RoomOptions>} [options] */
  constructor(options = {}) {
    super();
    const { clock, environment } = this;
    this.room = new Room({
      url: 'https://example.org/v1/rooms/standup',
      key: 'ana-fixture-key-0123456789abcdef',
      connect: (url, transport) => this.open(url, transport),
      newConnection: () => /** @type {any} */ (new FakePeerConnection(() => 0)),
      newStream: () => /** @type {any} */ (new FakeStream()),
      clock,
      environment,
      ...options,
    });
    for (const type of EVENTS)
      this.room.addEventListener(type, (event) => {
        const { participant, source, reason } = /** @type {CustomEvent} */ (event).detail;
        const [, change] = type.split('-');
        this.roomEvents.push([participant.name, source?.name, change, reason].filter(Boolean).join(' '));
      });
  }

  /** @override @param {object} [changes]  to the `joined` notice */
  join(changes) {
    void this.room.join().catch(() => {});
    return this.acceptJoin(changes);
  }

  /** The events since the last call. */
  takeRoomEvents() {
    return this.roomEvents.splice(0);
  }
}

function settled() {
  return new Promise((resolve) => setImmediate(resolve));
}

/** @param {number} seq @param {object} [data]  of the description */
function offerOfBen(seq, data) {
  const lines = 'm=audio 9 x 0\r\na=mid:0\r\na=sendrecv\r\n';
  const sdp = `v=0\r\no=- b 1 IN IP4 127.0.0.1\r\na=ice-ufrag:b.1\r\n${lines}`;
  return { type: 'offer', seq, from: BEN, sdp, data };
}

test('participants come and go once each, whether they were there before or not', () => {
  const harness = new RoomHarness();
  harness.join({ peers: [ben] });
  assert.deepEqual(harness.takeRoomEvents(), ['Ben joined']);
  harness.socket.receive({ type: 'peer-joined', seq: 11, peer: cat });
  harness.socket.receive({ type: 'peer-updated', seq: 12, peer: { ...cat, name: 'Kim' } });
  harness.socket.receive({ type: 'peer-updated', seq: 13, peer: { ...cat, name: 'Kim' } });
  harness.socket.receive({ type: 'peer-left', seq: 14, from: cat.id, reason: 'left' });
  assert.deepEqual(harness.takeRoomEvents(), ['Cat joined', 'Kim updated', 'Kim left left']);
  assert.deepEqual([...harness.room.participants.keys()], [BEN]);
});

test('the state of a connection is that of its last event', () => {
  const harness = new RoomHarness();
  /** @type {string[]} */
  const states = [];
  harness.room.addEventListener('connection', ({ detail }) => {
    states.push(`${detail.state} ${detail.participant.connectionState}`);
  });
  harness.join({ peers: [ben] });
  harness.room.leave();
  assert.deepEqual(states, ['connecting connecting', 'closed closed']);
});

test('the object of a participant stays the same under a new seat', () => {
  const harness = new RoomHarness();
  harness.join({ peers: [ben] });
  const before = harness.room.participants.get(BEN);
  harness.disconnect(1012);
  harness.acceptJoin({ peers: [{ ...ben, seat: 9, name: 'Benjamin' }] });
  assert.equal(harness.room.participants.get(BEN), before);
  assert.deepEqual(harness.takeRoomEvents(), ['Ben joined', 'Benjamin updated']);
});

test('a participant who has lost the server stays while media may arrive', async () => {
  const harness = new RoomHarness();
  harness.join({ peers: [ben] });
  harness.socket.receive({ type: 'peer-left', seq: 11, from: BEN, reason: 'timeout' });
  assert.equal(harness.room.participants.get(BEN)?.online, false);
  for (let n = 0; n < 20; n++) {
    harness.clock.advance(1000);
    await settled();
  }
  assert.deepEqual(harness.takeRoomEvents(), ['Ben joined', 'Ben updated', 'Ben left timeout']);
});

test('the sources of a participant come with the participant, and go before it', async () => {
  const harness = new RoomHarness();
  harness.join({ peers: [] });
  harness.socket.receive({ type: 'peer-joined', seq: 11, peer: { ...ben, seat: 9 } });
  harness.socket.receive(offerOfBen(12, { sources: { 0: { source: 'voice' } } }));
  await settled();
  assert.deepEqual([...(harness.room.participants.get(BEN)?.sources.keys() ?? [])], ['voice']);
  harness.socket.receive({ type: 'peer-left', seq: 13, from: BEN, reason: 'left' });
  assert.deepEqual(harness.takeRoomEvents(), [
    'Ben joined',
    'Ben voice added',
    'Ben voice removed',
    'Ben left left',
  ]);
});

test('without WebRTC, a room has participants all the same', () => {
  const harness = new RoomHarness({ newConnection: undefined });
  harness.join({ peers: [ben, cat] });
  harness.socket.receive({ type: 'peer-left', seq: 11, from: BEN, reason: 'timeout' });
  const participant = harness.room.participants.get(cat.id);
  assert.equal(participant?.connectionState, 'closed');
  assert.equal(participant?.sources.size, 0);
  harness.room.publish('camera', fakeTrack('video'));
  harness.room.leave();
  assert.deepEqual(harness.takeRoomEvents(), [
    'Ben joined',
    'Cat joined',
    'Ben left timeout',
    'Cat left closed',
  ]);
});

test('leaving in participant-joined opens no connection to the other peers', async () => {
  /** @type {FakePeerConnection[]} */
  const made = [];
  const harness = new RoomHarness({
    newConnection: () => {
      const connection = new FakePeerConnection(() => 0);
      made.push(connection);
      return /** @type {any} */ (connection);
    },
  });
  harness.room.addEventListener('participant-joined', () => harness.room.leave());
  harness.join({ peers: [ben, cat] });
  await settled();
  assert.equal(harness.room.mesh.connections.size, 0);
  assert.deepEqual(
    made.map(({ connectionState }) => connectionState),
    made.map(() => 'closed'),
  );
  harness.clock.advance(3_600_000);
  assert.equal(harness.clock.pending, 0);
});

test('a failure that is reported late does not bring a participant back', async () => {
  const harness = new RoomHarness({
    newConnection: ({ iceServers }) => {
      if (iceServers) throw new SyntaxError('for the test');
      return /** @type {any} */ (new FakePeerConnection(() => 0));
    },
  });
  harness.join({ peers: [ben] });
  harness.socket.receive({ type: 'peer-left', seq: 11, from: BEN, reason: 'left' });
  await settled();
  assert.deepEqual(harness.takeRoomEvents(), ['Ben joined', 'Ben left left']);
  assert.equal(harness.room.participants.size, 0);
});

test('a participant who returns after a timeout has left for another reason', () => {
  const harness = new RoomHarness();
  harness.join({ peers: [ben] });
  harness.socket.receive({ type: 'peer-left', seq: 11, from: BEN, reason: 'timeout' });
  harness.socket.receive({ type: 'peer-joined', seq: 12, peer: { ...ben, seat: 9 } });
  harness.socket.receive({ type: 'peer-left', seq: 13, from: BEN, reason: 'kicked' });
  assert.deepEqual(harness.takeRoomEvents(), ['Ben joined', 'Ben updated', 'Ben updated', 'Ben left kicked']);
});

test('data that a participant removes is gone', () => {
  const harness = new RoomHarness();
  harness.join({ peers: [{ ...ben, data: { hand: true } }] });
  const { data: _, ...entry } = /** @type {any} */ (ben);
  harness.socket.receive({ type: 'peer-updated', seq: 11, peer: entry });
  assert.equal(harness.room.participants.get(BEN)?.data, undefined);
  harness.socket.receive({ type: 'peer-joined', seq: 12, peer: { ...entry, seat: 9 } });
  assert.deepEqual(harness.takeRoomEvents(), ['Ben joined', 'Ben updated'], 'a new seat is no change');
});

test('a source is declined as soon as its participant has joined', async () => {
  const harness = new RoomHarness();
  harness.room.addEventListener('participant-joined', ({ detail }) => detail.participant.decline('voice'));
  harness.join({ peers: [] });
  harness.socket.receive({ type: 'peer-joined', seq: 11, peer: { ...ben, seat: 9 } });
  harness.socket.receive(offerOfBen(12, { sources: { 0: { source: 'voice' } } }));
  await settled();
  assert.equal(harness.room.participants.get(BEN)?.sources.get('voice')?.declined, true);
});

test('leaving takes everybody away', () => {
  const harness = new RoomHarness();
  harness.join({ peers: [ben, cat] });
  harness.room.leave();
  assert.deepEqual(harness.takeRoomEvents(), [
    'Ben joined',
    'Cat joined',
    'Ben left closed',
    'Cat left closed',
  ]);
  assert.equal(harness.room.participants.size, 0);
});

test('messages have their participant, and those between libraries are not events', () => {
  const harness = new RoomHarness();
  /** @type {any[]} */
  const messages = [];
  harness.room.addEventListener('message', (event) =>
    messages.push(/** @type {CustomEvent} */ (event).detail),
  );
  harness.join({ peers: [ben] });
  harness.socket.receive({ type: 'message', seq: 11, from: BEN, data: { 'parley.media': { muted: {} } } });
  for (const data of ['Hello', null, 5])
    harness.socket.receive({ type: 'message', seq: 12, from: BEN, data });
  assert.equal(messages.length, 1);
  const { participant, data } = messages[0];
  assert.deepEqual([participant.name, data], ['Ben', 'Hello']);
  participant.message('Hi');
  const [sent] = harness.socket.takeSent().filter(({ type }) => type === 'message');
  assert.deepEqual([sent.to, sent.data], [BEN, 'Hi']);
});

test('the sources of local media are published as they change', () => {
  const media = Object.assign(new EventTarget(), { sources: new Map() });
  const harness = new RoomHarness({ media });
  harness.join();
  const change = (/** @type {[string, any][]} */ ...sources) => {
    media.sources = new Map(sources);
    media.dispatchEvent(new Event('change'));
    return [...harness.room.mesh.publications].map(([name, { track, muted }]) => [name, track?.kind, muted]);
  };
  const microphone = { kind: 'audio', track: fakeTrack('audio'), muted: true };
  const camera = { kind: 'video', track: null, muted: false };
  assert.deepEqual(change(['microphone', microphone], ['camera', camera]), [
    ['microphone', 'audio', true],
    ['camera', undefined, false],
  ]);
  harness.room.publish('slides', fakeTrack('video'));
  assert.deepEqual(change(['camera', camera]), [
    ['camera', undefined, false],
    ['slides', 'video', undefined],
  ]);
});

test('local media is not followed after the end, and again after the next join', () => {
  const track = fakeTrack('audio');
  const media = Object.assign(new EventTarget(), { sources: new Map() });
  const harness = new RoomHarness({ media });
  harness.join();
  harness.room.leave();
  media.sources = new Map([['microphone', { kind: 'audio', track }]]);
  media.dispatchEvent(new Event('change'));
  assert.equal(harness.room.mesh.publications.size, 0);
  void harness.room.join();
  assert.equal(harness.room.mesh.publications.get('microphone')?.track, track);
  media.sources = new Map();
  media.dispatchEvent(new Event('change'));
  assert.equal(harness.room.mesh.publications.size, 0);
});

test('sources of local media that have ended meanwhile are not published by the next join', () => {
  const media = Object.assign(new EventTarget(), { sources: new Map() });
  const harness = new RoomHarness({ media });
  media.sources = new Map([['camera', { kind: 'video', track: fakeTrack('video') }]]);
  harness.join();
  harness.room.leave();
  media.sources = new Map();
  void harness.room.join();
  assert.equal(harness.room.mesh.publications.size, 0);
});

test('recipients stay when a source is published again', () => {
  const { room } = new RoomHarness();
  room.setRecipients('slides', { except: [BEN] });
  for (let n = 0; n < 2; n++) room.publish('slides', fakeTrack('video'));
  assert.deepEqual(room.recipientsOf('slides'), { except: [BEN] });
  room.publish('slides', fakeTrack('video'), { to: [BEN] });
  assert.deepEqual(room.recipientsOf('slides').to, [BEN]);
});

test('refusals of messages between libraries are not events', () => {
  const harness = new RoomHarness();
  /** @type {any[]} */
  const errors = [];
  harness.room.addEventListener('error', ({ detail }) => errors.push(detail));
  harness.join({ peers: [{ ...ben, features: ['media'] }] });
  harness.socket.takeSent();
  harness.room.participants.get(BEN)?.setDisplayedHeight('camera', 360);
  void harness.room.client.message('Hello').catch(() => {});
  const sent = harness.socket.takeSent().filter(({ type }) => type === 'message');
  assert.equal(sent.length, 2);
  for (const { id } of sent)
    harness.socket.receive({ type: 'error', code: 'peer-gone', message: '', re: id });
  assert.deepEqual(
    errors.map(({ code, request }) => [code, request?.data]),
    [['peer-gone', 'Hello']],
  );
});

test('a track that is missing is refused', () => {
  const { room } = new RoomHarness();
  for (const track of [null, undefined])
    assert.throws(() => room.publish('slides', /** @type {any} */ (track)), { code: 'bad-option' });
  assert.equal(room.mesh.publications.size, 0);
});

test('announces that it understands messages between libraries', () => {
  const harness = new RoomHarness({ features: ['poll'] });
  assert.deepEqual(harness.join().features.slice(-2), ['poll', 'media']);
});

test('a room takes the number of features that docs/client.md states', () => {
  const row = readFileSync(new URL('../../docs/client.md', import.meta.url), 'utf8').match(
    /`features` \| up to (\d+) names of the application \((\d+) in a `SignalingClient`\)/,
  );
  const [, ofRoom, ofClient] = (row ?? []).map(Number);
  const names = (/** @type {number | undefined} */ length) =>
    Array.from({ length: length ?? 0 }, (_, n) => `f${n}`);
  const refused = { code: 'bad-option' };
  new RoomHarness({ features: names(ofRoom) });
  assert.throws(() => new RoomHarness({ features: [...names(ofRoom), 'another'] }), refused);
  new ClientHarness({ features: names(ofClient) });
  assert.throws(() => new ClientHarness({ features: [...names(ofClient), 'another'] }), refused);
});

test('several rooms on one page are independent', () => {
  const one = new RoomHarness();
  const other = new RoomHarness();
  one.join({ peers: [ben] });
  other.join({ peers: [cat] });
  one.room.leave();
  assert.deepEqual([...other.room.participants.keys()], [cat.id]);
  assert.equal(other.room.state, 'open');
});

test('a resumed seat changes nobody', () => {
  const harness = new RoomHarness();
  harness.join({ peers: [ben] });
  harness.disconnect();
  harness.acceptJoin(resumed());
  assert.deepEqual(harness.takeRoomEvents(), ['Ben joined']);
  assert.deepEqual(joined().type, 'joined');
});
