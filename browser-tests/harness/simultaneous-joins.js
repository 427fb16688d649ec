import assert from 'node:assert/strict';
import { waitForMedia } from './media.js';

/** @import { Participant } from './participant.js' */
/** @import { Interference, RequestKind } from './traffic-filter.js' */

/** Networks on which the page uses a transport. @type {Record<string, [RequestKind, Interference][]>} */
const NETWORKS = {
  websocket: [],
  events: [['websocket', 'refuse']],
  polling: [
    ['websocket', 'refuse'],
    ['events', 'buffer'],
  ],
};

/** Browser and transport of two people. */
export const PAIRS = [
  [
    ['chromium', 'websocket'],
    ['chromium', 'websocket'],
  ],
  [
    ['chromium', 'events'],
    ['firefox', 'events'],
  ],
  [
    ['firefox', 'polling'],
    ['chromium', 'polling'],
  ],
  [
    ['chromium', 'websocket'],
    ['firefox', 'polling'],
  ],
  [
    ['firefox', 'events'],
    ['firefox', 'websocket'],
  ],
  [
    ['chromium', 'polling'],
    ['chromium', 'events'],
  ],
];

/**
 * Two people join a room at the same time, again and again. Each time, both must see and hear each other, on the two lines of a
 * single connection.
 *
 * @param {string[][]} pair  browser and transport of each
 * @param {number} rounds
 */
export async function joinAtTheSameTime(t, pair, rounds) {
  const people = [];
  for (const [index, [kind, transport]] of pair.entries()) {
    const proxy = await t.proxy();
    for (const interference of NETWORKS[transport]) proxy.interfere(...interference);
    people.push(await t.participant(['Ann', 'Ben'][index], { kind, url: proxy.url }));
  }
  const [ann, ben] = people;
  for (const person of people) await person.open(`/r/${t.room}`);
  for (let round = 0; round < rounds; round++) {
    await Promise.all(people.map((person) => person.submitName()));
    await ann.waitForPeers(ben);
    await ben.waitForPeers(ann);
    await waitForMedia(ann, ben);
    await assertTwoLines(ann, ben);
    await assertTwoLines(ben, ann);
    await Promise.all(people.map((person) => person.leave()));
  }
}

/** @param {Participant} person @param {Participant} other */
export async function assertTwoLines(person, other) {
  const connection = await person.connectionTo(other);
  const lines = await connection.evaluate(({ currentRemoteDescription }) => {
    return currentRemoteDescription.sdp.match(/^m=.*/gm);
  });
  assert.equal(lines.length, 2, `${person.name} has the lines ${lines.join('; ')}`);
}
