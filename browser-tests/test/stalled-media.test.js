import assert from 'node:assert/strict';
import { defineTests } from '../harness/browser-test.js';
import { waitForMedia } from '../harness/media.js';
import { until } from '../harness/until.js';

const callTest = defineTests({ kinds: ['chromium', 'firefox'] });

callTest('restarts ICE, and then replaces a connection whose video does not reach the decoder', async (t) => {
  const [ann, ben] = await t.call({
    Ann: { kind: 'firefox' },
    Ben: { kind: 'chromium' },
  });
  await waitForMedia(ann, ben);
  const connection = await ann.connectionTo(ben);
  const offers = await connection.evaluateHandle(dropFrames);
  await until('the connection is replaced', () =>
    connection.evaluate(({ signalingState }) => signalingState === 'closed'),
  );
  assert.equal((await offers.jsonValue()).length, 1, 'a restart first');
  await ann.waitForPeers(ben);
  await ben.waitForPeers(ann);
  await waitForMedia(ann, ben);
});

/** Drops all frames between the network and the decoder, and records the offers from now on. Runs in the page. */
function dropFrames(connection) {
  const offers = [];
  connection.addEventListener('signalingstatechange', () => {
    if (connection.signalingState === 'have-local-offer') offers.push(connection.signalingState);
  });
  const { receiver } = connection.getTransceivers().find((each) => each.receiver.track.kind === 'video');
  // A worker without a handler passes no frame on. Its script is any one that the page's content security policy allows.
  const worker = new Worker('/signaling/close-codes.js', { type: 'module' });
  receiver.transform = new RTCRtpScriptTransform(worker);
  return offers;
}
