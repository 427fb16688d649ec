import { areInTouch } from '../harness/media.js';
import { stage } from '../harness/stage.js';

const scene = stage({ kinds: ['chromium', 'firefox'] });

scene('Chromium and Firefox see and hear each other, whoever comes first', async (cast) => {
  const ann = await cast.person('Ann', { kind: 'chromium' });
  const ben = await cast.person('Ben', { kind: 'firefox' });
  for (const person of [ann, ben]) await person.joins(cast.room);
  await ann.isWith(ben);
  await ben.isWith(ann);
  await areInTouch(ann, ben);

  await ann.leaves();
  await ben.isWith();
  await ann.entersAs('Ann');
  await ann.isWith(ben);
  await ben.isWith(ann);
  await areInTouch(ann, ben);
});
