import assert from 'node:assert/strict';
import { areInTouch } from '../harness/media.js';
import { share } from '../harness/share.js';
import { stage } from '../harness/stage.js';
import { areBack } from '../harness/roster.js';
import { watchOver } from '../harness/vigil.js';

const scene = stage({ kinds: ['chromium', 'firefox'] });

scene('a server that is killed and started again does not stop the call', async (cast) => {
  const ann = await cast.person('Ann');
  const ben = await cast.person('Ben', { kind: 'firefox' });
  const cem = await cast.person('Cem');
  const all = [ann, ben, cem];
  for (const person of all) await person.joins(cast.room);
  await areInTouch(...all);
  const vigils = [await watchOver(ann, ben), await watchOver(ben, cem), await watchOver(cem, ann)];

  // Each shows a screen once: the first thing that is negotiated under the new seats.
  for (const sharer of all) {
    await cast.server.kill();
    for (const person of all) await person.connectionIs('reconnecting');
    await areInTouch(...all);
    await cast.server.startAgain();
    await areBack(all);
    for (const person of all) await person.isWith(...all.filter((other) => other !== person));
    await share(
      sharer,
      all.filter((other) => other !== sharer),
    );
    await areInTouch(...all);
  }
  for (const troubles of vigils) assert.deepEqual(await troubles(), []);

  await cem.leaves();
  await ann.isWith(ben);
  await ben.isWith(ann);
});
