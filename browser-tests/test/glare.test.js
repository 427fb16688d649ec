import assert from 'node:assert/strict';
import { defineTests } from '../harness/browser-test.js';
import { monitorCall } from '../harness/call-monitor.js';
import { waitForMedia } from '../harness/media.js';
import { waitForSignalingState } from '../harness/negotiation.js';
import { until } from '../harness/until.js';

const ROUNDS = 100;
/** Few, because an m-line stays in the description for the life of the connection. */
const ROUNDS_PER_TRANSCEIVER = 20;

const callTest = defineTests();
const pairTest = defineTests({ kinds: ['chromium', 'firefox'] });
const PAIRS = [
  ['chromium', 'chromium'],
  ['chromium', 'firefox'],
  ['firefox', 'chromium'],
  ['firefox', 'firefox'],
];

callTest('two offers at the same time settle, a hundred times in a row', async (t) => {
  const proxy = await t.proxy();
  const [ann, ben] = await t.call({ Ann: {}, Ben: { url: proxy.url } });
  await waitForMedia(ann, ben);
  const monitors = [await monitorCall(ann, ben), await monitorCall(ben, ann)];
  const connections = [await ann.connectionTo(ben), await ben.connectionTo(ann)];
  for (let round = 0; round < ROUNDS; round++) {
    // Signals are held back until both offers are made, so that the offers always collide.
    proxy.pause();
    const change = round % ROUNDS_PER_TRANSCEIVER ? restartIce : addTransceiver;
    await Promise.all(connections.map((connection) => connection.evaluate(change)));
    await waitForSignalingState('have-local-offer', ann, ben);
    proxy.resume();
    await waitForSignalingState('stable', ann, ben);
  }
  await waitForMedia(ann, ben);
  for (const problems of monitors) assert.deepEqual(await problems(), []);
  for (const { console } of [ann, ben]) assert.deepEqual(console.filter(isErrorOrWarning), []);
});

/** Publishes a moving picture, in an offer that is counted. Runs in the page. */
function publishScreen() {
  const { client, mesh } = globalThis.parley;
  const offer = client.offer;
  globalThis.offers = 0;
  client.offer = (...parameters) => {
    globalThis.offers += 1;
    globalThis.lastOfferAt = performance.now();
    return offer.apply(client, parameters);
  };
  const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 180 });
  const context = canvas.getContext('2d');
  const draw = () => {
    context.fillStyle = `hsl(${performance.now() % 360} 90% 50%)`;
    context.fillRect(0, 0, 320, 180);
  };
  setInterval(draw, 50);
  draw();
  mesh.publish('screen', { kind: 'video', track: canvas.captureStream(20).getVideoTracks()[0] });
}

/** The frames of another one's screen that are decoded in a second. */
function decoded(receiver, sender) {
  return receiver.page.evaluate(async (id) => {
    const { received } = await globalThis.parley.mesh.connections.get(id).stats();
    return received.get('screen')?.framesPerSecond ?? 0;
  }, sender.id);
}

for (const [first, second] of PAIRS) {
  pairTest(
    `screens that ${first} and ${second} share at the same time arrive, and negotiation ends`,
    async (t) => {
      const proxy = await t.proxy();
      const [ann, ben] = await t.call({ Ann: { kind: first }, Ben: { kind: second, url: proxy.url } });
      await waitForMedia(ann, ben);
      const before = await Promise.all([ann.connectionTo(ben), ben.connectionTo(ann)]);
      proxy.pause();
      for (const { page } of [ann, ben]) await page.evaluate(publishScreen);
      await waitForSignalingState('have-local-offer', ann, ben);
      proxy.resume();
      await until(
        'both screens arrive',
        async () => (await decoded(ann, ben)) > 0 && (await decoded(ben, ann)) > 0,
      );
      for (const { page } of [ann, ben])
        await page.waitForFunction(() => performance.now() - globalThis.lastOfferAt > 3000, null, {
          polling: 100,
        });
      const counts = await Promise.all([ann, ben].map(({ page }) => page.evaluate(() => globalThis.offers)));
      assert.ok(counts[0] + counts[1] <= 4, `${counts} offers`);
      for (const connection of before)
        assert.equal(await connection.evaluate(({ connectionState }) => connectionState), 'connected');
      await waitForMedia(ann, ben);
    },
  );
}

function restartIce(connection) {
  connection.restartIce();
}

function addTransceiver(connection) {
  connection.addTransceiver('audio', { direction: 'inactive' });
}

function isErrorOrWarning(line) {
  return /^(error|warning):/.test(line);
}
