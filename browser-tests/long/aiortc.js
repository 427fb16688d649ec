import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { defineTests } from '../harness/browser-test.js';
import { killAtExit } from '../harness/children.js';
import { waitForVideo } from '../harness/media.js';
import { connectionCount, recordPeerConnections } from '../harness/peer-connections.js';
import { until } from '../harness/until.js';

/** Debian's, for which its package python3-aiortc is. */
const PYTHON = '/usr/bin/python3';
const PEER = fileURLToPath(new URL('aiortc_peer.py', import.meta.url));

/** aiortc's session id is the time in seconds. */
const SESSION_ID_INTERVAL = 1100;

const OFFERS = 3;
/** Longer than the delays of the library before it replaces a connection again. */
const SETTLING_TIME = 20_000;

const callTest = defineTests({
  kinds: ['chromium', 'firefox'],
  skip: spawnSync(PYTHON, ['-c', 'import aiortc']).status !== 0 && 'python3-aiortc is not installed',
});

/** Ann, in a call with aiortc, which makes some offers. */
async function callWithAiortc(t, kind, offers) {
  const url = new URL(`/v1/rooms/${t.room}`, t.server.url);
  url.protocol = 'ws';
  const peer = killAtExit(
    spawn(PYTHON, [PEER, url.href, offers], { stdio: ['ignore', 'pipe', 'inherit'] }),
    'SIGKILL',
  );
  let output = '';
  peer.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  await once(peer.stdout, 'data');
  const ann = await t.participant('Ann', { kind });
  await recordPeerConnections(ann);
  await ann.join(t.room);
  const id = await ann.page.evaluate(() => [...globalThis.parley.client.peers.keys()][0]);
  const remote = { name: 'aiortc', id };
  await ann.waitForPeers(remote);
  return { ann, remote, peer, offersOf: () => output.match(/offer/g)?.length ?? 0 };
}

callTest('a call with aiortc, whose session id changes, renegotiates on the same connection', async (t) => {
  const { ann, remote, peer } = await callWithAiortc(t, 'chromium', 0);
  const ids = new Set([await sessionId(ann, remote)]);
  for (const name of ['drawing', 'other-drawing']) {
    await pause(SESSION_ID_INTERVAL);
    await ann.page.evaluate((name) => {
      const [track] = document.createElement('canvas').captureStream(5).getVideoTracks();
      globalThis.parley.mesh.publish(name, { kind: 'video', track });
    }, name);
    await until('aiortc has answered', async () => !ids.has(await sessionId(ann, remote)));
    ids.add(await sessionId(ann, remote));
    await waitForVideo(ann, remote);
  }
  assert.deepEqual(await connectionCount(ann), { created: 1, open: 1 });
  peer.kill();
});

for (const kind of ['chromium', 'firefox'])
  callTest(`offers of aiortc with other header extension ids end with a picture in ${kind}`, async (t) => {
    const { ann, remote, peer, offersOf } = await callWithAiortc(t, kind, OFFERS);
    for (let n = 1; n <= OFFERS; n++) {
      await until(`aiortc has made ${n} offers`, () => offersOf() >= n);
      await waitForVideo(ann, remote);
    }
    // Nothing may be in progress when the connections are counted.
    await pause(SETTLING_TIME);
    await ann.waitForPeers(remote);
    await waitForVideo(ann, remote);
    const count = await connectionCount(ann);
    assert.equal(count.open, 1);
    assert.ok(count.created <= 1 + OFFERS, `${count.created} connections`);
    peer.kill();
  });

async function sessionId(person, other) {
  const connection = await person.connectionTo(other);
  return connection.evaluate(({ currentRemoteDescription }) => {
    return /^o=\S+ (\S+)/m.exec(currentRemoteDescription.sdp)[1];
  });
}
