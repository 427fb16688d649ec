import assert from 'node:assert/strict';
import { defineTests } from '../harness/browser-test.js';
import { mediaStats } from '../harness/media.js';
import { recordPeerConnections } from '../harness/peer-connections.js';
import { until } from '../harness/until.js';

const callTest = defineTests();

/** Media received on the first peer connection of a page. */
async function received({ page }) {
  const connection = await page.evaluateHandle(() => globalThis.peerConnections[0]);
  return connection.evaluate(mediaStats);
}

callTest('two pages of the example make a call', async (t) => {
  const people = [await t.participant('Ann'), await t.participant('Ben')];
  for (const person of people) {
    await recordPeerConnections(person);
    await person.open(`/example/#${t.room}`);
  }
  for (const person of people) {
    await until(`${person.name} sees and hears the other`, async () => {
      const { frames, energy } = await received(person);
      return frames > 0 && energy > 0;
    });
    assert.equal(await person.page.locator('video').count(), 2);
  }
  const [ann, ben] = people;
  await ben.page.close({ runBeforeUnload: true });
  await until('the video of Ben is removed', async () => (await ann.page.locator('video').count()) === 1);
});
