import assert from 'node:assert/strict';
import { defineTests } from '../harness/browser-test.js';
import { until } from '../harness/until.js';

/** Runs in the page: joins without media, so that the browser may keep the page in its cache. */
async function join({ room, name }) {
  const { SignalingClient } = await import('/parley.js');
  const client = new SignalingClient({
    url: new URL(`/v1/rooms/${room}`, location.href),
    name,
  });
  globalThis.client = client;
  globalThis.left = [];
  client.addEventListener('peer-left', ({ detail }) => globalThis.left.push(detail.reason));
  addEventListener('pageshow', ({ persisted }) => (globalThis.persisted = persisted));
  await client.join();
}

const namesOf = (person) =>
  person.page.evaluate(() => [...globalThis.client.peers.values()].map(({ name }) => name));

for (const kind of ['chromium with cache']) {
  const cacheTest = defineTests({ kinds: ['chromium', kind] });

  cacheTest(`a page that comes back from the back/forward cache of ${kind} joins again`, async (t) => {
    const [ann, ben] = [await t.participant('Ann'), await t.participant('Ben', { kind })];
    for (const person of [ann, ben]) {
      await person.open('/docs/');
      await person.page.evaluate(join, { room: t.room, name: person.name });
    }
    for (let round = 1; round <= 3; round++) {
      await ben.open('/example/');
      await until('Ben has left', async () => (await namesOf(ann)).length === 0);
      // Not `goBack`, which waits for a load.
      await ben.page.evaluate(() => history.back());
      await until('the page is back', () =>
        ben.page.evaluate(() => globalThis.persisted !== undefined).catch(() => false),
      );
      assert.equal(await ben.page.evaluate(() => globalThis.persisted), true, 'restored from the cache');
      await until('Ben has joined again', async () => (await namesOf(ann)).length === 1);
      await until('Ben sees Ann', async () => (await namesOf(ben)).join() === 'Ann');
      const reasons = await ann.page.evaluate(() => globalThis.left);
      assert.deepEqual(reasons, Array(round).fill('left'));
    }
  });
}
