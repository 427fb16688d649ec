import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onDetail } from '../signaling/events.js';
import { Mesh } from '../topology/mesh.js';
import { FakePeerConnection } from './support/fake-peer-connection.js';
import { ANN, BEN, CAT, ClientHarness, ben, cat, resumed } from './support/client-harness.js';
import { FakeStream, fakeTrack } from './support/fake-stream.js';

/** A client with a mesh, and the peer connections that it creates. */
class MeshHarness extends ClientHarness {
  /** @type {FakePeerConnection[]} */
  connections = [];
  /** @type {string[]} events of the mesh, as 'Ben connected' */
  meshEvents = [];
  /** @type {RTCConfiguration[]} */
  configurations = [];
  refusesServers = false;
  refusesConnections = false;
  mesh = new Mesh({
    client: this.client,
    newConnection: (configuration) => this.#createConnection(configuration),
    newStream: () => /** @type {any} */ (new FakeStream()),
    clock: this.clock,
    random: () => 0,
  });

  constructor() {
    super();
    this.mesh.publish('microphone', { kind: 'audio', track: fakeTrack('audio') });
    this.mesh.publish('camera', { kind: 'video', track: fakeTrack('video') });
    for (const type of ['connection', 'gone']) {
      this.mesh.addEventListener(type, (event) => {
        const { id, state } = /** @type {CustomEvent} */ (event).detail;
        this.meshEvents.push([id === BEN ? 'Ben' : 'Cat', state ?? type].join(' '));
      });
    }
  }

  /** @param {RTCConfiguration} configuration */
  #createConnection(configuration) {
    if (this.refusesConnections) throw new DOMException('too many', 'UnknownError');
    if (this.refusesServers && configuration.iceServers) throw new SyntaxError('for the test');
    const connection = new FakePeerConnection(() => 0);
    this.connections.push(connection);
    this.configurations.push(configuration);
    return /** @type {any} */ (connection);
  }

  /** Runs all pending promise callbacks. */
  async settle() {
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** @param {number} seconds @param {boolean} receiving  whether media arrives meanwhile */
  async advance(seconds, receiving) {
    for (let n = 0; n < seconds; n++) {
      if (receiving) for (const connection of this.connections) connection.bytes += 1000;
      this.clock.advance(1000);
      await this.settle();
    }
  }

  /** Returns the requests since the last call, as 'offer to Ben'. */
  takeRequests() {
    const requests = this.socket.takeSent().filter(({ type }) => type !== 'ping');
    return requests.map(({ type, to }) => `${type} to ${to === BEN ? 'Ben' : 'Cat'}`);
  }
}

const offer = (/** @type {number} */ seq, from = BEN) => {
  const lines = 'm=audio 9 x 0\r\na=mid:0\r\na=sendrecv\r\n';
  return { type: 'offer', seq, from, sdp: `v=0\r\no=- b 1 IN IP4 127.0.0.1\r\na=ice-ufrag:b.1\r\n${lines}` };
};

test('offers to every peer in the room when it joins', async () => {
  const call = new MeshHarness();
  call.join({ peers: [ben, cat], iceServers: [{ urls: 'stun:one.example' }] });
  await call.settle();
  const descriptions = call.takeRequests().filter((request) => !request.startsWith('candidate'));
  assert.deepEqual(descriptions, ['offer to Ben', 'offer to Cat']);
  assert.deepEqual(call.configurations[0], { iceServers: [{ urls: 'stun:one.example' }] });
  assert.deepEqual([...call.mesh.connections.keys()], [BEN, CAT]);
  assert.deepEqual(call.meshEvents, ['Ben connecting', 'Cat connecting']);
});

test('waits for the offer of a peer that joins later', async () => {
  const call = new MeshHarness();
  call.join({ peers: [] });
  call.socket.receive({ type: 'peer-joined', seq: 11, peer: { ...ben, seat: 4 } });
  await call.settle();
  assert.deepEqual(call.takeRequests(), []);
  call.socket.receive(offer(12));
  await call.settle();
  assert.equal(call.takeRequests()[0], 'answer to Ben');
});

