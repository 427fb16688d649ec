import assert from 'node:assert/strict';
import { defineTests } from '../harness/browser-test.js';
import { until } from '../harness/until.js';

const MARKUP = '<img src=x onerror="globalThis.wasExecuted=true"><b>Ann</b>';

const callTest = defineTests();

callTest('markup in a name, in the chat and in an address is shown as text', async (t) => {
  const ann = await t.participant(MARKUP);
  const ben = await t.participant('Ben');
  await ben.join(t.room);
  await ann.join(t.room);
  await ben.waitForPeers(ann);
  assert.equal(await ben.tileOf(ann).getByTestId('tile-name').textContent(), MARKUP);

  await ann.sendChat(MARKUP);
  await ben.find('chat-open').click();
  await until('the message is shown', async () => (await ben.chatTexts()).length === 1);
  assert.deepEqual(await ben.chatTexts(), [MARKUP]);
  assert.equal(await ben.find('chat-message').locator('.chat-name').textContent(), MARKUP);

  const cem = await t.participant('Cem');
  await cem.open(`/r/${encodeURIComponent(MARKUP.replaceAll('/', ''))}`);
  await cem.find('room').waitFor();
  for (const { page } of t.participants) {
    assert.equal(await page.locator('img, b').count(), 0);
    assert.equal(await page.evaluate(() => globalThis.wasExecuted), undefined);
  }
});
