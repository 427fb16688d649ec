import { fileURLToPath } from 'node:url';
import { defineTests, othersOf } from '../harness/browser-test.js';
import { waitForMedia } from '../harness/media.js';
import { until } from '../harness/until.js';

/** Written only with PARLEY_SCREENSHOT=1, so that a test run leaves the checkout unchanged. */
const SCREENSHOT = fileURLToPath(new URL('../../docs/images/call.png', import.meta.url));
const VIEW = { viewport: { width: 1280, height: 800 } };

const callTest = defineTests();

/** Opens participants who join at the same time. */
async function callOf(t, room, names) {
  const people = [];
  for (const name of names) people.push(await t.participant(name, VIEW));
  await Promise.all(people.map((person) => person.join(room)));
  for (const person of people) await person.waitForPeers(...othersOf(person, people));
  await waitForMedia(...people);
  return people;
}

/** The screenshot in the README. */
async function takeScreenshot(ada, grace, hedy) {
  const { page } = ada;
  await ada.find('chat-open').click();
  await grace.sendChat('Shall we begin?');
  await hedy.sendChat('Yes. My camera is off today, I am on a train.');
  await hedy.find('camera').click();
  await page.getByTitle('camera off').and(page.locator(':visible')).waitFor();
  await until('announcements are gone', async () => !(await ada.find('announcements').textContent()));
  await page.screenshot({ path: SCREENSHOT });
}

callTest('three people are in one call', async (t) => {
  const [ada, grace, hedy] = await callOf(t, 'standup', ['Ada', 'Grace', 'Hedy']);
  if (process.env.PARLEY_SCREENSHOT) await takeScreenshot(ada, grace, hedy);
});

callTest('four people are in one call, which continues when one of them leaves', async (t) => {
  const people = await callOf(t, t.room, ['Ann', 'Ben', 'Cem', 'Dia']);
  await people.pop().leave();
  for (const person of people) await person.waitForPeers(...othersOf(person, people));
  await waitForMedia(...people);
});
