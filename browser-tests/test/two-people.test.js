import assert from 'node:assert/strict';
import { defineTests } from '../harness/browser-test.js';
import { STATIC } from '../../web-client/ui/strings.js';
import { waitForMedia } from '../harness/media.js';

const callTest = defineTests();

callTest('two people see and hear each other', async (t) => {
  const [ann, ben] = await t.call({ Ann: {}, Ben: {} });
  assert.equal(await ann.tileOf(ben).getByTestId('tile-name').textContent(), 'Ben');
  assert.equal(await ben.tileOf(ann).getByTestId('tile-name').textContent(), 'Ann');
  await waitForMedia(ann, ben);
});

callTest('the others see who is muted or has stopped the camera', async (t) => {
  const [ann, ben] = await t.call({ Ann: {}, Ben: {} });
  for (const [control, badge] of [
    ['mute', 'muted'],
    ['camera', 'camera off'],
  ]) {
    await ben.find(control).click();
    await ann.tileOf(ben).getByTitle(badge).waitFor();
    await ben.find(control).click();
    await ann.tileOf(ben).getByTitle(badge).waitFor({ state: 'hidden' });
  }
  await waitForMedia(ann, ben);
});

callTest('a person who leaves is removed, and the other one can invite somebody again', async (t) => {
  const [ann, ben] = await t.call({ Ann: {}, Ben: {} });
  assert.ok(await ann.find('alone').isHidden());
  await ben.leave();
  await ann.tileOf(ben).waitFor({ state: 'detached' });
  await ann.waitForPeers();
  await ann.find('alone').getByText(STATIC.alone).waitFor();
});

callTest('a person who closes the tab leaves at once', async (t) => {
  const [ann, ben] = await t.call({ Ann: {}, Ben: {} });
  const departures = await ann.recordDepartures();
  await ben.page.close({ runBeforeUnload: true });
  await ann.tileOf(ben).waitFor({ state: 'detached' });
  assert.deepEqual(await departures(), ['left']);
});
