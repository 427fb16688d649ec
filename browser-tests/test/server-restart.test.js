import assert from 'node:assert/strict';
import { areInTouch } from '../harness/media.js';
import { stage } from '../harness/stage.js';
import { until } from '../harness/until.js';
import { watchOver } from '../harness/vigil.js';

const scene = stage();

const roster = (person) => person.page.evaluate(() => [...globalThis.parley.client.peers.keys()]);

scene('a server that is killed and started again does not stop the call', async (cast) => {
  const ann = await cast.person('Ann');
  const ben = await cast.person('Ben');
  const cem = await cast.person('Cem');
  const all = [ann, ben, cem];
  for (const person of all) await person.joins(cast.room);
  await areInTouch(...all);
  const vigils = [await watchOver(ann, ben), await watchOver(ben, cem), await watchOver(cem, ann)];
  const ids = all.map(({ id }) => id);

  await cast.server.kill();
  for (const person of all) await person.connectionIs('reconnecting');
  await areInTouch(...all);
  await cast.server.startAgain();
  for (const person of all) await person.connectionIs('open');

  for (const person of all) {
    const others = all.filter((other) => other !== person);
    await until(`${person.name} has found the others`, async () => (await roster(person)).length === 2);
    await person.isWith(...others);
  }
  assert.deepEqual(
    all.map(({ id }) => id),
    ids,
  );
  await areInTouch(...all);
  for (const troubles of vigils) assert.deepEqual(await troubles(), []);

  await cem.leaves();
  await ann.isWith(ben);
});
