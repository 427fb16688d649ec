import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Mesh } from '../topology/mesh.js';
import { FakeConnection } from './support/connection.js';
import { ANN, BEN, CAT, Scene, ben, cat, resumed } from './support/scene.js';
import { FakeStream, fakeStream } from './support/stream.js';

/** A client with a mesh, and the connections that it makes. */
class Call extends Scene {
  /** @type {FakeConnection[]} */
  made = [];
  /** @type {string[]} */
  seen = [];
  /** @type {RTCConfiguration[]} */
  configurations = [];
  mesh = new Mesh({
    client: this.client,
    stream: fakeStream('audio video'),
    newConnection: (configuration) => this.#make(configuration),
    newStream: () => /** @type {any} */ (new FakeStream()),
    clock: this.clock,
  });

  constructor() {
    super();
    for (const type of ['connection', 'gone']) {
      this.mesh.addEventListener(type, (event) => {
        const { id, state } = /** @type {CustomEvent} */ (event).detail;
        this.seen.push([id === BEN ? 'Ben' : 'Cat', state ?? type].join(' '));
      });
    }
  }

  /** @param {RTCConfiguration} configuration */
  #make(configuration) {
    const connection = new FakeConnection(() => 0);
    this.made.push(connection);
    this.configurations.push(configuration);
    return /** @type {any} */ (connection);
  }

  /** Until all is done that can be done without anybody else. */
  async rests() {
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Time passes, while bytes come in or not. @param {number} seconds @param {boolean} flowing */
  async waits(seconds, flowing) {
    for (let n = 0; n < seconds; n++) {
      if (flowing) for (const connection of this.made) connection.bytes += 1000;
      this.clock.advance(1000);
      await this.rests();
    }
  }

  /** What was said since the last look, in short. */
  get says() {
    const said = this.socket.take().filter(({ type }) => type !== 'ping');
    return said.map(({ type, to }) => `${type} to ${to === BEN ? 'Ben' : 'Cat'}`);
  }
}

const offer = (/** @type {number} */ seq, from = BEN) => {
  const lines = 'm=audio 9 x 0\r\na=mid:0\r\na=sendrecv\r\n';
  return { type: 'offer', seq, from, sdp: `v=0\r\no=- b 1 IN IP4 127.0.0.1\r\na=ice-ufrag:b.1\r\n${lines}` };
};

test('who comes makes the first offer to everybody who is there', async () => {
  const call = new Call();
  call.joins({ peers: [ben, cat], iceServers: [{ urls: 'stun:one.example' }] });
  await call.rests();
  const descriptions = call.says.filter((said) => !said.startsWith('candidate'));
  assert.deepEqual(descriptions, ['offer to Ben', 'offer to Cat']);
  assert.deepEqual(call.configurations[0], { iceServers: [{ urls: 'stun:one.example' }] });
  assert.deepEqual([...call.mesh.connections.keys()], [BEN, CAT]);
  assert.deepEqual(call.seen, ['Ben connecting', 'Cat connecting']);
});

test('who is there waits for the offer of who comes', async () => {
  const call = new Call();
  call.joins({ peers: [] });
  call.socket.hears({ type: 'peer-joined', seq: 11, peer: { ...ben, seat: 4 } });
  await call.rests();
  assert.deepEqual(call.says, []);
  call.socket.hears(offer(12));
  await call.rests();
  assert.equal(call.says[0], 'answer to Ben');
});

test('a mesh that comes later than the seat meets everybody, too', async () => {
  const scene = new Scene();
  scene.joins({ peers: [ben] });
  const mesh = new Mesh({
    client: scene.client,
    newConnection: () => /** @type {any} */ (new FakeConnection(() => 0)),
    newStream: () => /** @type {any} */ (new FakeStream()),
    clock: scene.clock,
  });
  assert.deepEqual([...mesh.connections.keys()], [BEN]);
});

for (const reason of ['left', 'kicked', 'closed']) {
  test(`the connection to a peer whose seat has gone (${reason}) ends`, () => {
    const call = new Call();
    call.joins();
    call.socket.hears({ type: 'peer-left', seq: 11, from: BEN, reason });
    assert.equal(call.made[0]?.signalingState, 'closed');
    assert.deepEqual(call.seen, ['Ben connecting', 'Ben closed', 'Ben gone']);
    assert.equal(call.mesh.connections.size, 0);
  });
}

/** How somebody is gone from the room whose connection may be as good as before. @type {Record<string, (call: Call) => void>} */
const GONE = {
  timeout: ({ socket }) => socket.hears({ type: 'peer-left', seq: 11, from: BEN, reason: 'timeout' }),
  unseen: (call) => {
    call.isCut(1012);
    call.isLetIn({ peers: [] });
  },
};

