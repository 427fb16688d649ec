import assert from 'node:assert/strict';
import { after } from 'node:test';
import { defineTests, othersOf, pairsOf } from '../harness/browser-test.js';
import { waitForStreams } from '../harness/media.js';
import { waitForRosters } from '../harness/roster.js';
import { shareScreen } from '../harness/screen-share.js';
import { StaticSite } from '../harness/static-site.js';
import { until } from '../harness/until.js';

// A page of another site with a copy of the library from before the protocol had `features`.
const site = await StaticSite.start('client-before-features');
after(() => site.close());

const callTest = defineTests({ settings: { PARLEY_ORIGINS: site.origin } });

/** Ann and Ben have the old library, Cem has the current page. Each is behind a proxy of their own. */
async function call(t) {
  const proxies = [await t.proxy(), await t.proxy(), await t.proxy()];
  const [ann, ben, cem] = await Promise.all(
    ['Ann', 'Ben', 'Cem'].map((name, index) => t.participant(name, { url: proxies[index].url })),
  );
  for (const person of [ann, ben]) await openOldPage(person, t.room);
  await cem.join(t.room);
  const people = [ann, ben, cem];
  await waitForStreams(...people);
  return { ann, ben, cem, people, proxies };
}

async function openOldPage(person, room) {
  await person.open(`${site.origin}/?server=${person.url}#${room}`);
  await person.waitForConnection('open');
  person.id = await person.page.evaluate(() => globalThis.parley.client.self.id);
}

/** Returns a function that lists the connections that were replaced since. */
async function recordConnections(people) {
  const recorded = [];
  for (const [one, other] of pairsOf(people)) recorded.push([one, other, await one.connectionTo(other)]);
  return async () => {
    const replaced = [];
    for (const [one, other, before] of recorded) {
      const now = await one.connectionTo(other);
      if (!(await now.evaluate((now, before) => now === before, before)))
        replaced.push(`${one.name} to ${other.name}`);
    }
    return replaced;
  };
}

const chatOfOldPage = ({ page }) => page.evaluate(() => globalThis.parley.heard.map(({ chat }) => chat));

/** Sends a message from an old page and one from the current page. All others must receive each of them once. */
async function chat({ ann, ben, cem }, word) {
  await ann.page.evaluate((chat) => globalThis.parley.client.message({ chat }), `${word} of Ann`);
  await cem.sendChat(`${word} of Cem`);
  await until('all have received the messages', async () => {
    const [atBen, atAnn, atCem] = [await chatOfOldPage(ben), await chatOfOldPage(ann), await cem.chatTexts()];
    return (
      [atBen, atCem].every((texts) => texts.includes(`${word} of Ann`)) && atAnn.includes(`${word} of Cem`)
    );
  });
  const withWord = (texts) => texts.filter((text) => text.startsWith(word));
  assert.deepEqual(withWord(await chatOfOldPage(ann)), [`${word} of Cem`]);
  assert.deepEqual(withWord(await chatOfOldPage(ben)).sort(), [`${word} of Ann`, `${word} of Cem`]);
  assert.deepEqual(withWord(await cem.chatTexts()).sort(), [`${word} of Ann`, `${word} of Cem`]);
}

callTest('pages with the old library call each other and the current page', async (t) => {
  const trio = await call(t);
  await chat(trio, 'a word');
  await shareScreen(trio.ann, [trio.ben, trio.cem]);
  await shareScreen(trio.cem, [trio.ann, trio.ben]);
});

callTest('their call survives the loss of each connection to the server', async (t) => {
  const { people, proxies, ...trio } = await call(t);
  const replaced = await recordConnections(people);
  for (const [index, person] of people.entries()) {
    const lost = person.waitForConnection('reconnecting');
    proxies[index].goDown();
    await lost;
    await waitForStreams(...people);
    proxies[index].comeUp();
    await waitForRosters(people);
    await chat(trio, `word ${index}`);
    await shareScreen(person, othersOf(person, people));
  }
  await waitForStreams(...people);
  assert.deepEqual(await replaced(), []);
});

callTest('their call survives a restart of the server', async (t) => {
  const { people, ...trio } = await call(t);
  const replaced = await recordConnections(people);
  await t.server.kill();
  for (const person of people) await person.waitForConnection('reconnecting');
  await waitForStreams(...people);
  await t.server.restart();
  await waitForRosters(people);
  await chat(trio, 'a word under new seats');
  for (const person of people) await shareScreen(person, othersOf(person, people));
  await waitForStreams(...people);
  assert.deepEqual(await replaced(), []);
});
