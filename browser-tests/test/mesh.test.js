import { fileURLToPath } from 'node:url';
import { areInTouch } from '../harness/media.js';
import { stage } from '../harness/stage.js';

/** The README's picture is taken with PARLEY_SCREENSHOT=1 only, so that a test run leaves the checkout as it was. */
const PICTURE =
  process.env.PARLEY_SCREENSHOT && fileURLToPath(new URL('../../docs/images/call.png', import.meta.url));
const VIEW = { viewport: { width: 1280, height: 800 } };

const scene = stage();

async function gather(cast, names) {
  const people = [];
  for (const name of names) people.push(await cast.person(name, VIEW));
  await Promise.all(people.map((person) => person.joins(cast.room)));
  for (const person of people) await person.isWith(...people.filter((other) => other !== person));
  await areInTouch(...people);
  return people;
}

scene('three people are in one call', async (cast) => {
  const [ada] = await gather(cast, ['Ada', 'Grace', 'Hedy']);
  if (PICTURE) await ada.page.screenshot({ path: PICTURE });
});

scene('four people are in one call', async (cast) => {
  const [, , , last] = await gather(cast, ['Ann', 'Ben', 'Cem', 'Dia']);
  await last.leaves();
  const rest = cast.people.slice(0, 3);
  for (const person of rest) await person.isWith(...rest.filter((other) => other !== person));
  await areInTouch(...rest);
});
