import { until } from './until.js';

/** Size of the shared picture, which no fake camera has. */
const SIZE = { width: 512, height: 288 };

/** Sends a canvas as a second video track, like a page that shares a screen. */
async function startSharing({ page }) {
  await page.evaluate(({ width, height }) => {
    const screen = Object.assign(document.createElement('canvas'), {
      width,
      height,
    });
    const context = screen.getContext('2d');
    let hue = 0;
    const painting = setInterval(() => {
      context.fillStyle = `hsl(${(hue += 10)} 80% 50%)`;
      context.fillRect(0, 0, width, height);
    }, 100);
    const { mesh } = globalThis.parley;
    const [track] = screen.captureStream(10).getTracks();
    // Pages with the old library send streams.
    const [{ connection }] = mesh.connections.values();
    const own = connection.getSenders().flatMap((sender) => sender.track ?? []);
    if (mesh.publish) mesh.publish('screen', { kind: 'video', track });
    else mesh.setStream(new MediaStream([...own, track]));
    globalThis.stopSharing = () => {
      clearInterval(painting);
      track.stop();
      if (mesh.unpublish) mesh.unpublish('screen');
      else mesh.setStream(new MediaStream(own));
    };
  }, SIZE);
}

async function stopSharing({ page }) {
  await page.evaluate(() => globalThis.stopSharing());
}

/** The shared frames received, and the number of video tracks. */
async function receivedVideo(receiver, sender) {
  const connection = await receiver.connectionTo(sender);
  return connection.evaluate(async (connection, { width }) => {
    let frames = 0;
    for (const report of (await connection.getStats()).values())
      if (report.type === 'inbound-rtp' && report.frameWidth === width) frames += report.framesDecoded;
    const video = connection.getTransceivers().filter(({ receiver, currentDirection }) => {
      return receiver.track.kind === 'video' && /sendrecv|recvonly/.test(currentDirection);
    });
    return { frames, tracks: video.length };
  }, SIZE);
}

async function waitForScreen(receiver, sender) {
  await until(`${receiver.name} receives the screen of ${sender.name}`, async () => {
    return (await receivedVideo(receiver, sender)).frames > 0;
  });
  const before = await receivedVideo(receiver, sender);
  await until(`${receiver.name} receives further frames of the screen of ${sender.name}`, async () => {
    return (await receivedVideo(receiver, sender)).frames > before.frames;
  });
}

async function waitForEndOfScreen(receiver, sender) {
  await until(`${receiver.name} receives only the camera of ${sender.name}`, async () => {
    return (await receivedVideo(receiver, sender)).tracks === 1;
  });
}

/** Shares a screen with the others, and stops: two negotiations with each of them. */
export async function shareScreen(person, others) {
  await startSharing(person);
  for (const other of others) await waitForScreen(other, person);
  await stopSharing(person);
  for (const other of others) await waitForEndOfScreen(other, person);
}
