import assert from 'node:assert/strict';
import { defineTests } from '../harness/browser-test.js';
import { until } from '../harness/until.js';

// A short resume window, so that a lost connection soon costs the seat.
const callTest = defineTests({ settings: { PARLEY_RESUME_WINDOW: '1' } });

const MARKUP = '<img src=x onerror="globalThis.wasExecuted=true">';

/** Sends a chat message, and waits until the others have received it. */
async function send(person, text, ...others) {
  await person.sendChat(text);
  for (const other of others)
    await until(`${other.name} has received "${text}"`, async () => (await other.chatTexts()).includes(text));
}

/** The chat as it is shown, as "name: text". */
async function chatOf(person) {
  const names = await person.find('chat-message').locator('.chat-name').allTextContents();
  return (await person.chatTexts()).map((text, index) => `${names[index]}: ${text}`);
}

/** Records announcements. To be called before the page is opened. */
async function recordAnnouncements({ page }) {
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

async function chatAnnouncements({ page }) {
  const all = await page.evaluate(() => globalThis.announced);
  return all.filter((text) => /message|chat|:/.test(text));
}

callTest('a person who reloads the page sees the earlier messages', async (t) => {
  const [ann, ben] = await t.call({ Ann: {}, Ben: {} });
  await send(ann, 'one', ben);
  await send(ben, 'two', ann);

  await ben.page.reload();
  await ben.find('join').click();
  await ben.waitUntilJoined();
  await until('the chat is there', async () => (await ben.chatTexts()).length === 2);
  assert.deepEqual(await chatOf(ben), ['Ann: one', 'You: two']);

  await send(ann, 'three', ben);
  await send(ben, 'four', ann);
  assert.deepEqual(await chatOf(ben), ['Ann: one', 'You: two', 'Ann: three', 'You: four']);
  assert.deepEqual(await ann.chatTexts(), ['one', 'two', 'three', 'four']);
});

callTest('a person who joins later sees the earlier messages, also of people who have left', async (t) => {
  const [ann, ben] = await t.call({ Ann: {}, Ben: {} });
  await send(ann, MARKUP, ben);
  await send(ben, 'two', ann);
  await ben.leave();

  const cem = await t.participant('Cem');
  await recordAnnouncements(cem);
  await cem.join(t.room);
  await until('the chat is there', async () => (await cem.chatTexts()).length === 2);
  assert.deepEqual(await chatOf(cem), [`Ann: ${MARKUP}`, 'Ben: two']);
  assert.equal(await cem.page.locator('img').count(), 0);
  assert.equal(await cem.page.evaluate(() => globalThis.wasExecuted), undefined);
  assert.deepEqual(await chatAnnouncements(cem), ['Earlier messages are in the chat.']);
  assert.ok(await cem.find('chat-unread').isHidden());

  await cem.find('chat-open').click();
  await cem.page.getByRole('heading', { name: 'Earlier messages' }).waitFor();
  assert.equal(await cem.find('chat-earlier').getAttribute('aria-live'), 'off');
  await send(ann, 'three', cem);
  assert.deepEqual(await chatOf(cem), [`Ann: ${MARKUP}`, 'Ben: two', 'Ann: three']);
  assert.deepEqual(await cem.find('chat-earlier').locator('.chat-text').allTextContents(), [MARKUP, 'two']);
});

callTest('a person who lost the seat sees the missed messages once', async (t) => {
  const [ann] = await t.call({ Ann: {} });
  const proxy = await t.proxy();
  const ben = await t.participant('Ben', { url: proxy.url });
  await recordAnnouncements(ben);
  await ben.join(t.room);
  await send(ann, 'one', ben);
  await send(ben, 'two', ann);

  proxy.goDown();
  await until('Ben has lost the seat', () => {
    return ann.page.evaluate(() => globalThis.parley.client.peers.size === 0);
  });
  await ann.sendChat('three');
  await ben.sendChat('four');
  await ben.page.evaluate(() => (globalThis.announced.length = 0));
  proxy.comeUp();
  await ben.page.evaluate(() => globalThis.parley.client.retry());
  await until('Ann has the last message', async () => (await ann.chatTexts()).includes('four'));
  await until('Ben has the last message', async () => (await ben.chatTexts()).includes('three'));

  await send(ann, 'five', ben);
  assert.deepEqual(await chatOf(ben), ['Ann: one', 'You: two', 'You: four', 'Ann: three', 'Ann: five']);
  assert.deepEqual(await chatOf(ann), ['You: one', 'Ben: two', 'You: three', 'Ben: four', 'You: five']);
  assert.deepEqual(await chatAnnouncements(ben), ['One message arrived while you were away.']);
  await ben.page.getByRole('heading', { name: 'While you were away' }).waitFor();
  assert.equal(await ben.find('chat-system').count(), 0, 'no warning about messages that were kept');

  const cem = await t.participant('Cem');
  await cem.join(t.room);
  await until('the chat is there', async () => (await cem.chatTexts()).length === 5);
  assert.deepEqual(await chatOf(cem), ['Ann: one', 'Ben: two', 'Ann: three', 'Ben: four', 'Ann: five']);
});
