import { defineTests } from '../harness/browser-test.js';
import { waitForMedia } from '../harness/media.js';

// A short heartbeat, so that silent connections are detected soon.
const callTest = defineTests({
  kinds: ['chromium', 'firefox'],
  settings: { PARLEY_HEARTBEAT: '1', PARLEY_HEARTBEAT_TIMEOUT: '3' },
});

/** Ben loses the connection to the server, and gets it back. Media continues all the time. */
async function assertRecovers(t, { lose, restore }) {
  const proxy = await t.proxy();
  const [ann, ben] = await t.call({ Ann: {}, Ben: { url: proxy.url } });
  const badge = ann.tileOf(ben).getByText('reconnecting', { exact: true });

  lose(proxy);
  await badge.waitFor();
  await ben.waitForConnection('reconnecting');
  await waitForMedia(ann, ben);

  restore(proxy);
  await badge.waitFor({ state: 'hidden' });
  await ben.waitForConnection('open');
  await ann.waitForPeers(ben);
  await ben.waitForPeers(ann);
  await waitForMedia(ann, ben);
}

callTest('the others see that a person has lost the network and returns', (t) =>
  assertRecovers(t, { lose: (proxy) => proxy.goDown(), restore: (proxy) => proxy.comeUp() }),
);

callTest('the others see that a connection has become silent and recovers', (t) =>
  assertRecovers(t, { lose: (proxy) => proxy.pause(), restore: (proxy) => proxy.resume() }),
);

for (const kind of ['chromium', 'firefox'])
  callTest(`the page shows at once that ${kind} is offline, and reconnects when it is back`, async (t) => {
    const [ann, ben] = await t.call({ Ann: {}, Ben: { kind } });
    const offline = ben.find('connection').getByText('Offline', { exact: true });
    await ben.page.context().setOffline(true);
    await offline.waitFor();
    await ben.page.context().setOffline(false);
    await offline.waitFor({ state: 'detached' });
    await ben.waitForConnection('open');
    await ann.waitForPeers(ben);
    await waitForMedia(ann, ben);
  });
