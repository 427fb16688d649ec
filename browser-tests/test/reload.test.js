import assert from 'node:assert/strict';
import { areInTouch } from '../harness/media.js';
import { stage } from '../harness/stage.js';

const scene = stage();

scene('who reloads the page is the same person, in the same call', async (cast) => {
  const ann = await cast.person('Ann');
  const ben = await cast.person('Ben');
  for (const person of [ann, ben]) await person.joins(cast.room);
  await areInTouch(ann, ben);
  const { id } = ben;

  await ben.page.reload();
  assert.equal(await ben.find('name').inputValue(), 'Ben');
  await ben.find('join').click();
  await ben.isIn();

  assert.equal(ben.id, id);
  await ann.isWith(ben);
  await ben.isWith(ann);
  await areInTouch(ann, ben);
});

scene('who was muted is not heard because the page was loaded again', async (cast) => {
  const ann = await cast.person('Ann');
  await ann.joins(cast.room);
  await ann.find('mute').click();
  await ann.find('camera').click();

  await ann.page.reload();
  await ann.find('join').click();
  await ann.isIn();

  assert.equal(await ann.find('mute').getAttribute('data-on'), 'false');
  assert.equal(await ann.find('camera').getAttribute('data-on'), 'false');
});

scene('who comes back after a crash leaves no ghost', async (cast) => {
  const ann = await cast.person('Ann');
  const line = await cast.proxy();
  const ben = await cast.person('Ben', { url: line.url });
  for (const person of [ann, ben]) await person.joins(cast.room);
  await areInTouch(ann, ben);

  // What the page says when it goes does not get through, as if it had crashed.
  line.hold();
  await ben.page.goto('about:blank');
  line.cut();
  line.release();
  await ben.joins(cast.room);

  await ann.isWith(ben);
  await ben.isWith(ann);
  await areInTouch(ann, ben);
});
