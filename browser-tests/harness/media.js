import { until } from './until.js';

/** What has come over a connection so far. Runs in the page. */
export async function tally(connection) {
  const sum = { frames: 0, energy: 0 };
  const reports = await connection?.getStats();
  reports?.forEach(({ type, framesDecoded = 0, totalAudioEnergy = 0 }) => {
    if (type !== 'inbound-rtp') return;
    sum.frames += framesDecoded;
    sum.energy += totalAudioEnergy;
  });
  return sum;
}

async function received(person, other) {
  const connection = await person.connectionTo(other);
  return connection.evaluate(tally);
}

/** Waits until more of the other's picture has been shown. */
export async function sees(person, other) {
  const before = await received(person, other);
  await until(`${person.name} sees ${other.name}`, async () => {
    return (await received(person, other)).frames > before.frames;
  });
}

/** Waits until more of the other's sound has been played. */
export async function hears(person, other) {
  const before = await received(person, other);
  await until(`${person.name} hears ${other.name}`, async () => {
    return (await received(person, other)).energy > before.energy;
  });
}

/** Waits until everybody sees and hears everybody else. */
export async function areInTouch(...people) {
  const pairs = people.flatMap((one) => people.filter((other) => other !== one).map((other) => [one, other]));
  for (const [one, other] of pairs) await one.tileOf(other).locator('video').waitFor();
  await Promise.all(pairs.flatMap(([one, other]) => [sees(one, other), hears(one, other)]));
}
