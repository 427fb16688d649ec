import assert from 'node:assert/strict';
import { defineTests } from '../harness/browser-test.js';
import { until } from '../harness/until.js';

const callTest = defineTests({ kinds: ['chromium', 'firefox'] });

/** A page that sends a camera to itself, with the encodings of the library. */
async function sendToItself(t, kind) {
  const person = await t.participant('Ann', { kind });
  await person.open('/');
  await person.page.evaluate(async () => {
    const { EncodingControl } = await import('/rtc/encoding.js');
    const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 1280, height: 720 } });
    const [track] = stream.getVideoTracks();
    const [one, other] = [new RTCPeerConnection(), new RTCPeerConnection()];
    one.onicecandidate = ({ candidate }) => other.addIceCandidate(candidate);
    other.onicecandidate = ({ candidate }) => one.addIceCandidate(candidate);
    const sender = one.addTrack(track, stream);
    const control = new EncodingControl(sender);
    await control.update('camera', 1);
    await one.setLocalDescription();
    await other.setRemoteDescription(one.localDescription);
    await other.setLocalDescription();
    await one.setRemoteDescription(other.localDescription);
    Object.assign(globalThis, { control, sender, receiver: other.getReceivers()[0], track });
  });
  return person.page;
}

/** The height and the frames of the pictures that arrive. */
function received(page) {
  return page.evaluate(async () => {
    for (const report of (await globalThis.receiver.getStats()).values())
      if (report.type === 'inbound-rtp')
        return { height: report.frameHeight ?? 0, frames: report.framesDecoded };
    return { height: 0, frames: 0 };
  });
}

const update = (page, ...video) => page.evaluate((video) => globalThis.control.update(...video), video);

for (const kind of ['chromium', 'firefox']) {
  callTest(`parameters of an encoding take effect in ${kind}`, async (t) => {
    const page = await sendToItself(t, kind);
    await until('a picture arrives', async () => (await received(page)).frames > 0);
    const captured = await page.evaluate(() => globalThis.track.getSettings().height);
    await until('the whole picture arrives', async () => {
      await update(page, 'camera', 1);
      return (await received(page)).height === captured;
    });
    await update(page, 'camera', 1, 150);
    await until('a small picture arrives', async () => {
      const { height } = await received(page);
      return height > 0 && height <= 184;
    });
    const { maxBitrate } = await page.evaluate(() => globalThis.sender.getParameters().encodings[0]);
    assert.equal(maxBitrate, 225_000);

    await update(page, 'camera', 1, 0);
    await until('no picture arrives', async () => {
      const { frames } = await received(page);
      await page.waitForTimeout(1_000);
      return (await received(page)).frames === frames;
    });
    const { frames } = await received(page);
    await update(page, 'camera', 1, 720);
    await until('pictures arrive again', async () => (await received(page)).frames > frames);
  });
}
