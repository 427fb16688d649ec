import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LimitedServer } from './support/limited-server.js';
import { Scene } from './support/scene.js';

const THOUSAND = Array.from({ length: 1000 }, (_, index) => index);

/** A client that has joined a server with a limit. @param {number} perSecond */
function limited(perSecond) {
  const scene = new Scene();
  scene.joins({ heartbeat: 600, limits: { messageBytes: 65_536, messagesPerSecond: perSecond } });
  return { scene, server: new LimitedServer(scene, perSecond) };
}

for (const perSecond of [7, 50, 1000]) {
  test(`a thousand messages at once arrive in order where ${perSecond} per second are taken`, () => {
    const { scene, server } = limited(perSecond);
    for (const n of THOUSAND) scene.client.message(n);
    server.runs((1000 / perSecond) * 1000);
    assert.deepEqual(server.taken, THOUSAND);
    assert.equal(server.frames, 1000, 'none of them is sent in vain');
  });
}

test('what waits is sent as fast as the server takes it', () => {
  const { scene, server } = limited(50);
  for (const n of THOUSAND) scene.client.message(n);
  server.runs(10);
  assert.equal(server.taken.length, 451, 'nine seconds of the ten may go at once');
  server.runs(10_000);
  assert.equal(server.taken.length, 951);
});

test('a server that has been kept busy is probed with one message until it takes it', () => {
  const { scene, server } = limited(50);
  server.isBusy(300);
  for (const n of THOUSAND) scene.client.message(n);
  server.runs(25_000);
  assert.deepEqual(server.taken, THOUSAND);
  assert.equal(server.frames, 1000 + 451, 'only what was under way already is sent twice');
  assert.equal(server.closed, false);
});

test('a client that talks without end is never refused for it', () => {
  const { scene, server } = limited(50);
  let said = 0;
  for (let second = 0; second < 60; second++) {
    for (let n = 0; n < 55; n++) scene.client.message(said++);
    server.runs(1000);
  }
  server.runs(10_000);
  assert.equal(server.taken.length, said);
  assert.equal(server.frames, said);
});

test('a new connection is counted on its own', () => {
  const { scene } = limited(50);
  for (const n of THOUSAND) scene.client.message(n);
  assert.equal(scene.socket.take().length, 451);
  scene.socket.isClosed(1006);
  scene.client.retry();
  scene.isLetIn({ resumed: true, peers: undefined, received: 451 });
  assert.equal(scene.socket.take().length, 451);
});
