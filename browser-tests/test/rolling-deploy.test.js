import assert from 'node:assert/strict';
import { after } from 'node:test';
import { areInTouch } from '../harness/media.js';
import { Nginx, withoutNginx } from '../harness/nginx.js';
import { areBack } from '../harness/roster.js';
import { Server } from '../harness/server.js';
import { share } from '../harness/share.js';
import { stage } from '../harness/stage.js';
import { until } from '../harness/until.js';
import { watchOver } from '../harness/vigil.js';

const SETTINGS = { PARLEY_TRUSTED_PROXIES: '127.0.0.1' };
const DEPLOYS = 4;
const TERMINATED = 143;

const scene = stage({ kinds: ['chromium', 'firefox'], skip: withoutNginx(), settings: SETTINGS });

const open = [];
after(() => Promise.all(open.map((each) => each.stop())));

/** Two servers that take turns behind nginx: each deploy ends one, and starts the other. */
class Deployment {
  #next;

  static async of(server) {
    const deployment = new Deployment();
    deployment.server = server;
    deployment.nginx = await Nginx.before(server);
    open.push(deployment.nginx);
    return deployment;
  }

  /** Gives the status with which the old server has ended. */
  async roll() {
    const old = this.server;
    if (this.#next) await this.#next.startAgain();
    else open.push((this.#next = await Server.start(SETTINGS)));
    const ended = this.nginx.handOver(old, this.#next);
    [this.server, this.#next] = [this.#next, old];
    return ended;
  }
}

/** A promise, in the page, for the next moment in which it has no connection to a server. */
async function expectsLoss({ page }) {
  await page.evaluate(() => {
    globalThis.lost = new Promise((tell) => {
      globalThis.parley.client.addEventListener('state', ({ detail }) => {
        if (detail.state === 'reconnecting') tell();
      });
    });
  });
}

async function isLost({ page }) {
  await page.evaluate(() => globalThis.lost);
}

async function watchOverAll(people) {
  const pairs = people.flatMap((one) => people.filter((other) => other !== one).map((other) => [one, other]));
  return Promise.all(pairs.map(([one, other]) => watchOver(one, other)));
}

async function gather(cast, room, kinds, url) {
  const people = [];
  for (const [name, kind] of Object.entries(kinds)) {
    people.push(await cast.person(name, { kind, url, ignoreHTTPSErrors: true }));
    await people.at(-1).joins(room);
  }
  await areInTouch(...people);
  return people;
}

scene('deploy after deploy, and nobody in a call notices', async (cast) => {
  const deployment = await Deployment.of(cast.server);
  const { https: url } = deployment.nginx;
  const two = await gather(cast, `${cast.room}-two`, { Ann: 'chromium', Ben: 'firefox' }, url);
  const three = await gather(cast, cast.room, { Cem: 'chromium', Dia: 'chromium', Eve: 'chromium' }, url);
  const vigils = [...(await watchOverAll(two)), ...(await watchOverAll(three))];
  const lines = [];
  for (let deploy = 0; deploy < DEPLOYS; deploy++) {
    for (const person of [...two, ...three]) await expectsLoss(person);
    const ended = deployment.roll();
    const [cem, dia] = three;
    await Promise.all([isLost(cem), isLost(dia)]);
    for (const person of [cem, dia]) {
      lines.push(`${person.name} says during deploy ${deploy}`);
      await person.says(lines.at(-1));
    }
    await Promise.all([areInTouch(...two), areInTouch(...three)]);
    assert.equal(await ended, TERMINATED);
    for (const people of [two, three]) await areBack(people);
    const [sharer, ...others] = deploy % 2 ? two : three;
    await share(sharer, others);
  }
  await Promise.all([areInTouch(...two), areInTouch(...three)]);
  for (const troubles of vigils) assert.deepEqual(await troubles(), []);
  for (const person of three) {
    await until(`${person.name} has read all`, async () => (await person.chat()).length >= lines.length);
    assert.deepEqual((await person.chat()).sort(), lines.sort());
  }
});

scene('who comes in the middle of a deploy finds everybody', async (cast) => {
  const deployment = await Deployment.of(cast.server);
  const { https: url } = deployment.nginx;
  const [ann, ben] = await gather(cast, cast.room, { Ann: 'chromium', Ben: 'chromium' }, url);
  const cem = await cast.person('Cem', { url, ignoreHTTPSErrors: true });
  await cem.opens(`/r/${cast.room}`);
  const vigils = await watchOverAll([ann, ben]);
  await expectsLoss(ann);
  const ended = deployment.roll();
  await isLost(ann);
  await cem.entersAs('Cem');
  assert.equal(await ended, TERMINATED);
  await areBack([ann, ben, cem]);
  await areInTouch(ann, ben, cem);
  await share(cem, [ann, ben]);
  await areInTouch(ann, ben, cem);
  for (const troubles of vigils) assert.deepEqual(await troubles(), []);

  await cem.leaves();
  await ann.isWith(ben);
  await ben.isWith(ann);
});
