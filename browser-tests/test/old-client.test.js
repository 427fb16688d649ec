import assert from 'node:assert/strict';
import { after } from 'node:test';
import { hears, sees } from '../harness/media.js';
import { areBack } from '../harness/roster.js';
import { share } from '../harness/share.js';
import { Site } from '../harness/site.js';
import { stage } from '../harness/stage.js';
import { until } from '../harness/until.js';

// A page of another site, whose copy of the library is from before `features` came to the protocol.
const site = await Site.of('client-before-features');
after(() => site.close());

const scene = stage({ settings: { PARLEY_ORIGINS: site.origin } });

/** Ann and Ben with the library from before, Cem with the page of today; each has a line of one's own. */
async function call(cast) {
  const lines = [await cast.proxy(), await cast.proxy(), await cast.proxy()];
  const [ann, ben, cem] = await Promise.all(
    ['Ann', 'Ben', 'Cem'].map((name, index) => cast.person(name, { url: lines[index].url })),
  );
  for (const person of [ann, ben]) await opensOldPage(person, cast.room);
  await cem.joins(cast.room);
  const people = [ann, ben, cem];
  await areInTouch(people);
  return { ann, ben, cem, people, lines };
}

async function opensOldPage(person, room) {
  await person.opens(`${site.origin}/?server=${person.url}#${room}`);
  await person.connectionIs('open');
  person.id = await person.page.evaluate(() => globalThis.parley.client.self.id);
}

const pairsOf = (people) => {
  return people.flatMap((one) => people.filter((other) => other !== one).map((other) => [one, other]));
};

async function areInTouch(people) {
  await Promise.all(pairsOf(people).flatMap(([one, other]) => [sees(one, other), hears(one, other)]));
}

/** Gives a function that tells who has another connection to somebody than now. */
async function holdOn(people) {
  const held = [];
  for (const [one, other] of pairsOf(people)) held.push([one, other, await one.connectionTo(other)]);
  return async () => {
    const changed = [];
    for (const [one, other, before] of held) {
      const now = await one.connectionTo(other);
      if (!(await now.evaluate((now, before) => now === before, before)))
        changed.push(`${one.name} to ${other.name}`);
    }
    return changed;
  };
}

const linesHeardBy = ({ page }) => page.evaluate(() => globalThis.parley.heard.map(({ chat }) => chat));

/** A line each from an old page and from the page of today, which all the others read once. */
async function talk({ ann, ben, cem }, word) {
  await ann.page.evaluate((chat) => globalThis.parley.client.message({ chat }), `${word} of Ann`);
  await cem.says(`${word} of Cem`);
  await until('everybody has read the word', async () => {
    const [atBen, atAnn, atCem] = [await linesHeardBy(ben), await linesHeardBy(ann), await cem.chat()];
    return (
      [atBen, atCem].every((lines) => lines.includes(`${word} of Ann`)) && atAnn.includes(`${word} of Cem`)
    );
  });
  const ofThisWord = (lines) => lines.filter((line) => line.startsWith(word));
  assert.deepEqual(ofThisWord(await linesHeardBy(ann)), [`${word} of Cem`]);
  assert.deepEqual(ofThisWord(await linesHeardBy(ben)).sort(), [`${word} of Ann`, `${word} of Cem`]);
  assert.deepEqual(ofThisWord(await cem.chat()).sort(), [`${word} of Ann`, `${word} of Cem`]);
}

scene('pages from before features are in a call with each other and with the page of today', async (cast) => {
  const trio = await call(cast);
  await talk(trio, 'a word');
  await share(trio.ann, [trio.ben, trio.cem]);
  await share(trio.cem, [trio.ann, trio.ben]);
});

scene('their call outlives the sockets of all of them', async (cast) => {
  const { people, lines, ...trio } = await call(cast);
  const changed = await holdOn(people);
  for (const [index, person] of people.entries()) {
    const lost = person.connectionIs('reconnecting');
    lines[index].break();
    await lost;
    await areInTouch(people);
    lines[index].mend();
    await areBack(people);
    await talk(trio, `word ${index}`);
    await share(
      person,
      people.filter((other) => other !== person),
    );
  }
  await areInTouch(people);
  assert.deepEqual(await changed(), []);
});

scene('their call outlives the server', async (cast) => {
  const { people, ...trio } = await call(cast);
  const changed = await holdOn(people);
  await cast.server.kill();
  for (const person of people) await person.connectionIs('reconnecting');
  await areInTouch(people);
  await cast.server.startAgain();
  await areBack(people);
  await talk(trio, 'a word under new seats');
  for (const sharer of people)
    await share(
      sharer,
      people.filter((other) => other !== sharer),
    );
  await areInTouch(people);
  assert.deepEqual(await changed(), []);
});
