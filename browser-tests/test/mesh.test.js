import { fileURLToPath } from 'node:url';
import { areInTouch } from '../harness/media.js';
import { stage } from '../harness/stage.js';
import { until } from '../harness/until.js';

/** Taken with PARLEY_SCREENSHOT=1 only, so that a test run leaves the checkout as it was. */
const PICTURE = fileURLToPath(new URL('../../docs/images/call.png', import.meta.url));
const VIEW = { viewport: { width: 1280, height: 800 } };

const scene = stage();

async function gather(cast, room, names) {
  const people = [];
  for (const name of names) people.push(await cast.person(name, VIEW));
  await Promise.all(people.map((person) => person.joins(room)));
  for (const person of people) await person.isWith(...people.filter((other) => other !== person));
  await areInTouch(...people);
  return people;
}

/** For the README. */
async function takePicture(ada, grace, hedy) {
  const { page } = ada;
  await ada.find('chat-open').click();
  await grace.says('Shall we begin?');
  await hedy.says('Yes. My camera is off today, I am on a train.');
  await hedy.find('camera').click();
  await page.getByTitle('camera off').and(page.locator(':visible')).waitFor();
  await until('no announcement hides the call', async () => !(await ada.find('announcements').textContent()));
  await page.screenshot({ path: PICTURE });
}

scene('three people are in one call', async (cast) => {
  const [ada, grace, hedy] = await gather(cast, 'standup', ['Ada', 'Grace', 'Hedy']);
  if (process.env.PARLEY_SCREENSHOT) await takePicture(ada, grace, hedy);
});

scene('four people are in one call', async (cast) => {
  const [, , , last] = await gather(cast, cast.room, ['Ann', 'Ben', 'Cem', 'Dia']);
  await last.leaves();
  const rest = cast.people.slice(0, 3);
  for (const person of rest) await person.isWith(...rest.filter((other) => other !== person));
  await areInTouch(...rest);
});
