import assert from 'node:assert/strict';
import { stage } from '../harness/stage.js';
import { until } from '../harness/until.js';

const MARKUP = '<img src=x onerror="globalThis.fooled=true"><b>Ann</b>';

const scene = stage();

scene('markup in a name, in the chat and in an address stays text', async (cast) => {
  const ann = await cast.person(MARKUP);
  const ben = await cast.person('Ben');
  await ben.joins(cast.room);
  await ann.joins(cast.room);
  await ben.isWith(ann);
  assert.equal(await ben.tileOf(ann).getByTestId('tile-name').textContent(), MARKUP);

  await ann.says(MARKUP);
  await ben.find('chat-open').click();
  await until('the line is shown', async () => (await ben.chat()).length === 1);
  assert.deepEqual(await ben.chat(), [MARKUP]);
  assert.equal(await ben.find('chat-message').locator('.chat-name').textContent(), MARKUP);

  const cem = await cast.person('Cem');
  await cem.opens(`/r/${encodeURIComponent(MARKUP.replaceAll('/', ''))}`);
  await cem.find('room').waitFor();
  for (const { page } of cast.people) {
    assert.equal(await page.locator('img, b').count(), 0);
    assert.equal(await page.evaluate(() => globalThis.fooled), undefined);
  }
});