test('connects to every peer when the client has joined before', async () => {
  const harness = new ClientHarness();
  harness.join({ peers: [ben] });
  const mesh = new Mesh({
    client: harness.client,
    newConnection: () => /** @type {any} */ (new FakePeerConnection(() => 0)),
    newStream: () => /** @type {any} */ (new FakeStream()),
    clock: harness.clock,
  });
  assert.deepEqual([...mesh.connections.keys()], [BEN]);
});

test('opens a connection that the browser has refused with a later offer of the peer', async () => {
  const call = new MeshHarness();
  /** @type {string[]} */
  const failures = [];
  onDetail(call.mesh, 'failure', ({ id, operation }) => failures.push(`${id} ${operation}`));
  call.refusesConnections = true;
  call.join({ peers: [ben, cat] });
  assert.deepEqual(failures, [`${BEN} connect`, `${CAT} connect`]);
  call.refusesConnections = false;
  call.socket.receive(offer(11));
  await call.settle();
  assert.deepEqual([...call.mesh.connections.keys()], [BEN]);
  assert.ok(call.takeRequests().includes('offer to Ben'));
});

for (const reason of ['left', 'kicked', 'closed']) {
  test(`closes the connection to a peer that is gone (${reason})`, () => {
    const call = new MeshHarness();
    call.join();
    call.socket.receive({ type: 'peer-left', seq: 11, from: BEN, reason });
    assert.equal(call.connections[0]?.signalingState, 'closed');
    assert.deepEqual(call.meshEvents, ['Ben connecting', 'Ben closed', 'Ben gone']);
    assert.equal(call.mesh.connections.size, 0);
  });
}

/** Ways to lose a peer's signaling, but not its media. @type {Record<string, (call: MeshHarness) => void>} */
const LOST_SIGNALING = {
  timeout: ({ socket }) => socket.receive({ type: 'peer-left', seq: 11, from: BEN, reason: 'timeout' }),
  unseen: (call) => {
    call.disconnect(1012);
    call.acceptJoin({ peers: [] });
  },
};

for (const [reason, loseSignaling] of Object.entries(LOST_SIGNALING)) {
  test(`keeps a connection while media arrives (${reason})`, async () => {
    const call = new MeshHarness();
    call.join();
    call.connections[0]?.setConnectionState('connected');
    loseSignaling(call);
    await call.advance(600, true);
    assert.deepEqual(call.meshEvents, ['Ben connecting', 'Ben connected']);
    await call.advance(8, false);
    assert.equal(call.mesh.connections.size, 1, 'a short silence is tolerated');
    await call.advance(8, false);
    assert.deepEqual(call.meshEvents.slice(2), ['Ben closed', 'Ben gone']);
    assert.equal(call.clock.pending, 1, 'only the heartbeat remains');
  });
}

test('closes a failed connection at once after a timeout', async () => {
  const call = new MeshHarness();
  call.join();
  call.connections[0]?.setConnectionState('failed');
  call.socket.receive({ type: 'peer-left', seq: 11, from: BEN, reason: 'timeout' });
  call.clock.advance(0);
  assert.equal(call.mesh.connections.size, 0);
});

test('closes a connection without statistics after a timeout', async () => {
  const call = new MeshHarness();
  call.join();
  const [connection] = call.connections;
  connection?.setConnectionState('connected');
  connection && (connection.getStats = () => Promise.reject(new Error('for the test')));
  LOST_SIGNALING.timeout?.(call);
  await call.advance(14, true);
  assert.equal(call.mesh.connections.size, 0);
});

test('keeps connections when peers return after the server has lost its state', async () => {
  const call = new MeshHarness();
  call.join();
  const [connection] = call.connections;
  connection?.setConnectionState('connected');
  call.disconnect(1012);
  call.acceptJoin({ peers: [], self: { id: ANN, seat: 1, name: 'Ana', role: 'member' } });
  assert.deepEqual(call.details('peer-left'), [{ type: 'peer-left', from: BEN, reason: 'unseen' }]);
  await call.advance(5, true);
  call.takeRequests();
  call.socket.receive({ type: 'peer-joined', seq: 12, peer: { ...ben, seat: 2 } });
  await call.advance(10, false);
  assert.deepEqual(call.takeRequests(), [], 'Ben has the higher seat now, and makes the offer');
  assert.equal(call.mesh.connections.get(BEN)?.connection, /** @type {unknown} */ (connection));
  assert.equal(call.connections.length, 1);
  assert.deepEqual(call.meshEvents, ['Ben connecting', 'Ben connected']);
});

