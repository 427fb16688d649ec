import assert from 'node:assert/strict';
import { defineTests } from '../harness/browser-test.js';
import { RoomPage } from '../harness/room-page.js';
import { until } from '../harness/until.js';

const sourceTest = defineTests({ kinds: ['chromium', 'firefox'] });

/** The browsers of two people. */
const PAIRS = [
  ['chromium', 'chromium'],
  ['firefox', 'firefox'],
  ['chromium', 'firefox'],
  ['firefox', 'chromium'],
];

async function pairOf(t, [ana, ben]) {
  return [await RoomPage.open(t, 'Ana', { kind: ana }), await RoomPage.open(t, 'Ben', { kind: ben })];
}

for (const kinds of PAIRS) {
  sourceTest(`${kinds.join(' and ')}: several sources at once, each under its name`, async (t) => {
    const [ana, ben] = await pairOf(t, kinds);
    await ana.join('microphone', 'camera');
    await ben.join('microphone', 'camera', 'slides');
    await ana.waitForSources(ben, 'camera 320', 'microphone', 'slides 256');
    await ben.waitForSources(ana, 'camera 320', 'microphone');
    // Both share a screen at once, and stop.
    await Promise.all([ana.publish('screen'), ben.publish('screen')]);
    await ana.waitForSources(ben, 'camera 320', 'microphone', 'screen 512', 'slides 256');
    await ben.waitForSources(ana, 'camera 320', 'microphone', 'screen 512');
    await ana.unpublish('screen');
    await ben.waitForSources(ana, 'camera 320', 'microphone');
    await ana.publish('screen');
    await ben.waitForSources(ana, 'camera 320', 'microphone', 'screen 512');
    const lines = await ana.evaluate(countLines);
    // Of a microphone and three videos, in both directions. Those who share at once may each add a line.
    assert.ok(lines === 4 || lines === 5, `${lines} lines`);
  });

  sourceTest(`${kinds.join(' and ')}: sources are muted, turned off and declined`, async (t) => {
    const [ana, ben] = await pairOf(t, kinds);
    await ana.join('microphone', 'camera');
    await ben.join('microphone', 'camera');
    await ben.waitForSources(ana, 'camera 320', 'microphone');
    await ana.publish('microphone', { muted: true });
    await ben.waitForSources(ana, 'camera 320', 'microphone muted');
    await ana.publish('microphone');
    await ben.decline(ana, 'camera');
    await ben.waitForSources(ana, 'camera declined', 'microphone');
    await ana.waitForSources(ben, 'camera 320', 'microphone');
    await ben.decline(ana, 'camera', false);
    await ben.waitForSources(ana, 'camera 320', 'microphone');
    // Off: without a negotiation, and back with another track.
    await ana.evaluate(() => {
      globalThis.published.camera.stop();
      globalThis.room.mesh.publish('camera', { kind: 'video', track: null });
    });
    await ben.waitForSources(ana, 'camera muted', 'microphone');
    await ana.evaluate(() => (globalThis.published.camera = globalThis.trackFor('camera')));
    await ana.publish('camera');
    await ben.waitForSources(ana, 'camera 320', 'microphone');
    await framesArrive(ben);
  });

  sourceTest(`${kinds.join(' and ')}: statistics are the same in all browsers`, async (t) => {
    const [ana, ben] = await pairOf(t, kinds);
    await ana.join('microphone', 'camera');
    await ben.join('microphone', 'screen');
    await ben.waitForSources(ana, 'camera 320', 'microphone');
    await ana.waitForSources(ben, 'microphone', 'screen 512');
    let stats;
    await until('both directions have a bitrate and a path', async () => {
      stats = await ana.evaluate(readStats);
      const { sent, received } = stats;
      const sources = [sent.camera, sent.microphone, received.screen, received.microphone];
      return stats.path && sources.every((each) => each?.bitrate > 0) && sent.camera.framesPerSecond > 0;
    });
    assert.deepEqual(stats.path, { local: 'host', remote: stats.path.remote, protocol: 'udp' });
    assert.match(stats.path.remote, /^(host|prflx)$/);
    assert.ok(stats.roundTripTime >= 0 && stats.roundTripTime < 10_000, stats.roundTripTime);
    assert.equal(stats.sent.camera.width, 320);
    assert.equal(stats.received.screen.width, 512);
    assert.equal(stats.received.screen.loss >= 0, true);
    assert.match(stats.sent.camera.codec, /^video\//);
    assert.match(stats.received.microphone.codec, /^audio\/opus$/i);
  });
}

for (const kinds of PAIRS.slice(1)) {
  sourceTest(
    `${kinds.join(' and ')}: roles flip when a person takes a new seat over another transport`,
    async (t) => {
      const [ana, ben] = await pairOf(t, kinds);
      await ana.joinForgetfully('microphone', 'camera');
      await ben.join('microphone', 'camera');
      await ana.waitForSources(ben, 'camera 320', 'microphone');
      await ben.waitForSources(ana, 'camera 320', 'microphone');
      // The higher seat is the polite side, which makes the first offer: Ana becomes it, and stays it.
      for (const isBlocked of [false, true]) {
        await ana.takeNewSeat(isBlocked);
        await Promise.all([framesArrive(ana), framesArrive(ben)]);
        await ben.waitForSources(ana, 'camera 320', 'microphone');
        assert.equal(await ana.evaluate(countLines), 2);
      }
      assert.notEqual(await ana.evaluate(() => globalThis.room.client.transport), 'websocket');
      await ana.publish('screen');
      await ben.waitForSources(ana, 'camera 320', 'microphone', 'screen 512');
    },
  );
}

sourceTest('a source for one person is not sent to another', async (t) => {
  const [ana, ben] = await pairOf(t, ['chromium', 'firefox']);
  const cem = await RoomPage.open(t, 'Cem');
  await ana.join('camera');
  await ben.join();
  await cem.join();
  const id = await ana.evaluate(() => globalThis.participant('Ben')?.id);
  await ana.publish('screen', { to: [id] });
  await ben.waitForSources(ana, 'camera 320', 'screen 512');
  await cem.waitForSources(ana, 'camera 320');
});

for (const kinds of PAIRS.slice(2)) {
  sourceTest(`${kinds.join(' and ')}: a video is sent at the size at which it is shown`, async (t) => {
    const [ana, ben] = await pairOf(t, kinds);
    await ana.join('camera');
    await ben.join();
    await ben.waitForSources(ana, 'camera 320');
    const show = (height) =>
      ben.evaluate((height) => globalThis.participant('Ana').setDisplayedHeight('camera', height), height);
    await show(90);
    await ben.waitForSources(ana, 'camera 160');
    const connection = await ana.evaluate(() => {
      const [{ connection }] = globalThis.room.mesh.connections.values();
      return (globalThis.first = connection) && connection.connectionState;
    });
    assert.equal(connection, 'connected');
    await show(0);
    await until('a hidden video is not sent', async () => !(await sendsFrames(ana)));
    await show(180);
    await ben.waitForSources(ana, 'camera 320');
    await framesArrive(ben);
    const isSame = () => {
      const [{ connection }] = globalThis.room.mesh.connections.values();
      return connection === globalThis.first;
    };
    assert.ok(await ana.evaluate(isSame), 'the connection was not replaced');
  });
}

/** Whether frames of the camera are sent to Ben within a second. */
async function sendsFrames(page) {
  return page.evaluate(async () => {
    const [{ connection }] = globalThis.room.mesh.connections.values();
    const sent = async () => {
      for (const { type, framesSent } of (await connection.getStats()).values())
        if (type === 'outbound-rtp') return framesSent;
      return 0;
    };
    const before = await sent();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return (await sent()) > before;
  });
}

/** Waits until further frames of the camera are decoded. */
async function framesArrive(page) {
  const decoded = () =>
    page.evaluate(async () => {
      const [connection] = globalThis.room.mesh.connections.values();
      let frames = 0;
      (await connection.connection.getStats()).forEach(({ type, framesDecoded = 0 }) => {
        if (type === 'inbound-rtp') frames += framesDecoded;
      });
      return frames;
    });
  const before = await decoded();
  await until(`${page.name} decodes frames`, async () => (await decoded()) > before);
}

/** The media descriptions. Runs in the page. */
function countLines() {
  const [{ connection }] = globalThis.room.mesh.connections.values();
  return connection.localDescription.sdp.match(/^m=/gm).length;
}

/** Runs in the page. */
async function readStats() {
  const { path, roundTripTime, sent, received } = await globalThis.participant('Ben').stats();
  return { path, roundTripTime, sent: Object.fromEntries(sent), received: Object.fromEntries(received) };
}
