import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { defineTests } from '../harness/browser-test.js';
import { ADDRESS, Coturn, missingCoturn, passwordOf, relayTo, startEcho } from '../harness/coturn.js';
import { waitForStreams } from '../harness/media.js';
import { freePort } from '../harness/nginx.js';
import { relayOnly } from '../harness/peer-connections.js';
import { until } from '../harness/until.js';

const SECRET = 'a-secret-of-this-test';
const TTL = 12;
const port = await freePort();
const skip = missingCoturn();

/** @param {string} urls  of TURN servers @param {object} [settings] */
const relayed = (urls, settings) =>
  defineTests({
    kinds: ['chromium', 'firefox'],
    skip,
    settings: { PARLEY_TURN_URLS: urls, PARLEY_TURN_SECRET: SECRET, ...settings },
  });

const byUdp = relayed(`turn:${ADDRESS}:${port}`);
const byTcp = relayed(`turn:${ADDRESS}:${port}?transport=tcp`);
const shortLived = relayed(`turn:${ADDRESS}:${port}`, { PARLEY_TURN_TTL: String(TTL) });

let coturn;
before(async () => (coturn = skip ? undefined : await Coturn.start(port, SECRET)));
after(() => coturn?.stop());

/** Two people in a call over the relay. */
async function call(t, kinds) {
  const people = [];
  for (const [index, kind] of kinds.entries()) {
    const person = await t.participant(['Ann', 'Ben', 'Cat'][index], { kind });
    await relayOnly(person);
    people.push(person);
  }
  for (const person of people) await person.join(t.room);
  for (const person of people) await person.waitForPeers(...people.filter((other) => other !== person));
  await waitForStreams(...people);
  return people;
}

/** The path of the media, as the library reports it. */
function pathBetween({ page }, { id }) {
  return page.evaluate(async (id) => (await globalThis.parley.mesh.connections.get(id).stats()).path, id);
}

const PAIRS = [
  ['chromium', 'chromium'],
  ['firefox', 'chromium'],
  ['firefox', 'firefox'],
];

for (const [transport, callTest] of Object.entries({ udp: byUdp, tcp: byTcp })) {
  for (const kinds of PAIRS) {
    callTest(`a call is relayed between ${kinds.join(' and ')}, with TURN over ${transport}`, async (t) => {
      const [ann, ben] = await call(t, kinds);
      const { local, remote } = await pathBetween(ann, ben);
      assert.deepEqual([local, remote], ['relay', 'relay']);
    });
  }
}

/** The user names in the configuration of a connection. */
function usersOf({ page }, { id }) {
  return page.evaluate((id) => {
    const { iceServers } = globalThis.parley.mesh.connections.get(id).connection.getConfiguration();
    return iceServers.map(({ username, credential }) => ({ username, credential }));
  }, id);
}

for (const kinds of PAIRS.slice(0, 2)) {
  shortLived(`credentials are renewed in a call between ${kinds.join(' and ')}`, async (t) => {
    const [ann, ben] = await call(t, kinds);
    const [before] = await usersOf(ann, ben);
    const [expiry, peer] = before.username.split(':');
    assert.equal(peer, ann.id);
    assert.equal(before.credential, passwordOf(before.username, SECRET));
    await until('the credentials have expired', () => Date.now() > Number(expiry) * 1000, 60_000);
    const [present] = await usersOf(ann, ben);
    assert.ok(Number(present.username.split(':')[0]) > Number(expiry), 'there are new ones');
    assert.equal(present.credential, passwordOf(present.username, SECRET));
    await waitForStreams(ann, ben);
    const cat = await t.participant('Cat');
    await relayOnly(cat);
    await cat.join(t.room);
    await waitForStreams(ann, ben, cat);
  });
}

/** An address for documentation (RFC 3849). */
const ADDRESS_V6 = '2001:db8::1';
const REACHABLE = [ADDRESS, ADDRESS_V6];
/** Addresses behind a TURN server, or of the machine itself. */
const DENIED = [
  ...['127.0.0.1', '0.0.0.0', '10.1.2.3', '100.64.1.1', '169.254.169.254', '172.16.0.1', '192.168.1.1'],
  ...['198.18.0.1', '224.0.0.1', '255.255.255.255'],
  ...['::1', '::', 'fc00::1', 'fd12::1', 'fe80::1', 'ff02::1'],
  ...[
    '::ffff:127.0.0.1',
    '::ffff:10.1.2.3',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::a00:1',
    '2002:7f00:1::1',
  ],
];

test('the configuration relays to public addresses only', { skip }, async (t) => {
  execFileSync('ip', ['-6', 'address', 'add', `${ADDRESS_V6}/64`, 'dev', 'cable0', 'nodad']);
  t.after(() => execFileSync('ip', ['-6', 'address', 'del', `${ADDRESS_V6}/64`, 'dev', 'cable0']));
  const free = await freePort();
  const relay = await Coturn.start(free, SECRET, [`--relay-ip=${ADDRESS_V6}`]);
  t.after(() => relay.stop());
  const echo = startEcho();
  t.after(() => echo.kill('SIGKILL'));
  for (const peer of REACHABLE) assert.match(await relayTo(free, SECRET, peer), /tot_recv_msgs=1\b/, peer);
  for (const peer of DENIED) assert.match(await relayTo(free, SECRET, peer), /403 \(Forbidden IP\)/, peer);
});

test('the configuration refuses a client without the secret', { skip }, async () => {
  assert.match(await relayTo(port, 'another-secret', ADDRESS), /401 \(Unauthorized\)|Cannot complete/);
});
