import assert from 'node:assert/strict';
import { othersOf } from './browser-test.js';
import { until } from './until.js';

/** Waits until all participants are connected, with exactly the others in their rosters and the same ids as before. */
export async function waitForRosters(people) {
  for (const person of people) {
    const others = othersOf(person, people).map(({ id }) => id);
    await until(`${person.name} has the others in the roster`, async () => {
      return areEqual(await onlinePeers(person), others);
    });
    await person.waitForConnection('open');
    assert.equal(await person.page.evaluate(() => globalThis.parley.client.self.id), person.id);
  }
}

function onlinePeers({ page }) {
  return page.evaluate(() => {
    const peers = [...globalThis.parley.client.peers.values()];
    return peers.filter(({ online }) => online).map(({ id }) => id);
  });
}

function areEqual(one, other) {
  return JSON.stringify(one.sort()) === JSON.stringify(other.sort());
}
