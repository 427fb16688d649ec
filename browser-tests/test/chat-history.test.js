import assert from 'node:assert/strict';
import { stage } from '../harness/stage.js';
import { until } from '../harness/until.js';

// A seat is lost soon, so that nobody waits for long.
const scene = stage({ settings: { PARLEY_RESUME_WINDOW: '1' } });

const MARKUP = '<img src=x onerror="globalThis.fooled=true">';

async function gather(cast, ...names) {
  const people = [];
  for (const name of names) {
    people.push(await cast.person(name));
    await people.at(-1).joins(cast.room);
  }
  return people;
}

/** Says something, and waits until the others have read it. */
async function says(person, line, ...others) {
  await person.says(line);
  for (const other of others)
    await until(`${other.name} has read "${line}"`, async () => (await other.chat()).includes(line));
}

/** The chat as it is shown: who, and what. */
async function readBy(person) {
  const names = await person.find('chat-message').locator('.chat-name').allTextContents();
  return (await person.chat()).map((text, index) => `${names[index]}: ${text}`);
}

/** What the page has announced since it was opened, to the eye and to screen readers. */
async function keepAnnouncements({ page }) {
  await page.addInitScript(() => {
    globalThis.announced = [];
    addEventListener('DOMContentLoaded', () => {
      const added = new MutationObserver((changes) => {
        for (const { addedNodes } of changes)
          globalThis.announced.push(...[...addedNodes].map(({ textContent }) => textContent));
      });
      added.observe(document.getElementById('announcements'), { childList: true });
    });
  });
}

async function announcementsOfChat({ page }) {
  const all = await page.evaluate(() => globalThis.announced);
  return all.filter((line) => /message|chat|:/.test(line) && !line.startsWith('You are in.'));
}

scene('who reloads the page reads what was written before', async (cast) => {
  const [ann, ben] = await gather(cast, 'Ann', 'Ben');
  await says(ann, 'one', ben);
  await says(ben, 'two', ann);

  await ben.page.reload();
  await ben.find('join').click();
  await ben.isIn();
  await until('the chat is there', async () => (await ben.chat()).length === 2);
  assert.deepEqual(await readBy(ben), ['Ann: one', 'You: two']);

  await says(ann, 'three', ben);
  await says(ben, 'four', ann);
  assert.deepEqual(await readBy(ben), ['Ann: one', 'You: two', 'Ann: three', 'You: four']);
  assert.deepEqual(await ann.chat(), ['one', 'two', 'three', 'four']);
});

scene('a newcomer reads what was written before, also by one who has left', async (cast) => {
  const [ann, ben] = await gather(cast, 'Ann', 'Ben');
  await says(ann, MARKUP, ben);
  await says(ben, 'two', ann);
  await ben.leaves();

  const cem = await cast.person('Cem');
  await keepAnnouncements(cem);
  await cem.joins(cast.room);
  await until('the chat is there', async () => (await cem.chat()).length === 2);
  assert.deepEqual(await readBy(cem), [`Ann: ${MARKUP}`, 'Ben: two']);
  assert.equal(await cem.page.locator('img').count(), 0);
  assert.equal(await cem.page.evaluate(() => globalThis.fooled), undefined);
  assert.deepEqual(await announcementsOfChat(cem), ['Earlier messages are in the chat.']);
  assert.ok(await cem.find('chat-unread').isHidden());

  await cem.find('chat-open').click();
  await cem.page.getByRole('heading', { name: 'Earlier messages' }).waitFor();
  assert.equal(await cem.find('chat-earlier').getAttribute('aria-live'), 'off');
  await says(ann, 'three', cem);
  assert.deepEqual(await readBy(cem), [`Ann: ${MARKUP}`, 'Ben: two', 'Ann: three']);
  assert.deepEqual(await cem.find('chat-earlier').locator('.chat-text').allTextContents(), [MARKUP, 'two']);
});

scene('who comes back after the seat was lost reads what was written meanwhile, once', async (cast) => {
  const [ann] = await gather(cast, 'Ann');
  const line = await cast.proxy();
  const ben = await cast.person('Ben', { url: line.url });
  await keepAnnouncements(ben);
  await ben.joins(cast.room);
  await says(ann, 'one', ben);
  await says(ben, 'two', ann);

  line.break();
  await until('the seat of Ben is lost', () => {
    return ann.page.evaluate(() => globalThis.parley.client.peers.size === 0);
  });
  await ann.says('three');
  await ben.says('four');
  await ben.page.evaluate(() => (globalThis.announced.length = 0));
  line.mend();
  await ben.page.evaluate(() => globalThis.parley.client.retry());
  await until('Ann has read the last word', async () => (await ann.chat()).includes('four'));
  await until('Ben has read the last word', async () => (await ben.chat()).includes('three'));

  await says(ann, 'five', ben);
  assert.deepEqual(await readBy(ben), ['Ann: one', 'You: two', 'You: four', 'Ann: three', 'Ann: five']);
  assert.deepEqual(await readBy(ann), ['You: one', 'Ben: two', 'You: three', 'Ben: four', 'You: five']);
  assert.deepEqual(await announcementsOfChat(ben), ['One message arrived while you were away.']);
  await ben.page.getByRole('heading', { name: 'While you were away' }).waitFor();
  assert.equal(await ben.find('chat-system').count(), 0, 'nothing is in doubt that was kept');

  const cem = await cast.person('Cem');
  await cem.joins(cast.room);
  await until('the chat is there', async () => (await cem.chat()).length === 5);
  assert.deepEqual(await readBy(cem), ['Ann: one', 'Ben: two', 'Ann: three', 'Ben: four', 'Ann: five']);
});
