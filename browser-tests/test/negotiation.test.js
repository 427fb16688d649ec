import { defineTests } from '../harness/browser-test.js';
import { waitForMedia } from '../harness/media.js';
import { PAIRS, assertTwoLines, joinAtTheSameTime } from '../harness/simultaneous-joins.js';
import { until } from '../harness/until.js';

const callTest = defineTests({ kinds: ['chromium', 'firefox'] });

for (const pair of PAIRS)
  callTest(`two people who join at the same time see and hear each other: ${pair.join(' ')}`, (t) =>
    joinAtTheSameTime(t, pair, 1),
  );

const BROWSERS = [
  ['chromium', 'chromium'],
  ['chromium', 'firefox'],
  ['firefox', 'firefox'],
];

for (const [one, other] of BROWSERS) {
  callTest(`roles flip while offers are pending: ${one} and ${other}`, async (t) => {
    const proxies = [await t.proxy(), await t.proxy()];
    const [ann, ben] = await t.call({
      Ann: { kind: one, url: proxies[0].url },
      Ben: { kind: other, url: proxies[1].url },
    });
    await waitForMedia(ann, ben);
    for (let round = 0; round < 3; round++) {
      // Both sides have an offer that the other one has not received, or has received but not answered.
      proxies[round % 2].pause();
      for (const [person, peer] of [
        [ann, ben],
        [ben, ann],
      ])
        await (await person.connectionTo(peer)).evaluate((connection) => connection.restartIce());
      await startNegotiation(ann, ben, round % 2 === 0);
      await startNegotiation(ben, ann, round % 2 === 1);
      proxies[round % 2].resume();
      await waitUntilStable(ann, ben);
      await waitForMedia(ann, ben);
      for (const each of [
        [ann, ben],
        [ben, ann],
      ])
        await assertTwoLines(...each);
    }
  });

  callTest(`both sides replace their connections at once: ${one} and ${other}`, async (t) => {
    const [ann, ben] = await t.call({
      Ann: { kind: one },
      Ben: { kind: other },
    });
    await waitForMedia(ann, ben);
    for (let round = 0; round < 3; round++) {
      const pairs = [
        [ann, ben],
        [ben, ann],
      ];
      const connections = await Promise.all(pairs.map(([person, peer]) => person.connectionTo(peer)));
      await Promise.all(connections.map((connection) => connection.evaluate(breakConnection)));
      for (const connection of connections)
        await until('the connection is replaced', () =>
          connection.evaluate(({ signalingState }) => signalingState === 'closed'),
        );
      await ann.waitForPeers(ben);
      await ben.waitForPeers(ann);
      await waitForMedia(ann, ben);
      for (const each of pairs) await assertTwoLines(...each);
    }
  });
}

/** Waits until the present connections, which may be replaced meanwhile, are connected and stable. */
function waitUntilStable(ann, ben) {
  return until('both sides are connected and stable', async () => {
    const connections = [await ann.connectionTo(ben), await ben.connectionTo(ann)];
    const states = connections.map((connection) =>
      connection.evaluate(({ connectionState, signalingState }) => `${connectionState} ${signalingState}`),
    );
    return (await Promise.all(states)).every((state) => state === 'connected stable');
  });
}

/** Starts a negotiation on one side, as after a new seat of either. */
function startNegotiation(person, peer, polite) {
  return person.page.evaluate(
    ([id, polite]) => globalThis.parley.mesh.connections.get(id).startNegotiation(polite),
    [peer.id, polite],
  );
}

/** Makes all offers on a connection fail, so that it is replaced. Runs in the page. */
function breakConnection(connection) {
  connection.setLocalDescription = () => Promise.reject(new Error('for the test'));
  connection.restartIce();
}
