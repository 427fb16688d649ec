import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchWithVideo } from '../harness/browsers.js';
import { Server } from '../harness/server.js';
import { writeCameraFile } from './camera-file.js';
import { childProcesses, cpuSeconds } from './processes.js';

const HELP = `Measures what a call costs one participant: bytes and CPU, in Chromium.

  --from N        smallest number of participants (default: 2)
  --to N          largest number of participants (default: 8)
  --seconds N     duration of each measurement (default: 10)
  --uncontrolled  with the browser's own encoding parameters, as without the library
  --rooms         whole calls: every participant has a Room, and sends to all others

The participant has a browser of its own. All others are in a second browser. Without --rooms, they send to this participant
only, each with the encoding it would use in a call of that size: this machine need not carry the media between the others.
Measure on a machine that does nothing else: the load before the measurement is printed.`;

const { values: options } = parseArgs({
  options: {
    from: { type: 'string', default: '2' },
    to: { type: 'string', default: '8' },
    seconds: { type: 'string', default: '10' },
    uncontrolled: { type: 'boolean', default: false },
    rooms: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** The estimates of the bandwidth, which start low, settle in this time, also on a busy machine. */
const WARM_UP = 30_000;

/** Runs in both pages: one connection for each other participant, which sends a microphone and a camera. */
async function prepare({ connections, controlled }) {
  const { EncodingControl } = await import('/rtc/encoding.js');
  const video = { width: 1280, height: 720, frameRate: 30 };
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video });
  const links = Array.from({ length: connections }, () => {
    const connection = new RTCPeerConnection();
    const player = Object.assign(document.createElement('video'), { autoplay: true, muted: true });
    connection.ontrack = ({ track, streams }) => track.kind === 'video' && (player.srcObject = streams[0]);
    document.body.append(player);
    const senders = stream.getTracks().map((track) => connection.addTrack(track.clone(), stream));
    return { connection, control: new EncodingControl(senders.find(({ track }) => track.kind === 'video')) };
  });
  const update = () => links.forEach(({ control }) => void control.update('camera', connections));
  if (controlled) setInterval(update, 2_000);
  globalThis.connections = links.map(({ connection }) => connection);
}

/** Runs in the page: sets a description and returns the own one, with all candidates. */
async function describe([index, remote]) {
  const connection = globalThis.connections[index];
  if (remote) await connection.setRemoteDescription(remote);
  if (connection.signalingState === 'stable' && remote) return undefined;
  const gathered = new Promise((resolve) => {
    connection.onicegatheringstatechange = () => connection.iceGatheringState === 'complete' && resolve();
  });
  await connection.setLocalDescription();
  await gathered;
  return connection.localDescription.toJSON();
}

/** Runs in the page. */
async function totals() {
  const sum = { sent: 0, received: 0, frames: 0, heights: [], limited: 0 };
  for (const connection of globalThis.connections) {
    for (const report of (await connection.getStats()).values()) {
      if (report.type === 'transport') {
        sum.sent += report.bytesSent;
        sum.received += report.bytesReceived;
      }
      if (report.type === 'inbound-rtp' && report.kind === 'video') sum.frames += report.framesDecoded;
      if (report.type === 'outbound-rtp' && report.kind === 'video') {
        sum.heights.push(report.frameHeight ?? 0);
        if (report.qualityLimitationReason === 'cpu') sum.limited += 1;
      }
    }
  }
  return sum;
}

/** Runs in the page of each participant of a whole call. */
async function joinRoom(name) {
  const { LocalMedia, Room } = await import('/parley.js');
  const media = new LocalMedia();
  const room = new Room({ url: new URL('/v1/rooms/measured', location.href), name, media });
  room.addEventListener('source-added', ({ detail: { source } }) => {
    const player = document.createElement(source.kind);
    document.body.append(Object.assign(player, { srcObject: source.stream, autoplay: true, muted: true }));
  });
  const connections = () => [...room.mesh.connections.values()].map(({ connection }) => connection);
  Object.defineProperty(globalThis, 'connections', { get: connections });
  await media.open();
  await room.join();
}

/** Runs in the page. */
function isConnectedTo(count) {
  const { connections } = globalThis;
  return connections.filter(({ connectionState }) => connectionState === 'connected').length === count;
}

async function openPage(browser, url) {
  const page = await (await browser.newContext()).newPage();
  await page.goto(url.href);
  return page;
}

/** Connects the measured participant to all others. Returns the page of the participant. */
async function connect(own, others, url, connections) {
  const [page, otherPage] = [await openPage(own, url), await openPage(others, url)];
  for (const each of [page, otherPage])
    await each.evaluate(prepare, { connections, controlled: !options.uncontrolled });
  for (let index = 0; index < connections; index += 1) {
    const offer = await page.evaluate(describe, [index]);
    const answer = await otherPage.evaluate(describe, [index, offer]);
    await page.evaluate(describe, [index, answer]);
  }
  return page;
}

/** Lets all participants join a room. Returns the page of the measured one. */
async function connectInRoom(own, others, url, connections) {
  const pages = [await openPage(own, url)];
  for (let index = 0; index < connections; index += 1) pages.push(await openPage(others, url));
  for (const [index, page] of pages.entries()) await page.evaluate(joinRoom, `participant ${index}`);
  for (const page of pages) await page.waitForFunction(isConnectedTo, connections);
  return pages[0];
}

/** Measures a call of a number of participants. */
async function measure(participants, url, video) {
  const connections = participants - 1;
  const before = await childProcesses(process.pid);
  const [own, others] = [await launchWithVideo(video), await launchWithVideo(video)];
  try {
    const [ownProcess] = (await childProcesses(process.pid)).filter((pid) => !before.includes(pid));
    const page = await (options.rooms ? connectInRoom : connect)(own, others, url, connections);
    await page.waitForTimeout(WARM_UP);
    const [start, startCpu, startTime] = [
      await page.evaluate(totals),
      await cpuSeconds(ownProcess),
      performance.now(),
    ];
    await page.waitForTimeout(Number(options.seconds) * 1_000);
    const [end, endCpu, endTime] = [
      await page.evaluate(totals),
      await cpuSeconds(ownProcess),
      performance.now(),
    ];
    const seconds = (endTime - startTime) / 1_000;
    const kilobits = (bytes) => Math.round((bytes * 8) / seconds / 1_000);
    return {
      participants,
      'sent height': end.heights.sort((a, b) => a - b)[connections >> 1],
      'received fps': Math.round((end.frames - start.frames) / seconds / connections),
      'upload kbit/s': kilobits(end.sent - start.sent),
      'download kbit/s': kilobits(end.received - start.received),
      'CPU cores': ((endCpu - startCpu) / seconds).toFixed(2),
      'limited by CPU': `${end.limited} of ${connections}`,
    };
  } finally {
    await Promise.all([own.close(), others.close()]);
  }
}

if (options.help) {
  console.log(HELP);
} else {
  const folder = await mkdtemp(join(tmpdir(), 'parley-camera-'));
  console.log(`load before: ${loadavg()[0].toFixed(1)}\n`);
  const server = await Server.start({});
  try {
    const video = join(folder, 'camera.y4m');
    await writeCameraFile(video);
    for (let participants = Number(options.from); participants <= Number(options.to); participants += 1) {
      const row = await measure(participants, new URL('/docs/', server.url), video);
      if (participants === Number(options.from)) {
        console.log(`| ${Object.keys(row).join(' | ')} |\n|${' ---: |'.repeat(Object.keys(row).length)}`);
      }
      console.log(`| ${Object.values(row).join(' | ')} |`);
    }
  } finally {
    await server.stop();
    await rm(folder, { recursive: true });
  }
}
