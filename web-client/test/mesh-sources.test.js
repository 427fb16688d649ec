import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MEDIA, Mesh, mediaControl } from '../topology/mesh.js';
import { FakePeerConnection } from './support/fake-peer-connection.js';
import { BEN, CAT, ClientHarness, ben, cat } from './support/client-harness.js';
import { FakeStream, fakeTrack } from './support/fake-stream.js';

const microphone = { kind: /** @type {const} */ ('audio'), track: fakeTrack('audio') };
const camera = { kind: /** @type {const} */ ('video'), track: fakeTrack('video') };

/** A mesh of fake connections, whose client has not joined yet. */
function create() {
  const harness = new ClientHarness();
  const mesh = new Mesh({
    client: harness.client,
    newConnection: () => /** @type {any} */ (new FakePeerConnection(() => 0)),
    newStream: () => /** @type {any} */ (new FakeStream()),
    clock: harness.clock,
  });
  return { harness, mesh };
}

/** A call with Ben, whose client knows sources, and Cat, whose client is older. */
async function call() {
  const { harness, mesh } = create();
  mesh.publish('microphone', microphone);
  harness.join({ peers: [{ ...ben, features: [MEDIA] }, cat] });
  await settled();
  harness.socket.takeSent();
  return { harness, mesh };
}

function settled() {
  return new Promise((resolve) => setImmediate(resolve));
}

/** The control messages since the last call. @param {ClientHarness} harness */
function takeControls({ socket }) {
  const messages = socket.takeSent().filter(({ type }) => type === 'message');
  return messages.map(({ to, data }) => ({ to, ...mediaControl(data) }));
}

/** The tracks that are sent to a peer. @param {Mesh} mesh @param {string} id */
function sent(mesh, id) {
  const transceivers = mesh.connections.get(id)?.connection.getTransceivers() ?? [];
  return transceivers.flatMap(({ sender }) => sender.track ?? []);
}

test('a source for some peers is sent to no other one', async () => {
  const { mesh } = await call();
  mesh.publish('camera', { ...camera, to: [CAT] });
  await settled();
  assert.deepEqual(sent(mesh, BEN), [microphone.track]);
  assert.deepEqual(sent(mesh, CAT), [microphone.track, camera.track]);
  mesh.publish('camera', { ...camera, to: [BEN] });
  await settled();
  assert.deepEqual(sent(mesh, BEN), [microphone.track, camera.track]);
  assert.deepEqual(sent(mesh, CAT), [microphone.track]);
  mesh.unpublish('camera');
  await settled();
  assert.deepEqual(sent(mesh, BEN), [microphone.track]);
});

test('a description has the sources of its sender', async () => {
  const { harness, mesh } = create();
  mesh.publish('microphone', { ...microphone, muted: true });
  mesh.publish('camera', camera);
  harness.join({ peers: [ben] });
  await settled();
  const offer = harness.socket.takeSent().find(({ type }) => type === 'offer');
  assert.deepEqual(offer?.data, {
    sources: { 0: { source: 'microphone', muted: true }, 1: { source: 'camera' } },
  });
});

test('a change of mute is sent to the peers that receive the source and understand it', async () => {
  const { harness, mesh } = await call();
  mesh.publish('microphone', { ...microphone, muted: true });
  assert.deepEqual(takeControls(harness), [{ to: BEN, muted: { microphone: true } }]);
  mesh.publish('microphone', { ...microphone, muted: true });
  mesh.publish('camera', { ...camera, to: [CAT] });
  assert.deepEqual(takeControls(harness), []);
  mesh.publish('microphone', microphone);
  assert.deepEqual(takeControls(harness), [{ to: BEN, muted: { microphone: false } }]);
});

test('the displayed height is sent when it changes, and to a peer that connects again', async () => {
  const { harness, mesh } = await call();
  mesh.setDisplayedHeight(BEN, 'camera', 360);
  mesh.setDisplayedHeight(BEN, 'camera', 360);
  mesh.setDisplayedHeight(CAT, 'camera', 360);
  assert.deepEqual(takeControls(harness), [{ to: BEN, height: { camera: 360 } }]);
  const connection = /** @type {any} */ (mesh.connections.get(BEN)?.connection);
  connection.setConnectionState('connected');
  assert.deepEqual(takeControls(harness), [{ to: BEN, height: { camera: 360 } }]);
});

test('the displayed height is sent again after each new seat', async () => {
  const { harness, mesh } = await call();
  mesh.setDisplayedHeight(BEN, 'camera', 359.6);
  mesh.setDisplayedHeight(BEN, 'camera', NaN);
  mesh.setDisplayedHeight(BEN, 'camera', -1);
  assert.deepEqual(takeControls(harness), [{ to: BEN, height: { camera: 360 } }]);
  harness.socket.receive({ type: 'peer-joined', seq: 20, peer: { ...ben, features: [MEDIA], seat: 9 } });
  assert.deepEqual(takeControls(harness), [{ to: BEN, height: { camera: 360 } }]);
});

test('a name that no receiver would accept is refused', async () => {
  const { mesh } = await call();
  for (const name of ['', 'white board', 'x'.repeat(33), 'ü'])
    assert.throws(() => mesh.publish(name, camera), { code: 'bad-option' });
  assert.deepEqual([...mesh.publications.keys()], ['microphone']);
});

/** Control messages of a hostile peer. @type {Record<string, unknown>} */
const CONTROLS = {
  null: null,
  'a string': 'x',
  'members of other types': { muted: 5, height: 'x' },
  'heights that are no numbers': { height: { microphone: null, camera: '', screen: false } },
  'unknown sources': { muted: { nothing: true }, height: { __proto__: 3, nothing: {} } },
};

for (const [description, control] of Object.entries(CONTROLS)) {
  test(`a control message with ${description} changes nothing`, async () => {
    const { harness, mesh } = await call();
    for (const from of [BEN, 'nobody'])
      harness.socket.receive({
        type: 'message',
        seq: from === BEN ? 11 : 12,
        from,
        data: { 'parley.media': control },
      });
    await settled();
    assert.equal(mesh.connections.size, 2);
  });
}

test('a peer that leaves takes its sources away', async () => {
  const { harness, mesh } = await call();
  /** @type {string[]} */
  const events = [];
  for (const type of ['source-added', 'source-removed', 'gone'])
    mesh.addEventListener(type, (event) => {
      const { source } = /** @type {CustomEvent} */ (event).detail;
      events.push([type, source?.name].filter(Boolean).join(' '));
    });
  const lines = 'm=audio 9 x 0\r\na=mid:0\r\na=sendrecv\r\n';
  const sdp = `v=0\r\no=- b 1 IN IP4 127.0.0.1\r\na=ice-ufrag:b.1\r\n${lines}`;
  harness.socket.receive({ type: 'peer-joined', seq: 11, peer: { ...ben, id: 'dan', seat: 9 } });
  harness.socket.receive({
    type: 'offer',
    seq: 12,
    from: 'dan',
    sdp,
    data: { sources: { 0: { source: 'voice' } } },
  });
  await settled();
  harness.socket.receive({ type: 'peer-left', seq: 13, from: 'dan', reason: 'left' });
  assert.deepEqual(events, ['source-added voice', 'source-removed voice', 'gone']);
});