for (const [reason, goes] of Object.entries(GONE)) {
  test(`after ${reason} a connection is kept for as long as media flows`, async () => {
    const call = new Call();
    call.joins();
    call.made[0]?.becomes('connected');
    goes(call);
    await call.waits(600, true);
    assert.deepEqual(call.seen, ['Ben connecting', 'Ben connected']);
    await call.waits(8, false);
    assert.equal(call.mesh.connections.size, 1, 'a short silence is no end');
    await call.waits(6, false);
    assert.deepEqual(call.seen.slice(2), ['Ben closed', 'Ben gone']);
    assert.equal(call.clock.pending, 1, 'only the heartbeat goes on');
  });
}

test('after a time-out a connection that has failed is not waited for', async () => {
  const call = new Call();
  call.joins();
  call.made[0]?.becomes('failed');
  call.socket.hears({ type: 'peer-left', seq: 11, from: BEN, reason: 'timeout' });
  await call.rests();
  assert.equal(call.mesh.connections.size, 0);
});

test('after a time-out a connection that cannot tell what flows is not kept', async () => {
  const call = new Call();
  call.joins();
  const [connection] = call.made;
  connection?.becomes('connected');
  connection && (connection.getStats = () => Promise.reject(new Error('for the test')));
  GONE.timeout?.(call);
  await call.waits(14, true);
  assert.equal(call.mesh.connections.size, 0);
});

test('a server that lost its state does not end a call: everybody comes back, and it goes on', async () => {
  const call = new Call();
  call.joins();
  const [connection] = call.made;
  connection?.becomes('connected');
  call.isCut(1012);
  call.isLetIn({ peers: [], self: { id: ANN, seat: 1, name: 'Ana', role: 'member' } });
  assert.deepEqual(call.heard('peer-left'), [{ type: 'peer-left', from: BEN, reason: 'unseen' }]);
  await call.waits(5, true);
  call.says;
  call.socket.hears({ type: 'peer-joined', seq: 12, peer: { ...ben, seat: 2 } });
  await call.waits(600, false);
  assert.deepEqual(call.says, [], 'Ben has the higher seat now, and offers');
  assert.equal(call.mesh.connections.get(BEN)?.connection, /** @type {unknown} */ (connection));
  assert.equal(call.made.length, 1);
  assert.deepEqual(call.seen, ['Ben connecting', 'Ben connected']);
});

test('a resumed seat negotiates nothing', async () => {
  const call = new Call();
  call.joins({ peers: [ben] });
  await call.rests();
  const { length } = call.says;
  call.isCut();
  call.isLetIn(resumed({ received: length }));
  await call.rests();
  assert.deepEqual(call.says, []);
});

test('a new seat makes the first offer again, on the same connection', async () => {
  const call = new Call();
  call.joins({ peers: [{ ...ben, seat: 9 }] });
  await call.rests();
  call.isCut();
  call.isLetIn({ self: { id: ANN, seat: 10, name: 'Ana', role: 'member' }, peers: [{ ...ben, seat: 9 }] });
  await call.rests();
  assert.equal(call.says[0], 'offer to Ben');
  assert.equal(call.made.length, 1);
});

test('an offer that came too late for its addressee breaks nothing', async () => {
  const call = new Call();
  call.joins({ peers: [ben, cat] });
  await call.rests();
  call.socket.hears({ type: 'error', code: 'peer-gone', message: 'Nobody.', re: 1, peers: [BEN] });
  call.socket.hears({ type: 'peer-left', seq: 11, from: BEN, reason: 'left' });
  call.socket.hears(offer(12));
  await call.rests();
  assert.deepEqual([...call.mesh.connections.keys()], [CAT]);
});

test('fresh ICE servers reach the connections that there are, if they are others', () => {
  const call = new Call();
  call.joins({ iceServers: [] });
  call.socket.hears({ type: 'ice-servers', iceServers: [] });
  assert.equal(call.made[0]?.configuration, undefined);
  call.socket.hears({ type: 'ice-servers', iceServers: [{ urls: 'stun:two.example' }] });
  assert.deepEqual(call.made[0]?.configuration, { iceServers: [{ urls: 'stun:two.example' }] });
});

test('a mesh that is closed has ended all connections, and listens no more', () => {
  const call = new Call();
  call.joins({ peers: [ben, cat] });
  call.mesh.close();
  call.socket.hears({ type: 'peer-joined', seq: 11, peer: { ...ben, seat: 4 } });
  assert.deepEqual(
    call.made.map(({ signalingState }) => signalingState),
    ['closed', 'closed'],
  );
  assert.deepEqual(call.seen.slice(2), ['Ben closed', 'Ben gone', 'Cat closed', 'Cat gone']);
});
