import assert from 'node:assert/strict';
import { areInTouch, sees } from '../harness/media.js';
import { stage } from '../harness/stage.js';
import { until } from '../harness/until.js';
import { watchOver } from '../harness/vigil.js';

/** @import { Hindrance, RequestKind } from '../harness/obstacle.js' */

/** @type {[RequestKind, Hindrance][]} */
const NOTHING_STREAMS = [
  ['websocket', 'refuse'],
  ['events', 'buffer'],
];

const scene = stage({ kinds: ['chromium', 'firefox'] });

const lastResort = (hindrances) => (hindrances === NOTHING_STREAMS ? 'polling' : 'events');

/** Two people, each behind a network with these hindrances. @param {[RequestKind, Hindrance][]} hindrances */
async function callBehind(cast, hindrances, { kinds = ['chromium', 'chromium'] } = {}) {
  const lines = [await cast.proxy(), await cast.proxy()];
  for (const line of lines) for (const [kind, hindrance] of hindrances) line.hinder(kind, hindrance);
  const ann = await cast.person('Ann', { url: lines[0].url, kind: kinds[0] });
  const ben = await cast.person('Ben', { url: lines[1].url, kind: kinds[1] });
  for (const person of [ann, ben]) await person.joins(cast.room);
  await ann.isWith(ben);
  await ben.isWith(ann);
  return { ann, ben, lines };
}

const transportOf = (person) => person.page.evaluate(() => globalThis.parley.client.transport);

async function goesBy(transport, ...people) {
  for (const person of people)
    await until(`${person.name} goes by ${transport}`, async () => (await transportOf(person)) === transport);
}

/** What people say to each other, which each must read once and in order. */
class Talk {
  #people;
  #said = new Map();

  constructor(...people) {
    this.#people = people;
    for (const person of people) this.#said.set(person, []);
  }

  async goesOn() {
    for (const person of this.#people) {
      const said = this.#said.get(person);
      said.push(`${said.length + 1} says ${person.name}`);
      await person.says(said.at(-1));
    }
  }

  async isReadByAll() {
    for (const writer of this.#people)
      for (const reader of this.#people) if (reader !== writer) await this.#isRead(writer, reader);
  }

  async #isRead(writer, reader) {
    const said = this.#said.get(writer);
    const read = async () => (await reader.chat()).filter((line) => line.endsWith(`says ${writer.name}`));
    await until(`${reader.name} has read the last word`, async () => (await read()).includes(said.at(-1)));
    assert.deepEqual(await read(), said);
  }
}

async function isWell(ann, ben) {
  const talk = new Talk(ann, ben);
  for (let n = 0; n < 3; n++) await talk.goesOn();
  await talk.isReadByAll();
  await ben.find('mute').click();
  await ann.tileOf(ben).getByTitle('muted').waitFor();
  await ben.find('mute').click();
  await ann.tileOf(ben).getByTitle('muted').waitFor({ state: 'hidden' });
  await areInTouch(ann, ben);
}

for (const kind of ['chromium', 'firefox']) {
  scene(`where WebSockets are refused, a call goes over event streams: ${kind}`, async (cast) => {
    const { ann, ben } = await callBehind(cast, [['websocket', 'refuse']], { kinds: [kind, 'chromium'] });
    assert.deepEqual([await transportOf(ann), await transportOf(ben)], ['events', 'events']);
    await isWell(ann, ben);
  });

  scene(`where event streams are kept back, too, a call goes over polling: ${kind}`, async (cast) => {
    const { ann, ben } = await callBehind(cast, NOTHING_STREAMS, { kinds: [kind, 'chromium'] });
    assert.deepEqual([await transportOf(ann), await transportOf(ben)], ['polling', 'polling']);
    await isWell(ann, ben);
  });
}

scene('where WebSockets get no answer, a call goes over event streams', async (cast) => {
  const { ann, ben } = await callBehind(cast, [['websocket', 'swallow']]);
  assert.deepEqual([await transportOf(ann), await transportOf(ben)], ['events', 'events']);
  await isWell(ann, ben);
});

scene('one who polls and one with a WebSocket are in the same call', async (cast) => {
  const { ann, ben, lines } = await callBehind(cast, []);
  for (const [kind, hindrance] of NOTHING_STREAMS) lines[1].hinder(kind, hindrance);
  lines[1].cut();
  await goesBy('polling', ben);
  assert.equal(await transportOf(ann), 'websocket');
  await isWell(ann, ben);
});

for (const hindrances of [[['websocket', 'refuse']], NOTHING_STREAMS])
  scene(
    `who loses the WebSocket goes on by ${lastResort(hindrances)}, and comes back to it`,
    async (cast) => {
      const { ann, ben, lines } = await callBehind(cast, []);
      const vigils = [await watchOver(ann, ben), await watchOver(ben, ann)];
      const talk = new Talk(ann, ben);
      const goesOnUntil = (transport) =>
        until(`both go by ${transport}`, async () => {
          await talk.goesOn();
          return (await transportOf(ann)) === transport && (await transportOf(ben)) === transport;
        });

      await talk.goesOn();
      for (const line of lines) {
        for (const [kind, hindrance] of hindrances) line.hinder(kind, hindrance);
        line.cut();
      }
      await goesOnUntil(lastResort(hindrances));
      await Promise.all([sees(ann, ben), sees(ben, ann)]);

      for (const line of lines) line.clear();
      await goesOnUntil('websocket');
      await talk.goesOn();
      await talk.isReadByAll();
      for (const troubles of vigils) assert.deepEqual(await troubles(), []);
      await areInTouch(ann, ben);
    },
  );

for (const hindrances of [[['websocket', 'refuse']], NOTHING_STREAMS])
  scene(
    `over ${lastResort(hindrances)}, who reloads is the same, and who closes the tab is gone`,
    async (cast) => {
      const { ann, ben } = await callBehind(cast, hindrances);
      const { id } = ben;
      await ben.page.reload();
      await ben.find('join').click();
      await ben.isIn();
      assert.equal(ben.id, id);
      await ann.isWith(ben);
      await areInTouch(ann, ben);

      const reasons = await ann.page.evaluateHandle(() => {
        const heard = [];
        globalThis.parley.client.addEventListener('peer-left', ({ detail }) => heard.push(detail.reason));
        return heard;
      });
      await ben.page.close({ runBeforeUnload: true });
      await ann.tileOf(ben).waitFor({ state: 'detached' });
      assert.deepEqual(await reasons.jsonValue(), ['left']);
    },
  );

scene('a second tab takes the seat over from one with an event stream', async (cast) => {
  const { ann, ben, lines } = await callBehind(cast, [['websocket', 'refuse']]);
  const key = await ben.page.evaluate(() => globalThis.parley.client.key);
  const again = await cast.person('Ben', { url: lines[1].url });
  await again.opens('/');
  await again.page.evaluate(
    ([place, key]) => sessionStorage.setItem(place, key),
    [`parley.key.${cast.room}`, key],
  );
  await again.joins(cast.room);
  assert.equal(again.id, ben.id);
  await ben.page.getByText('opened in another tab').waitFor();
  await ann.isWith(again);
  assert.equal(await transportOf(again), 'events');
});
