import assert from 'node:assert/strict';
import { defineTests, othersOf } from '../harness/browser-test.js';
import { monitorCall } from '../harness/call-monitor.js';
import { waitForMedia } from '../harness/media.js';
import { waitForRosters } from '../harness/roster.js';
import { shareScreen } from '../harness/screen-share.js';

const callTest = defineTests({ kinds: ['chromium', 'firefox'] });

callTest('a call continues when the server is killed and restarted', async (t) => {
  const people = await t.call({ Ann: {}, Ben: { kind: 'firefox' }, Cem: {} });
  const [ann, ben, cem] = people;
  await waitForMedia(...people);
  const monitors = [await monitorCall(ann, ben), await monitorCall(ben, cem), await monitorCall(cem, ann)];

  // Each person shares a screen once, which is the first negotiation under the new seats.
  for (const person of people) {
    await t.server.kill();
    for (const each of people) await each.waitForConnection('reconnecting');
    await waitForMedia(...people);
    await t.server.restart();
    await waitForRosters(people);
    for (const each of people) await each.waitForPeers(...othersOf(each, people));
    await shareScreen(person, othersOf(person, people));
    await waitForMedia(...people);
  }
  for (const problems of monitors) assert.deepEqual(await problems(), []);

  await cem.leave();
  await ann.waitForPeers(ben);
  await ben.waitForPeers(ann);
});
