import assert from 'node:assert/strict';
import { after } from 'node:test';
import { defineTests, pairsOf } from '../harness/browser-test.js';
import { monitorCall } from '../harness/call-monitor.js';
import { waitForMedia } from '../harness/media.js';
import { missingNginx, Nginx } from '../harness/nginx.js';
import { waitForRosters } from '../harness/roster.js';
import { shareScreen } from '../harness/screen-share.js';
import { Server } from '../harness/server.js';
import { until } from '../harness/until.js';

const SETTINGS = { PARLEY_TRUSTED_PROXIES: '127.0.0.1' };
const DEPLOYS = 4;
/** The exit status of a process that SIGTERM has ended. */
const TERMINATED = 143;

const callTest = defineTests({ kinds: ['chromium', 'firefox'], skip: missingNginx(), settings: SETTINGS });

const open = [];
after(() => Promise.all(open.map((each) => each.stop())));

/** Two servers behind nginx that replace each other. */
class Deployment {
  #next;

  static async of(server) {
    const deployment = new Deployment();
    deployment.server = server;
    deployment.nginx = await Nginx.start(server);
    open.push(deployment.nginx);
    return deployment;
  }

  /** Replaces the running server. Returns the exit status of the old one. */
  async roll() {
    const old = this.server;
    if (this.#next) await this.#next.restart();
    else open.push((this.#next = await Server.start(SETTINGS)));
    const exitStatus = this.nginx.handOver(old, this.#next);
    [this.server, this.#next] = [this.#next, old];
    return exitStatus;
  }
}

/** Returns a function that waits for the next loss of the connection to the server. */
async function expectDisconnection({ page }) {
  await page.evaluate(() => {
    globalThis.disconnected = new Promise((resolve) => {
      globalThis.parley.client.addEventListener('state', ({ detail }) => {
        if (detail.state === 'reconnecting') resolve();
      });
    });
  });
  return () => page.evaluate(() => globalThis.disconnected);
}

function monitorAll(people) {
  return Promise.all(pairsOf(people).map(([one, other]) => monitorCall(one, other)));
}

async function callOf(t, room, kinds, url) {
  const people = [];
  for (const [name, kind] of Object.entries(kinds)) {
    people.push(await t.participant(name, { kind, url, ignoreHTTPSErrors: true }));
    await people.at(-1).join(room);
  }
  await waitForMedia(...people);
  return people;
}

callTest('deploys do not interrupt calls', async (t) => {
  const deployment = await Deployment.of(t.server);
  const { https: url } = deployment.nginx;
  const two = await callOf(t, `${t.room}-two`, { Ann: 'chromium', Ben: 'firefox' }, url);
  const three = await callOf(t, t.room, { Cem: 'chromium', Dia: 'chromium', Eve: 'chromium' }, url);
  const monitors = [...(await monitorAll(two)), ...(await monitorAll(three))];
  const texts = [];
  for (let deploy = 0; deploy < DEPLOYS; deploy++) {
    const [cem, dia] = three;
    const disconnections = [await expectDisconnection(cem), await expectDisconnection(dia)];
    const exitStatus = deployment.roll();
    await Promise.all(disconnections.map((disconnected) => disconnected()));
    for (const person of [cem, dia]) {
      texts.push(`from ${person.name} during deploy ${deploy}`);
      await person.sendChat(texts.at(-1));
    }
    await Promise.all([waitForMedia(...two), waitForMedia(...three)]);
    assert.equal(await exitStatus, TERMINATED);
    for (const people of [two, three]) await waitForRosters(people);
    const [person, ...others] = deploy % 2 ? two : three;
    await shareScreen(person, others);
  }
  await Promise.all([waitForMedia(...two), waitForMedia(...three)]);
  for (const problems of monitors) assert.deepEqual(await problems(), []);
  for (const person of three) {
    await until(`${person.name} has all messages`, async () => {
      return (await person.chatTexts()).length >= texts.length;
    });
    assert.deepEqual((await person.chatTexts()).sort(), texts.sort());
  }
});

callTest('a person who joins during a deploy connects to all others', async (t) => {
  const deployment = await Deployment.of(t.server);
  const { https: url } = deployment.nginx;
  const [ann, ben] = await callOf(t, t.room, { Ann: 'chromium', Ben: 'chromium' }, url);
  const cem = await t.participant('Cem', { url, ignoreHTTPSErrors: true });
  await cem.open(`/r/${t.room}`);
  const monitors = await monitorAll([ann, ben]);
  const disconnected = await expectDisconnection(ann);
  const exitStatus = deployment.roll();
  await disconnected();
  await cem.submitName();
  assert.equal(await exitStatus, TERMINATED);
  await waitForRosters([ann, ben, cem]);
  await waitForMedia(ann, ben, cem);
  await shareScreen(cem, [ann, ben]);
  await waitForMedia(ann, ben, cem);
  for (const problems of monitors) assert.deepEqual(await problems(), []);

  await cem.leave();
  await ann.waitForPeers(ben);
  await ben.waitForPeers(ann);
});
