import assert from 'node:assert/strict';
import { defineTests, pairsOf } from '../harness/browser-test.js';
import { monitorCall } from '../harness/call-monitor.js';
import { waitForMedia, waitForVideo } from '../harness/media.js';
import { until } from '../harness/until.js';

/** @import { Interference, RequestKind } from '../harness/traffic-filter.js' */

/** @type {Record<string, { interferences: [RequestKind, Interference][], transport: string }>} */
const NETWORKS = {
  'without WebSockets': { interferences: [['websocket', 'refuse']], transport: 'events' },
  'without WebSockets and streams': {
    interferences: [
      ['websocket', 'refuse'],
      ['events', 'buffer'],
    ],
    transport: 'polling',
  },
};

const callTest = defineTests({ kinds: ['chromium', 'firefox'] });

/** Two people, each behind a proxy with these interferences. @param {[RequestKind, Interference][]} interferences */
async function callBehind(t, interferences, { kind = 'chromium' } = {}) {
  const proxies = [await t.proxy(), await t.proxy()];
  for (const proxy of proxies) for (const each of interferences) proxy.interfere(...each);
  const [ann, ben] = await t.call({ Ann: { url: proxies[0].url, kind }, Ben: { url: proxies[1].url } });
  return { ann, ben, proxies };
}

async function assertTransport(transport, ...people) {
  assert.deepEqual(
    await Promise.all(people.map((person) => person.transport())),
    people.map(() => transport),
  );
}

/** A chat, each message of which the others must receive once and in order. */
class Conversation {
  #people;
  #sent = new Map();

  constructor(...people) {
    this.#people = people;
    for (const person of people) this.#sent.set(person, []);
  }

  /** Each person sends a message. */
  async continue() {
    for (const person of this.#people) {
      const sent = this.#sent.get(person);
      sent.push(`${sent.length + 1} from ${person.name}`);
      await person.sendChat(sent.at(-1));
    }
  }

  async assertReceived() {
    for (const [sender, receiver] of pairsOf(this.#people)) await this.#assertReceivedBy(receiver, sender);
  }

  async #assertReceivedBy(receiver, sender) {
    const sent = this.#sent.get(sender);
    const received = async () => {
      return (await receiver.chatTexts()).filter((text) => text.endsWith(`from ${sender.name}`));
    };
    await until(`${receiver.name} has the last message`, async () => {
      return (await received()).includes(sent.at(-1));
    });
    assert.deepEqual(await received(), sent);
  }
}

async function assertCallWorks(ann, ben) {
  const conversation = new Conversation(ann, ben);
  for (let n = 0; n < 3; n++) await conversation.continue();
  await conversation.assertReceived();
  await ben.find('mute').click();
  await ann.tileOf(ben).getByTitle('muted').waitFor();
  await ben.find('mute').click();
  await ann.tileOf(ben).getByTitle('muted').waitFor({ state: 'hidden' });
  await waitForMedia(ann, ben);
}

for (const [network, { interferences, transport }] of Object.entries(NETWORKS)) {
  for (const kind of ['chromium', 'firefox'])
    callTest(`a call works on a network ${network}: ${kind}`, async (t) => {
      const { ann, ben } = await callBehind(t, interferences, { kind });
      await assertTransport(transport, ann, ben);
      await assertCallWorks(ann, ben);
    });

  callTest(`a call falls back on a network ${network}, and upgrades again`, async (t) => {
    const { ann, ben, proxies } = await callBehind(t, []);
    const monitors = [await monitorCall(ann, ben), await monitorCall(ben, ann)];
    const conversation = new Conversation(ann, ben);
    const continueUntil = (wanted) =>
      until(`both use ${wanted}`, async () => {
        await conversation.continue();
        return (await ann.transport()) === wanted && (await ben.transport()) === wanted;
      });

    await conversation.continue();
    for (const proxy of proxies) {
      for (const each of interferences) proxy.interfere(...each);
      proxy.dropConnections();
    }
    await continueUntil(transport);
    await Promise.all([waitForVideo(ann, ben), waitForVideo(ben, ann)]);

    for (const proxy of proxies) proxy.stopInterfering();
    await continueUntil('websocket');
    await conversation.continue();
    await conversation.assertReceived();
    for (const problems of monitors) assert.deepEqual(await problems(), []);
    await waitForMedia(ann, ben);
  });

  callTest(
    `a peer on a network ${network} keeps its seat after a reload, and leaves with its tab`,
    async (t) => {
      const { ann, ben } = await callBehind(t, interferences);
      const { id } = ben;
      await ben.page.reload();
      await ben.find('join').click();
      await ben.waitUntilJoined();
      assert.equal(ben.id, id);
      await ann.waitForPeers(ben);
      await waitForMedia(ann, ben);

      const departures = await ann.recordDepartures();
      await ben.page.close({ runBeforeUnload: true });
      await ann.tileOf(ben).waitFor({ state: 'detached' });
      assert.deepEqual(await departures(), ['left']);
    },
  );
}

callTest('a call works where WebSockets get no answer', async (t) => {
  const { ann, ben } = await callBehind(t, [['websocket', 'drop']]);
  await assertTransport('events', ann, ben);
  await assertCallWorks(ann, ben);
});

callTest('a peer that polls and a peer with a WebSocket are in the same call', async (t) => {
  const { ann, ben, proxies } = await callBehind(t, []);
  const { interferences, transport } = NETWORKS['without WebSockets and streams'];
  for (const each of interferences) proxies[1].interfere(...each);
  proxies[1].dropConnections();
  await until('Ben polls', async () => (await ben.transport()) === transport);
  await assertTransport('websocket', ann);
  await assertCallWorks(ann, ben);
});

callTest('a second tab takes over the seat of an event stream', async (t) => {
  const { ann, ben, proxies } = await callBehind(t, [['websocket', 'refuse']]);
  const key = await ben.page.evaluate(() => globalThis.parley.client.key);
  const again = await t.participant('Ben', { url: proxies[1].url });
  await again.open('/');
  await again.page.evaluate(
    ([item, key]) => sessionStorage.setItem(item, key),
    [`parley.key.${t.room}`, key],
  );
  await again.join(t.room);
  assert.equal(again.id, ben.id);
  await ben.page.getByText('opened this call in another tab').waitFor();
  await ann.waitForPeers(again);
  await assertTransport('events', again);
});
