import assert from 'node:assert/strict';
import { defineTests } from '../harness/browser-test.js';
import { waitForMedia } from '../harness/media.js';

/** The ways to leave a page, by which the other person loses sight of Ben. */
const DEPARTURES = {
  'follows a link': (page) => page.goto(new URL('/docs/', page.url()).href),
  'closes the page': (page) => page.close(),
  reloads: (page) => page.reload(),
};

for (const kind of ['chromium with cache', 'firefox']) {
  // No seat ends because it was without a connection for the resume window.
  const callTest = defineTests({ kinds: ['chromium', kind], settings: { PARLEY_RESUME_WINDOW: '3600' } });

  for (const [departure, leave] of Object.entries(DEPARTURES)) {
    // Firefox may end the process of a closed tab before the page has left. It closes the WebSocket with 1001 then, after
    // which the server keeps the seat for five seconds.
    const reasons = kind === 'firefox' && departure === 'closes the page' ? ['left', 'timeout'] : ['left'];
    callTest(`a person who ${departure} in ${kind} is gone soon`, async (t) => {
      const [ann, ben] = await t.call({ Ann: {}, Ben: { kind } });
      await waitForMedia(ann, ben);
      const departures = await ann.recordDepartures();
      await leave(ben.page);
      await ann.tileOf(ben).waitFor({ state: 'detached' });
      const [reason, ...others] = await departures();
      assert.ok(reasons.includes(reason), `the reason is ${reason}`);
      assert.deepEqual(others, []);
    });
  }

  callTest(`a person who reloads in ${kind} comes back as the same one`, async (t) => {
    const [ann, ben] = await t.call({ Ann: {}, Ben: { kind } });
    await waitForMedia(ann, ben);
    const { id } = ben;
    await ben.page.reload();
    await ben.find('join').click();
    await ben.waitUntilJoined();
    assert.equal(ben.id, id);
    await ann.waitForPeers(ben);
    assert.equal(await ann.tileOf(ben).getByTestId('tile-name').textContent(), 'Ben');
    await waitForMedia(ann, ben);
  });

  callTest(`a person who goes back to the call in ${kind} is in it again`, async (t) => {
    const [ann, ben] = await t.call({ Ann: {}, Ben: { kind } });
    await waitForMedia(ann, ben);
    const { id } = ben;
    const departures = await ann.recordDepartures();
    await ben.open('/docs/');
    await ann.tileOf(ben).waitFor({ state: 'detached' });
    // Not `goBack`, which waits for a load.
    await ben.page.evaluate(() => history.back());
    // Firefox does not cache a page that has had devices: it is a new page, which has the name.
    if (kind === 'firefox') await ben.find('join').click();
    await ben.waitUntilJoined();
    assert.equal(ben.id, id);
    await ann.waitForPeers(ben);
    await ben.waitForPeers(ann);
    assert.equal(await ann.tileOf(ben).getByTestId('tile-name').textContent(), 'Ben');
    await waitForMedia(ann, ben);
    assert.deepEqual(await departures(), ['left']);
  });
}
