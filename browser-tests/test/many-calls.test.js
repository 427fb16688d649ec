import assert from 'node:assert/strict';
import { connectionCount, countConnections } from '../harness/connections.js';
import { sees } from '../harness/media.js';
import { stage } from '../harness/stage.js';

/** PARLEY_CALLS=100 is for who has the time. */
const CALLS = Number(process.env.PARLEY_CALLS ?? 10);

const scene = stage();

scene(`${CALLS} calls in a row leave nothing behind`, async (cast) => {
  const ann = await cast.person('Ann');
  const ben = await cast.person('Ben');
  for (const person of [ann, ben]) {
    await countConnections(person);
    await person.opens(`/r/${cast.room}`);
  }
  for (let call = 1; call <= CALLS; call++) {
    await Promise.all([ann.entersAs('Ann'), ben.entersAs('Ben')]);
    await Promise.all([ann.isWith(ben), ben.isWith(ann)]);
    await Promise.all([sees(ann, ben), sees(ben, ann)]);
    for (const person of [ann, ben]) {
      assert.deepEqual(await connectionCount(person), { made: call, open: 1 });
    }
    await Promise.all([ann.leaves(), ben.leaves()]);
    for (const person of [ann, ben]) {
      assert.deepEqual(await connectionCount(person), { made: call, open: 0 });
    }
  }
});
