import assert from 'node:assert/strict';
import { axeViolations } from '../harness/axe.js';
import { defineTests } from '../harness/browser-test.js';

const MAX_TABS = 60;

const callTest = defineTests();

for (const colorScheme of ['light', 'dark']) {
  callTest(`lobby and call pass axe, ${colorScheme}`, async (t) => {
    const ann = await t.participant('Ann', { colorScheme });
    const ben = await t.participant('Ben');
    await ann.open('/');
    await ann.find('join').and(ann.page.locator(':enabled')).waitFor();
    assert.deepEqual(await axeViolations(ann), [], 'in the lobby');
    await ann.join(t.room);
    assert.deepEqual(await axeViolations(ann), [], 'alone in a call');
    await ben.join(t.room);
    await ann.waitForPeers(ben);
    await ann.sendChat('Hello');
    await ben.find('mute').click();
    await ann.tileOf(ben).getByTitle('muted').waitFor();
    assert.deepEqual(await axeViolations(ann), [], 'in a call of two with an open chat');
  });
}

/** Moves the focus with the Tab key. @param {string} id  a data-testid */
async function tabTo({ page }, id) {
  for (let tabs = 0; tabs < MAX_TABS; tabs++) {
    if ((await page.evaluate(() => document.activeElement?.dataset.testid)) === id) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`the Tab key does not reach ${id}`);
}

callTest('a keyboard is enough to join, to mute, to chat and to leave', async (t) => {
  const ann = await t.participant('Ann');
  const ben = await t.participant('Ben');
  await ben.join(t.room);
  const { keyboard } = ann.page;
  await ann.open(`/r/${t.room}`);
  await ann.find('name').and(ann.page.locator(':enabled')).waitFor();
  await tabTo(ann, 'name');
  await keyboard.type('Ann');
  await tabTo(ann, 'join');
  await keyboard.press('Enter');
  await ann.waitUntilJoined();
  await ben.waitForPeers(ann);

  await tabTo(ann, 'mute');
  await keyboard.press('Space');
  await ben.tileOf(ann).getByTitle('muted').waitFor();
  await tabTo(ann, 'chat-open');
  await keyboard.press('Enter');
  await keyboard.type('Hello');
  await keyboard.press('Enter');
  await ben.find('chat-open').click();
  await ben.find('chat-message').getByText('Hello').waitFor();

  await tabTo(ann, 'leave');
  await keyboard.press('Enter');
  await ann.find('join').waitFor();
  await ben.waitForPeers();
});
