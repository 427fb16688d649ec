import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { launch, missing } from '../harness/browsers.js';
import { Checkout } from '../harness/checkout.js';
import { ADDRESS, missingCoturn, relayTo } from '../harness/coturn.js';
import { waitForStreams } from '../harness/media.js';
import { accepts, freePort } from '../harness/nginx.js';
import { Participant } from '../harness/participant.js';
import { Server } from '../harness/server.js';
import { relayOnly } from '../harness/peer-connections.js';
import { until } from '../harness/until.js';

const skip = missingCoturn() || missing(['chromium']);
const KEY = 'turn-script-0123456789abcdef';

let checkout, port;
before(async () => {
  if (skip) return;
  await (await Server.start()).stop(); // builds what has not been built
  checkout = await Checkout.copy({ preserveTimestamps: true });
  port = await freePort();
});
after(() => checkout?.remove());

const start = (env, ...options) =>
  Server.start(env, checkout.script, ['--with-turn', `--turn-port=${port}`, ...options]);

const coturnHasEnded = () => until('coturn has ended', async () => !(await accepts(port, ADDRESS)));

test('a call is relayed by the coturn that the start script starts', { skip }, async (t) => {
  const server = await start({});
  t.after(() => server.stop());
  const browser = await launch('chromium');
  t.after(() => browser.close());
  const people = [];
  for (const name of ['Ann', 'Ben']) {
    const person = await Participant.create(browser, name, server.url, {});
    await relayOnly(person);
    await person.join('standup');
    people.push(person);
  }
  await waitForStreams(...people);
});

test('the coturn of the start script relays to itself only, and ends with the server', { skip }, async () => {
  const server = await start({});
  const response = await fetch(new URL('/v1/rooms/standup/peers', server.url), {
    method: 'POST',
    body: JSON.stringify({ type: 'join', key: KEY }),
  });
  const [{ urls, username }] = (await response.json()).iceServers;
  assert.deepEqual(urls, [`turn:${ADDRESS}:${port}`, `turn:${ADDRESS}:${port}?transport=tcp`]);
  assert.match(username, /^\d+:/);
  const { mode } = await stat(`${checkout.folder}/.run/turn/${port}/turnserver.conf`);
  assert.equal(mode & 0o777, 0o600, 'only the owner can read the secret');
  assert.doesNotMatch(await relayTo(port, 'another-secret', ADDRESS), /tot_recv_msgs=1/);
  await server.kill();
  await coturnHasEnded();
});

test(
  'a port in use, another TURN setting and a missing coturn end the start with a sentence',
  { skip },
  async (t) => {
    await assert.rejects(
      start({}, '--turn-secret=x'),
      /--with-turn sets --turn-secret itself: leave one of them out/,
    );
    await assert.rejects(start({ TURNSERVER: '/not/there' }), /needs coturn and openssl: install them/);
    const other = createServer().listen(port, ADDRESS);
    t.after(() => other.close());
    await once(other, 'listening');
    await assert.rejects(
      start({}),
      new RegExp(`Port ${port} is in use: choose another port with --turn-port`),
    );
  },
);
