import { until } from './until.js';

/** The size of what is shared, which no camera here has. */
const SIZE = { width: 512, height: 288 };

/** Sends the picture of a screen beside that of the camera, as a page would that shares one. */
export async function startsSharing({ page }) {
  await page.evaluate(({ width, height }) => {
    const screen = Object.assign(document.createElement('canvas'), { width, height });
    const brush = screen.getContext('2d');
    let hue = 0;
    const painting = setInterval(() => {
      brush.fillStyle = `hsl(${(hue += 10)} 80% 50%)`;
      brush.fillRect(0, 0, width, height);
    }, 100);
    const { mesh } = globalThis.parley;
    const [{ connection }] = mesh.connections.values();
    const own = connection.getSenders().flatMap((sender) => sender.track ?? []);
    const [track] = screen.captureStream(10).getTracks();
    mesh.setStream(new MediaStream([...own, track]));
    globalThis.stopSharing = () => {
      clearInterval(painting);
      track.stop();
      mesh.setStream(new MediaStream(own));
    };
  }, SIZE);
}

export async function stopsSharing({ page }) {
  await page.evaluate(() => globalThis.stopSharing());
}

/** What has come of the other's screen: frames of its size, and whether there still is a track for it. */
async function screen(person, other) {
  const connection = await person.connectionTo(other);
  return connection.evaluate(async (connection, { width }) => {
    let frames = 0;
    for (const report of (await connection.getStats()).values())
      if (report.type === 'inbound-rtp' && report.frameWidth === width) frames += report.framesDecoded;
    const video = connection.getTransceivers().filter(({ receiver, currentDirection }) => {
      return receiver.track.kind === 'video' && /sendrecv|recvonly/.test(currentDirection);
    });
    return { frames, pictures: video.length };
  }, SIZE);
}

/** Waits until more of the other's screen has been shown. */
export async function seesScreenOf(person, other) {
  await until(`${person.name} gets the screen of ${other.name}`, async () => {
    return (await screen(person, other)).frames > 0;
  });
  const before = await screen(person, other);
  await until(`${person.name} sees the screen of ${other.name} change`, async () => {
    return (await screen(person, other)).frames > before.frames;
  });
}

/** Waits until there is nothing but the other's camera. */
export async function seesNoScreenOf(person, other) {
  await until(`${person.name} has no screen of ${other.name} any more`, async () => {
    return (await screen(person, other)).pictures === 1;
  });
}

/** One shows a screen to the others, and stops it again: two negotiations with everybody. */
export async function share(person, others) {
  await startsSharing(person);
  for (const other of others) await seesScreenOf(other, person);
  await stopsSharing(person);
  for (const other of others) await seesNoScreenOf(other, person);
}
