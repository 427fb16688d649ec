import assert from 'node:assert/strict';
import { defineTests } from '../harness/browser-test.js';
import { waitForAudio, waitForVideo } from '../harness/media.js';

const callTest = defineTests({
  kinds: ['chromium', 'chromium without devices', 'chromium without permission'],
});

/** Ben joins without media, with a notice that says what to do. */
async function assertReceivesOnly(t, kind, advice) {
  const ann = await t.participant('Ann');
  const ben = await t.participant('Ben', { kind });
  await ann.join(t.room);
  await ben.open(`/r/${t.room}`);
  const notice = ben.find('notice').filter({ hasText: advice });
  await notice.waitFor();
  await ben.submitName();
  await ann.waitForPeers(ben);
  await ben.waitForPeers(ann);
  await Promise.all([waitForVideo(ben, ann), waitForAudio(ben, ann)]);
  await ben.tileOf(ann).locator('video').waitFor();
  assert.ok(await notice.isVisible());
  for (const badge of ['muted', 'camera off']) await ann.tileOf(ben).getByTitle(badge).waitFor();
}

callTest('a person without camera and microphone can watch and listen', (t) =>
  assertReceivesOnly(t, 'chromium without devices', 'Connect a camera or a microphone, then try again'),
);

callTest('a person who denies camera and microphone can watch and listen', (t) =>
  assertReceivesOnly(t, 'chromium without permission', "in the browser's address bar"),
);
