import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, rm, truncate } from 'node:fs/promises';
import http from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { Checkout } from '../harness/checkout.js';
import { Server } from '../harness/server.js';
import { until } from '../harness/until.js';

const PREPARING = 'Preparing a fast start';
const BUILDING = 'Building Parley';
const KEY = 'key-of-some-peer-012345';

/** The environment of a service. */
const NO_LOCALE = { LANG: undefined, LC_ALL: undefined, LC_CTYPE: undefined };

let checkout;
const open = [];
before(async () => {
  await (await Server.start()).stop(); // builds the server if necessary
  checkout = await Checkout.copy();
});
after(async () => {
  for (const server of open) await server.stop();
  await checkout.remove();
});

async function start(env = NO_LOCALE) {
  const server = await Server.start(env, checkout.script);
  open.push(server);
  return server;
}

/** Starts a server, checks that it works, stops it, and returns its log. */
async function logOfStart(env) {
  const server = await start(env);
  try {
    assert.equal((await fetch(new URL('/healthz', server.url))).status, 200);
    return server.log;
  } finally {
    await server.stop();
  }
}

async function caches() {
  const paths = [];
  for (const build of await checkout.builds()) {
    const folder = join(checkout.folder, '.run', build);
    paths.push(
      ...(await readdir(folder)).filter((name) => name.endsWith('.aot')).map((name) => join(folder, name)),
    );
  }
  return paths;
}

const text = async (server, path) => (await fetch(new URL(path, server.url))).text();

function upgrade(server) {
  const headers = {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': 13,
    'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
  };
  return new Promise((resolve, reject) => {
    const request = http.get(new URL('/v1/rooms/standup', server.url), { headers });
    request.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response.statusCode);
    });
    request.on('response', (response) => resolve(response.statusCode)).on('error', reject);
  });
}

/** Checks a join, a post, a poll, a stream and a WebSocket. */
async function assertWorks(server) {
  const room = new URL('/v1/rooms/standup', server.url);
  const join = JSON.stringify({ type: 'join', key: KEY });
  const joined = await (await fetch(`${room}/peers`, { method: 'POST', body: join })).json();
  assert.equal(joined.type, 'joined');
  const self = `${room}/peers/${joined.self.id}`;
  const headers = { Authorization: `Bearer ${KEY}` };
  const body = JSON.stringify({ type: 'message', id: 1, data: 'hello' });
  assert.equal((await fetch(`${self}/messages`, { method: 'POST', headers, body })).status, 200);
  assert.equal((await fetch(`${self}/messages?wait=0`, { headers })).status, 200);
  const stream = await fetch(`${self}/events?ticket=${joined.ticket}`);
  const { value } = await stream.body.getReader().read();
  assert.match(new TextDecoder().decode(value), /pong/);
  assert.equal(await upgrade(server), 101);
}

test('the help is shown without a cache', async () => {
  for (const cache of await caches()) await rm(cache);
  const { stdout } = await promisify(execFile)(checkout.script, ['--help']);
  assert.match(stdout, /--port .*--with-https/s);
  assert.deepEqual(await caches(), []);
});

test('a copied checkout is not built again, and starts through a link from anywhere', async () => {
  const log = await logOfStart();
  assert.ok(!log.includes(BUILDING), log);
});

test('the cache of the first start is kept for the next ones', async () => {
  await logOfStart();
  assert.equal((await caches()).length, 1);
  assert.ok(!(await logOfStart()).includes(PREPARING));
});

test('a damaged cache does not prevent a start', async () => {
  await logOfStart();
  const [cache] = await caches();
  await truncate(cache, 100_000);
  await logOfStart();
  await truncate(cache, 0);
  assert.ok((await logOfStart()).includes(PREPARING));
});

test('JDK_JAVA_OPTIONS override the options of the server', async () => {
  await logOfStart({ ...NO_LOCALE, JDK_JAVA_OPTIONS: '-Xmx77m' });
  const lessThanInitialHeap = { ...NO_LOCALE, JDK_JAVA_OPTIONS: '-Xmx20m' };
  await assert.rejects(start(lessThanInitialHeap), /did not start/);
});

test('a build does not affect running servers', async () => {
  const old = await start();
  await checkout.append('web-client/ui/app.js', '// changed\n');
  await checkout.append('web-client/example/example.js', '// changed\n');
  const next = await start();
  assert.ok(next.log.includes(BUILDING), next.log);
  assert.ok(next.log.includes(PREPARING), next.log);
  assert.ok(!next.log.includes('\x1b'), 'Maven prints no escape sequences');
  assert.equal((await checkout.builds()).length, 2);
  for (const server of [old, next]) {
    await assertWorks(server);
    assert.equal((await text(server, '/ui/app.js')).endsWith('// changed\n'), server === next);
  }

  await checkout.clean();
  for (const server of [old, next]) {
    assert.equal((await text(server, '/example/example.js')).endsWith('// changed\n'), server === next);
    await assertWorks(server);
  }

  await old.stop();
  const last = await start();
  assert.ok(last.log.includes(BUILDING), last.log);
  assert.ok(!last.log.includes(PREPARING), 'the same sources make the same build');
  await until('the old build is gone', async () => (await checkout.builds()).length === 1);
  await assertWorks(next);
});
