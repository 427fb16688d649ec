import assert from 'node:assert/strict';
import { defineTests } from '../harness/browser-test.js';
import { monitorCall } from '../harness/call-monitor.js';
import { waitForMedia, waitForVideo } from '../harness/media.js';
import { iceUfrag, startNegotiation, waitForSignalingState } from '../harness/negotiation.js';
import { until } from '../harness/until.js';

const ROUNDS = 8;

const callTest = defineTests();

async function callBehindProxies(t) {
  const proxies = [await t.proxy(), await t.proxy()];
  const [ann, ben] = await t.call({ Ann: { url: proxies[0].url }, Ben: { url: proxies[1].url } });
  await waitForMedia(ann, ben);
  return { ann, ben, proxies };
}

/** Drops the connection of a person, and waits until the page has noticed. */
async function dropConnection(person, proxy) {
  const noticed = person.page.evaluate(
    () =>
      new Promise((resolve) => globalThis.parley.client.addEventListener('state', resolve, { once: true })),
  );
  proxy.dropConnections();
  await noticed;
}

callTest(
  'a call continues, and no message is lost, while connections are dropped again and again',
  async (t) => {
    const { ann, ben, proxies } = await callBehindProxies(t);
    const monitors = [await monitorCall(ann, ben), await monitorCall(ben, ann)];
    const sent = [];
    const send = async (text) => {
      await ann.sendChat(text);
      sent.push(text);
    };
    for (let round = 0; round < ROUNDS; round++) {
      const [person, proxy] = round % 2 ? [ann, proxies[0]] : [ben, proxies[1]];
      // The first message is in flight when the connection is dropped, and is never delivered.
      proxy.pause();
      await send(`${round} before`);
      await dropConnection(person, proxy);
      await send(`${round} after`);
      proxy.resume();
      await Promise.all([waitForVideo(ann, ben), waitForVideo(ben, ann)]);
      for (const each of [ann, ben]) await each.waitForConnection('open');
    }
    await until('the last message has arrived', async () => (await ben.chatTexts()).includes(sent.at(-1)));
    assert.deepEqual(await ben.chatTexts(), sent);
    for (const problems of monitors) assert.deepEqual(await problems(), []);
    await waitForMedia(ann, ben);
  },
);

callTest('a negotiation completes although its connection is dropped', async (t) => {
  const { ann, ben, proxies } = await callBehindProxies(t);
  const monitors = [await monitorCall(ann, ben), await monitorCall(ben, ann)];
  for (let round = 0; round < ROUNDS; round++) {
    const [annUfrag, benUfrag] = await Promise.all([iceUfrag(ann, ben), iceUfrag(ben, ann)]);
    const proxy = proxies[round % 2];
    proxy.pause();
    await startNegotiation(ann, ben);
    proxy.dropConnections();
    proxy.resume();
    await until('both have restarted ICE', async () => {
      return (await iceUfrag(ann, ben)) !== annUfrag && (await iceUfrag(ben, ann)) !== benUfrag;
    });
    await waitForSignalingState('stable', ann, ben);
  }
  for (const problems of monitors) assert.deepEqual(await problems(), []);
  await waitForMedia(ann, ben);
});
