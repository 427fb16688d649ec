import { until } from './until.js';

/** What has come from a peer so far, over all its tracks. */
function received(person, id) {
  return person.page.evaluate(async (id) => {
    const sum = { frames: 0, energy: 0 };
    const reports = await globalThis.parley?.mesh.connections.get(id)?.connection.getStats();
    reports?.forEach(({ type, framesDecoded = 0, totalAudioEnergy = 0 }) => {
      if (type !== 'inbound-rtp') return;
      sum.frames += framesDecoded;
      sum.energy += totalAudioEnergy;
    });
    return sum;
  }, id);
}

/** Waits until more of the other's picture has been shown. */
export async function sees(person, { id, name }) {
  const before = await received(person, id);
  await until(`${person.name} sees ${name}`, async () => {
    return (await received(person, id)).frames > before.frames;
  });
}

/** Waits until more of the other's sound has been played. */
export async function hears(person, { id, name }) {
  const before = await received(person, id);
  await until(`${person.name} hears ${name}`, async () => {
    return (await received(person, id)).energy > before.energy;
  });
}

/** Waits until everybody sees and hears everybody else. */
export async function areInTouch(...people) {
  const pairs = people.flatMap((one) => people.filter((other) => other !== one).map((other) => [one, other]));
  for (const [one, other] of pairs) await one.tileOf(other).locator('video').waitFor();
  await Promise.all(pairs.flatMap(([one, other]) => [sees(one, other), hears(one, other)]));
}
