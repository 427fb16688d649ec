import assert from 'node:assert/strict';
import { countConnections } from '../harness/connections.js';
import { tally } from '../harness/media.js';
import { stage } from '../harness/stage.js';
import { until } from '../harness/until.js';

const scene = stage();

/** What has come to the page over its only connection. */
async function received({ page }) {
  const connection = await page.evaluateHandle(() => globalThis.connectionsMade[0]);
  return connection.evaluate(tally);
}

scene('two pages of the example make a call', async (cast) => {
  const ann = await cast.person('Ann');
  const ben = await cast.person('Ben');
  for (const person of [ann, ben]) {
    await countConnections(person);
    await person.opens(`/example/#${cast.room}`);
  }
  for (const person of [ann, ben]) {
    await until(`${person.name} sees and hears the other`, async () => {
      const { frames, energy } = await received(person);
      return frames > 0 && energy > 0;
    });
    assert.equal(await person.page.locator('video').count(), 2);
  }
  await ben.page.close({ runBeforeUnload: true });
  await until('the picture of who left is gone', async () => (await ann.page.locator('video').count()) === 1);
});
