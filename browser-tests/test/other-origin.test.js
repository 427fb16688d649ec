import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import { launch, missing } from '../harness/browsers.js';
import { Server } from '../harness/server.js';
import { until } from '../harness/until.js';

const kinds = ['chromium', 'firefox'];
const skip = missing(kinds);

/** An empty page, of an origin that is listed and, by its address, of one that is not. */
const site = createServer((_, response) =>
  response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>Elsewhere</title>'),
);
let server;
const browsers = new Map();

after(async () => {
  await Promise.all([...browsers.values()].map((browser) => browser.close()));
  await server?.stop();
  site.close();
  site.closeAllConnections();
});

async function start() {
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  server = await Server.start({ PARLEY_ORIGINS: origin('localhost'), PARLEY_JOINS_PER_ADDRESS: '1' });
}

const origin = (host) => `http://${host}:${site.address().port}`;

/** Defines a test in a page of the listed origin, or of another one. */
function pageTest(kind, name, host, run) {
  test(`${name} (${kind})`, { skip, timeout: 120_000 }, async () => {
    if (!server) await start();
    if (!browsers.has(kind)) browsers.set(kind, await launch(kind));
    const page = await browsers.get(kind).newPage();
    try {
      await page.goto(origin(host));
      await run(page, server.url.href);
    } finally {
      await page.close();
    }
  });
}

for (const kind of kinds) {
  for (const host of ['localhost', '127.0.0.1']) {
    pageTest(
      kind,
      `a page of ${host} imports the library and every module of it`,
      host,
      async (page, url) => {
        const names = await page.evaluate(
          async (library) => Object.keys(await import(library)),
          `${url}parley.js`,
        );
        assert.ok(names.includes('SignalingClient'));
      },
    );
  }

  pageTest(
    kind,
    'a listed origin joins, posts and leaves, also while it is closed',
    'localhost',
    async (page, url) => {
      const room = `${url}v1/rooms/${kind}`;
      const observer = await join(room, 'observer-key-0123456789');
      const seat = await page.evaluate(joinAndPost, { room, key: `${kind}-page-key-0123456789` });
      assert.equal(seat.posted, 200);
      await page.evaluate(leaveWithPage, { room, ...seat });
      await page.goto('about:blank');
      let types = [];
      await until('the observer is told that the page has left', async () => {
        const response = await fetch(
          `${room}/peers/${observer.self.id}/messages?after=${observer.seq}&wait=1`,
          {
            headers: { Authorization: 'Bearer observer-key-0123456789' },
          },
        );
        types = (await response.json()).map(({ type }) => type);
        return types.includes('peer-left');
      });
      assert.deepEqual(types, ['peer-joined', 'message', 'peer-left']);
    },
  );

  pageTest(kind, 'a listed origin reads problems', 'localhost', async (page, url) => {
    assert.deepEqual(await page.evaluate(request, [`${url}v1/room/x`, 'GET']), [404, 'not-found']);
    assert.deepEqual(await page.evaluate(request, [`${url}v1/rooms/x/y`, 'POST']), [404, 'not-found']);
    assert.deepEqual(await page.evaluate(request, [`${url}v1/rooms/x`, 'POST']), [405, 'bad-message']);
    assert.deepEqual(await page.evaluate(request, [`${url}v1/rooms/x`, 'GET']), [426, 'bad-message']);
    assert.deepEqual(await page.evaluate(request, [`${url}v1/rooms/x/peers`, 'POST']), [400, 'bad-message']);
    assert.deepEqual(await page.evaluate(request, [`${url}v1/rooms/x/peers/y`, 'DELETE']), [
      401,
      'unauthorized',
    ]);
  });

  pageTest(kind, 'another origin reads why it is refused', '127.0.0.1', async (page, url) => {
    for (const [path, method] of [
      ['v1/rooms/x', 'GET'],
      ['v1/rooms/x/peers', 'POST'],
      ['v1/rooms/x/peers/y', 'DELETE'],
      ['v1/rooms/x/peers/y/messages', 'POST'],
    ]) {
      const [status, code, detail] = await page.evaluate(request, [url + path, method, true]);
      assert.deepEqual([status, code], [403, 'forbidden']);
      assert.match(detail, /PARLEY_ORIGINS/);
    }
    assert.deepEqual(await page.evaluate(request, [`${url}v1/room/x`, 'POST']), [404, 'not-found']);
  });
}

for (const kind of kinds) {
  pageTest(kind, 'a join from another origin rejects with the reason', '127.0.0.1', async (page, url) => {
    const [code, message] = await page.evaluate(joinWithLibrary, [url, 'v1/rooms/x']);
    assert.equal(code, 'forbidden');
    assert.match(message, /PARLEY_ORIGINS/);
  });

  pageTest(kind, 'a join at a wrong path rejects with the reason', 'localhost', async (page, url) => {
    for (const path of ['v1/room/x', 'rooms/x', 'v1/rooms/x/y'])
      assert.equal((await page.evaluate(joinWithLibrary, [url, path]))[0], 'not-found', path);
  });
}

// The last tests: they leave no joins for others.
for (const kind of kinds) {
  pageTest(kind, 'a listed origin reads that it has joined too often', 'localhost', async (page, url) => {
    assert.deepEqual(await page.evaluate(joinOften, `${url}v1/rooms/often/peers`), [
      429,
      'rate-limited',
      true,
    ]);
  });
}

async function join(room, key) {
  const body = JSON.stringify({ type: 'join', key });
  return (await fetch(`${room}/peers`, { method: 'POST', body })).json();
}

/* The following run in the page. */

async function request([url, method, withDetail]) {
  const response = await fetch(url, {
    method,
    headers: { Authorization: 'Bearer page-key-0123456789012', 'Content-Type': 'application/json' },
    body: method === 'POST' ? '{}' : undefined,
  });
  const { code, detail } = await response.json();
  return withDetail ? [response.status, code, detail] : [response.status, code];
}

async function joinAndPost({ room, key }) {
  const joining = await fetch(`${room}/peers`, {
    method: 'POST',
    body: JSON.stringify({ type: 'join', key }),
  });
  const { self } = await joining.json();
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  const body = JSON.stringify([{ type: 'message', id: 1, data: 'hello' }]);
  const post = { method: 'POST', keepalive: true, headers, body };
  const response = await fetch(`${room}/peers/${self.id}/messages?seat=${self.seat}`, post);
  return { key, id: self.id, seat: self.seat, posted: response.status };
}

async function joinWithLibrary([url, path]) {
  const { SignalingClient } = await import(`${url}parley.js`);
  const client = new SignalingClient({ url: url + path });
  return client.join().then(
    () => ['joined', ''],
    ({ code, message }) => [code, message],
  );
}

function leaveWithPage({ room, key, id, seat }) {
  addEventListener('pagehide', () => {
    const headers = { Authorization: `Bearer ${key}` };
    void fetch(`${room}/peers/${id}?seat=${seat}`, { method: 'DELETE', keepalive: true, headers });
  });
}

async function joinOften(url) {
  const responses = await Promise.all(
    Array.from({ length: 100 }, (_, i) => {
      const body = JSON.stringify({ type: 'join', key: `key-number-${String(i).padStart(20, '0')}` });
      return fetch(url, { method: 'POST', body });
    }),
  );
  const refused = responses.find(({ status }) => status !== 201);
  return [refused?.status, (await refused?.json())?.code, refused?.headers.get('Retry-After') !== null];
}
