import assert from 'node:assert/strict';
import { areInTouch, sees } from '../harness/media.js';
import { areBoth, iceName, offers } from '../harness/negotiation.js';
import { stage } from '../harness/stage.js';
import { until } from '../harness/until.js';
import { watchOver } from '../harness/vigil.js';

const CUTS = 8;

const scene = stage();

async function callOverLines(cast) {
  const lines = [await cast.proxy(), await cast.proxy()];
  const ann = await cast.person('Ann', { url: lines[0].url });
  const ben = await cast.person('Ben', { url: lines[1].url });
  for (const person of [ann, ben]) await person.joins(cast.room);
  await areInTouch(ann, ben);
  return { ann, ben, lines };
}

/** Ends the person's socket, and waits until the page has noticed. */
async function cut(person, line) {
  const noticed = person.page.evaluate(
    () => new Promise((done) => globalThis.parley.client.addEventListener('state', done, { once: true })),
  );
  line.cut();
  await noticed;
}

scene('a socket that is cut again and again does not stop the call, and loses no word', async (cast) => {
  const { ann, ben, lines } = await callOverLines(cast);
  const vigils = [await watchOver(ann, ben), await watchOver(ben, ann)];
  const said = [];
  const says = async (line) => {
    await ann.says(line);
    said.push(line);
  };
  for (let round = 0; round < CUTS; round++) {
    const [one, line] = round % 2 ? [ann, lines[0]] : [ben, lines[1]];
    // What is said now is on its way when the socket is cut, and never arrives.
    line.hold();
    await says(`${round} before`);
    await cut(one, line);
    await says(`${round} after`);
    line.release();
    await Promise.all([sees(ann, ben), sees(ben, ann)]);
    for (const person of [ann, ben]) await person.connectionIs('open');
  }
  await until('the last word has arrived', async () => (await ben.chat()).includes(said.at(-1)));
  assert.deepEqual(await ben.chat(), said);
  for (const troubles of vigils) assert.deepEqual(await troubles(), []);
  await areInTouch(ann, ben);
});

scene('a negotiation whose socket is cut comes to its end', async (cast) => {
  const { ann, ben, lines } = await callOverLines(cast);
  const vigils = [await watchOver(ann, ben), await watchOver(ben, ann)];
  for (let round = 0; round < CUTS; round++) {
    const [ours, theirs] = await Promise.all([iceName(ann, ben), iceName(ben, ann)]);
    const line = lines[round % 2];
    line.hold();
    await offers(ann, ben);
    line.cut();
    line.release();
    await until('both have negotiated anew', async () => {
      return (await iceName(ann, ben)) !== ours && (await iceName(ben, ann)) !== theirs;
    });
    await areBoth('stable', ann, ben);
  }
  for (const troubles of vigils) assert.deepEqual(await troubles(), []);
  await areInTouch(ann, ben);
});