test('does not negotiate after a resume', async () => {
  const call = new MeshHarness();
  call.join({ peers: [ben] });
  await call.settle();
  const { length } = call.takeRequests();
  call.disconnect();
  call.acceptJoin(resumed({ received: length }));
  await call.settle();
  assert.deepEqual(call.takeRequests(), []);
});

test('offers again on the same connection under a new seat', async () => {
  const call = new MeshHarness();
  call.join({ peers: [{ ...ben, seat: 9 }] });
  await call.settle();
  call.disconnect();
  call.acceptJoin({ self: { id: ANN, seat: 10, name: 'Ana', role: 'member' }, peers: [{ ...ben, seat: 9 }] });
  await call.settle();
  assert.equal(call.takeRequests()[0], 'offer to Ben');
  assert.equal(call.connections.length, 1);
});

test('ignores a late offer of a peer that is gone', async () => {
  const call = new MeshHarness();
  call.join({ peers: [ben, cat] });
  await call.settle();
  call.socket.receive({ type: 'error', code: 'peer-gone', message: 'Nobody.', re: 1, peers: [BEN] });
  call.socket.receive({ type: 'peer-left', seq: 11, from: BEN, reason: 'left' });
  call.socket.receive(offer(12));
  await call.settle();
  assert.deepEqual([...call.mesh.connections.keys()], [CAT]);
});

test('passes changed ICE servers to its connections', () => {
  const call = new MeshHarness();
  call.join({ iceServers: [] });
  call.socket.receive({ type: 'ice-servers', iceServers: [] });
  assert.equal(call.connections[0]?.configuration, undefined);
  call.socket.receive({ type: 'ice-servers', iceServers: [{ urls: 'stun:two.example' }] });
  assert.deepEqual(call.connections[0]?.configuration, { iceServers: [{ urls: 'stun:two.example' }] });
});

test('checks connections when the page or its network changes', async () => {
  const call = new MeshHarness();
  call.join();
  const [connection] = call.connections;
  let restarts = 0;
  await call.settle();
  connection && (connection.restartIce = () => (restarts += 1));
  const { sdp } = offer(0);
  call.socket.receive({
    type: 'answer',
    seq: 11,
    from: BEN,
    sdp: `${sdp}m=video 9 x 0\r\na=mid:1\r\na=sendrecv\r\n`,
  });
  await call.settle();
  /** @param {EventTarget} target @param {string} type @param {object} [details] */
  const dispatch = async (target, type, details) => {
    connection?.setConnectionState('disconnected');
    await call.settle();
    target.dispatchEvent(Object.assign(new Event(type), details));
    call.clock.advance(1000);
  };
  for (const type of ['online', 'visibilitychange']) await dispatch(call.environment, type);
  await dispatch(call.environment.navigator.connection, 'change');
  Object.assign(globalThis, { document: { hidden: true } });
  await dispatch(call.environment, 'visibilitychange');
  Reflect.deleteProperty(globalThis, 'document');
  assert.equal(restarts, 3);
});

test('reports failures, and goes on without ICE servers that the browser refuses', async () => {
  const call = new MeshHarness();
  /** @type {any[]} */
  const failures = [];
  call.mesh.addEventListener('failure', (event) => failures.push(/** @type {CustomEvent} */ (event).detail));
  call.refusesServers = true;
  call.join({ iceServers: [{ urls: 'stun://malformed' }] });
  await call.settle();
  assert.deepEqual(
    failures.map(({ id, operation }) => [id, operation]),
    [[BEN, 'connect']],
  );
  assert.equal(call.takeRequests()[0], 'offer to Ben');
});

test('closes all connections, and removes its listeners', () => {
  const call = new MeshHarness();
  call.join({ peers: [ben, cat] });
  call.mesh.close();
  call.socket.receive({ type: 'peer-joined', seq: 11, peer: { ...ben, seat: 4 } });
  assert.deepEqual(
    call.connections.map(({ signalingState }) => signalingState),
    ['closed', 'closed'],
  );
  assert.deepEqual(call.meshEvents.slice(2), ['Ben closed', 'Ben gone', 'Cat closed', 'Cat gone']);
});
