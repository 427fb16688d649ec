import assert from 'node:assert/strict';
import { until } from './until.js';

/** Everybody has a connection, finds exactly the others in the room, and has the id from before. */
export async function areBack(people) {
  for (const person of people) {
    const others = people.filter((other) => other !== person).map(({ id }) => id);
    await until(`${person.name} has found the others`, async () => {
      return sameIds(await online(person), others);
    });
    await person.connectionIs('open');
    assert.equal(await person.page.evaluate(() => globalThis.parley.client.self.id), person.id);
  }
}

/** Whom the server has told of, and says to be connected. */
function online({ page }) {
  return page.evaluate(() => {
    const peers = [...globalThis.parley.client.peers.values()];
    return peers.filter(({ online }) => online).map(({ id }) => id);
  });
}

function sameIds(one, other) {
  return JSON.stringify(one.sort()) === JSON.stringify(other.sort());
}
