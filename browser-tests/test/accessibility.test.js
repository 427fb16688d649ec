import assert from 'node:assert/strict';
import axe from 'axe-core';
import { stage } from '../harness/stage.js';

const MOST_TABS = 60;

const scene = stage();

/** What axe has to say about the page as it is, in a line each. */
async function complaints({ page }) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
}

for (const colorScheme of ['light', 'dark']) {
  scene(`lobby and call are accessible, ${colorScheme}`, async (cast) => {
    const ann = await cast.person('Ann', { colorScheme });
    const ben = await cast.person('Ben');
    await ann.opens('/');
    await ann.find('join').and(ann.page.locator(':enabled')).waitFor();
    assert.deepEqual(await complaints(ann), [], 'the front door');
    await ann.joins(cast.room);
    assert.deepEqual(await complaints(ann), [], 'alone in a call');
    await ben.joins(cast.room);
    await ann.isWith(ben);
    await ann.says('Hello');
    await ben.find('mute').click();
    await ann.tileOf(ben).getByTitle('muted').waitFor();
    assert.deepEqual(await complaints(ann), [], 'in a call, with the chat open');
  });
}

/** Walks with the Tab key to what has this data-testid. */
async function tabTo({ page }, id) {
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    if ((await page.evaluate(() => document.activeElement?.dataset.testid)) === id) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`no key leads to ${id}`);
}

scene('a keyboard is enough to join, to mute, to chat and to leave', async (cast) => {
  const ann = await cast.person('Ann');
  const ben = await cast.person('Ben');
  await ben.joins(cast.room);
  const { keyboard } = ann.page;
  await ann.opens(`/r/${cast.room}`);
  await ann.find('name').and(ann.page.locator(':enabled')).waitFor();
  await tabTo(ann, 'name');
  await keyboard.type('Ann');
  await tabTo(ann, 'join');
  await keyboard.press('Enter');
  await ann.isIn();
  await ben.isWith(ann);

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
  await ben.isWith();
});
