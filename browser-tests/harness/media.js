import { pairsOf } from './browser-test.js';
import { until } from './until.js';

/** Media received on a connection so far. Runs in the page. */
export async function mediaStats(connection) {
  const sum = { frames: 0, energy: 0 };
  const reports = await connection?.getStats();
  reports?.forEach(({ type, framesDecoded = 0, totalAudioEnergy = 0 }) => {
    if (type !== 'inbound-rtp') return;
    sum.frames += framesDecoded;
    sum.energy += totalAudioEnergy;
  });
  return sum;
}

async function received(receiver, sender) {
  const connection = await receiver.connectionTo(sender);
  return connection.evaluate(mediaStats);
}

/** Waits until further frames of the sender's video are decoded. */
export async function waitForVideo(receiver, sender) {
  const before = await received(receiver, sender);
  await until(`${receiver.name} receives video from ${sender.name}`, async () => {
    return (await received(receiver, sender)).frames > before.frames;
  });
}

/** Waits until further sound of the sender is played. A muted player would report no energy. */
export async function waitForAudio(receiver, sender) {
  const before = await received(receiver, sender);
  await until(`${receiver.name} receives audio from ${sender.name}`, async () => {
    return (await received(receiver, sender)).energy > before.energy;
  });
}

/** Waits until each participant receives video and audio from all others. */
export async function waitForStreams(...people) {
  const pairs = pairsOf(people);
  await Promise.all(pairs.flatMap((pair) => [waitForVideo(...pair), waitForAudio(...pair)]));
}

/** Waits until each participant sees and hears all others on the page. */
export async function waitForMedia(...people) {
  for (const [receiver, sender] of pairsOf(people)) await receiver.tileOf(sender).locator('video').waitFor();
  await waitForStreams(...people);
}
