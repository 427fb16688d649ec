import assert from 'node:assert/strict';
import { defineTests } from '../harness/browser-test.js';
import { waitForVideo } from '../harness/media.js';
import { connectionCount, recordPeerConnections } from '../harness/peer-connections.js';

/** PARLEY_CALLS=100 for a long run. */
const CALLS = Number(process.env.PARLEY_CALLS ?? 10);

const callTest = defineTests();

callTest(`${CALLS} calls in a row leave no open peer connections`, async (t) => {
  const people = [await t.participant('Ann'), await t.participant('Ben')];
  const [ann, ben] = people;
  for (const person of people) {
    await recordPeerConnections(person);
    await person.open(`/r/${t.room}`);
  }
  for (let call = 1; call <= CALLS; call++) {
    await Promise.all(people.map((person) => person.submitName()));
    await Promise.all([ann.waitForPeers(ben), ben.waitForPeers(ann)]);
    await Promise.all([waitForVideo(ann, ben), waitForVideo(ben, ann)]);
    for (const person of people) assert.deepEqual(await connectionCount(person), { created: call, open: 1 });
    await Promise.all(people.map((person) => person.leave()));
    for (const person of people) assert.deepEqual(await connectionCount(person), { created: call, open: 0 });
  }
});
