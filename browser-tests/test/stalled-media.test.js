import assert from 'node:assert/strict';
import { defineTests } from '../harness/browser-test.js';
import { waitForMedia } from '../harness/media.js';
import { until } from '../harness/until.js';

const WORKER = '/frame-filter.js';

const callTest = defineTests({ kinds: ['chromium', 'firefox'] });

for (const kind of ['chromium', 'firefox'])
  callTest(
    `restarts ICE, and then replaces a connection whose video does not reach the decoder of ${kind}`,
    async (t) => {
      const ann = await t.participant('Ann', { kind });
      const ben = await t.participant('Ben');
      await ann.page.route(`**${WORKER}`, (route) => {
        return route.fulfill({ contentType: 'text/javascript', body: `(${filterFrames})();` });
      });
      await ann.page.addInitScript(addTransforms, WORKER);
      for (const person of [ann, ben]) await person.join(t.room);
      await ann.waitForPeers(ben);
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
    },
  );

/** Runs in a worker: passes frames on until a message arrives. */
function filterFrames() {
  let drops = false;
  globalThis.onmessage = () => (drops = true);
  globalThis.onrtctransform = ({ transformer: { readable, writable } }) => {
    const transform = (frame, controller) => drops || controller.enqueue(frame);
    readable.pipeThrough(new TransformStream({ transform })).pipeTo(writable);
  };
}

/** Runs in the page. Chromium ignores a transform of a receiver that has received already. */
function addTransforms(url) {
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration) {
      super(configuration);
      this.addEventListener('track', ({ receiver, track }) => {
        if (track.kind !== 'video') return;
        this.worker = new Worker(url);
        receiver.transform = new RTCRtpScriptTransform(this.worker);
      });
    }
  };
}

/** Drops all frames between the network and the decoder, and records the offers from now on. Runs in the page. */
function dropFrames(connection) {
  const offers = [];
  connection.addEventListener('signalingstatechange', () => {
    if (connection.signalingState === 'have-local-offer') offers.push(connection.signalingState);
  });
  connection.worker.postMessage('drop');
  return offers;
}
