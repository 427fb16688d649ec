import { defineTests } from '../harness/browser-test.js';
import { waitForMedia } from '../harness/media.js';

const callTest = defineTests({ kinds: ['chromium', 'firefox'] });

callTest('Chromium and Firefox see and hear each other, whichever joins first', async (t) => {
  const [ann, ben] = await t.call({ Ann: { kind: 'chromium' }, Ben: { kind: 'firefox' } });
  await waitForMedia(ann, ben);

  await ann.leave();
  await ben.waitForPeers();
  await ann.submitName();
  await ann.waitForPeers(ben);
  await ben.waitForPeers(ann);
  await waitForMedia(ann, ben);
});
