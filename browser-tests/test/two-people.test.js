import assert from 'node:assert/strict';
import { areInTouch } from '../harness/media.js';
import { stage } from '../harness/stage.js';

const scene = stage();

async function call(cast) {
  const ann = await cast.person('Ann');
  const ben = await cast.person('Ben');
  for (const person of [ann, ben]) await person.joins(cast.room);
  await ann.isWith(ben);
  await ben.isWith(ann);
  return { ann, ben };
}

scene('two people see and hear each other', async (cast) => {
  const { ann, ben } = await call(cast);
  assert.equal(await ann.tileOf(ben).getByTestId('tile-name').textContent(), 'Ben');
  assert.equal(await ben.tileOf(ann).getByTestId('tile-name').textContent(), 'Ann');
  await areInTouch(ann, ben);
});

scene('who mutes or stops the camera is shown so', async (cast) => {
  const { ann, ben } = await call(cast);
  const benAtAnns = ann.tileOf(ben);
  for (const [control, badge] of [
    ['mute', 'muted'],
    ['camera', 'camera off'],
  ]) {
    await ben.find(control).click();
    await benAtAnns.getByTitle(badge).waitFor();
    await ben.find(control).click();
    await benAtAnns.getByTitle(badge).waitFor({ state: 'hidden' });
  }
  await areInTouch(ann, ben);
});

scene('who leaves is gone', async (cast) => {
  const { ann, ben } = await call(cast);
  await ben.leaves();
  await ann.tileOf(ben).waitFor({ state: 'detached' });
  await ann.isWith();
});

scene('who closes the tab is gone', async (cast) => {
  const { ann, ben } = await call(cast);
  const reasons = await ann.page.evaluateHandle(() => {
    const heard = [];
    globalThis.parley.client.addEventListener('peer-left', ({ detail }) => heard.push(detail.reason));
    return heard;
  });
  await ben.page.close({ runBeforeUnload: true });
  await ann.tileOf(ben).waitFor({ state: 'detached' });
  assert.deepEqual(await reasons.jsonValue(), ['left']);
});
