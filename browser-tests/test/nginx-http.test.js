import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after } from 'node:test';
import { events, Http2Client, messages } from '../harness/http2.js';
import { Nginx, missingNginx } from '../harness/nginx.js';
import { HttpSeat } from '../harness/http-seat.js';
import { Server } from '../harness/server.js';
import { defineTests } from '../harness/browser-test.js';
import { until } from '../harness/until.js';

/** A short timeout, so that the heartbeats of a silent stream matter. */
const SHORT_TIMEOUT = { 'proxy_read_timeout 75s;': 'proxy_read_timeout 5s;' };
const HEARTBEATS = 6;
const ROOMS = 12;
const SETTINGS = { PARLEY_TRUSTED_PROXIES: '127.0.0.1', PARLEY_HEARTBEAT: '1' };

const skip = missingNginx();
const callTest = defineTests({ kinds: [], skip, settings: SETTINGS });
const limitedTest = defineTests({
  kinds: [],
  skip,
  settings: { ...SETTINGS, PARLEY_CONNECTIONS_PER_ADDRESS: '1' },
});

const open = [];
after(() => Promise.all(open.map((each) => each.stop?.() ?? each.close())));

async function startNginx(servers, changes) {
  const nginx = await Nginx.start(servers, changes);
  open.push(nginx);
  return nginx;
}

async function startServer(settings = {}) {
  const server = await Server.start({ ...SETTINGS, ...settings });
  open.push(server);
  return server;
}

async function connect(url, options) {
  const http = await Http2Client.connect(url, options);
  open.push(http);
  return http;
}

callTest('nginx passes on events at once, and heartbeats keep a silent stream open', async (t) => {
  const http = await connect((await startNginx(t.server, SHORT_TIMEOUT)).https);
  const ann = await HttpSeat.join(http, t.room);
  const { status, headers, stream } = await ann.openStream();
  assert.equal(status, 200);
  assert.equal(headers['content-type'], 'text/event-stream');
  const received = messages(stream);
  for (let beats = 0; beats <= HEARTBEATS; beats++) assert.equal((await received.next()).value.type, 'pong');

  const ben = await HttpSeat.join(http, t.room);
  await ben.sendMessage('hello');
  const events = [];
  for await (const message of received) {
    if (message.type !== 'pong') events.push(message);
    if (events.length === 2) break; // the stream stays open
  }
  assert.deepEqual(
    events.map(({ type, data }) => [type, data]),
    [
      ['peer-joined', undefined],
      ['message', 'hello'],
    ],
  );
  stream.destroy();
});

callTest('a long poll waits behind nginx, and is answered with the next event', async (t) => {
  const http = await connect((await startNginx(t.server)).https);
  const ann = await HttpSeat.join(http, t.room);
  const empty = await ann.poll({ wait: 1 });
  assert.deepEqual(JSON.parse(empty.text), []);
  const waiting = ann.poll({ wait: 55 });
  const ben = await HttpSeat.join(http, t.room);
  const [{ type, peer }] = JSON.parse((await waiting).text);
  assert.deepEqual([type, peer.id], ['peer-joined', ben.id]);
  assert.deepEqual(JSON.parse((await ben.sendMessage('hello')).text), { type: 'ack', received: 1 });
});

callTest('a room URL without an upgrade is refused over HTTP/2, and the connection stays open', async (t) => {
  const http = await connect((await startNginx(t.server)).https);
  const refusal = await http.fetch(`/v1/rooms/${t.room}`);
  assert.equal(refusal.status, 426);
  assert.equal(refusal.headers.upgrade, undefined);
  assert.equal(JSON.parse(refusal.text).code, 'bad-message');
  assert.equal((await http.fetch('/healthz')).status, 200);
});

limitedTest('the limit of connections applies to the client, not to nginx', async (t) => {
  const url = (await startNginx(t.server)).https;
  const one = await connect(url, { from: '127.0.0.7' });
  const other = await connect(url, { from: '127.0.0.8' });
  const ann = await HttpSeat.join(one, t.room);
  const { stream } = await ann.openStream();
  const join = (http, headers = {}) =>
    http.fetch(`/v1/rooms/${t.room}/peers`, {
      method: 'POST',
      headers,
      body: { type: 'join', key: 'a-key-of-somebody-else-0123' },
    });
  assert.equal((await join(one)).status, 429);
  assert.equal((await join(one, { 'x-forwarded-for': '127.0.0.9' })).status, 429);
  assert.equal((await join(other)).status, 201);
  const joined = await events(stream).next();
  assert.equal(joined.value.type, 'peer-joined');
});

callTest('several servers share the rooms, and each room stays on one server', async (t) => {
  const second = await startServer();
  open.push(second);
  const url = (await startNginx([t.server, second])).https;
  const [one, other] = [await connect(url), await connect(url)]; // perhaps to different workers of nginx
  const rooms = { first: [], second: [] };
  for (let i = 0; i < ROOMS; i++) {
    const ann = await HttpSeat.join(one, `shared-${i}`);
    const ben = await HttpSeat.join(other, `shared-${i}`);
    assert.deepEqual(
      ben.peers.map(({ id }) => id),
      [ann.id],
    );
    const isSecond = (await ann.isAt(second)) && !(await ann.isAt(t.server));
    rooms[isSecond ? 'second' : 'first'].push(`shared-${i}`);
  }
  assert.ok(rooms.first.length > 0 && rooms.second.length > 0, JSON.stringify(rooms));

  await second.kill();
  await assert.rejects(HttpSeat.join(one, rooms.second[0]), /^Error: 502/);
  await HttpSeat.join(one, rooms.first[0]);
  await second.restart();
  const cem = await HttpSeat.join(one, rooms.second[0]);
  assert.ok(await cem.isAt(second));
});

callTest(
  'streams and polls get a bye on a deploy, and the peers keep their ids on the new server',
  async (t) => {
    const old = await startServer();
    const next = await startServer();
    const nginx = await startNginx(old);
    const http = await connect(nginx.https);
    const ann = await HttpSeat.join(http, t.room);
    const ben = await HttpSeat.join(http, t.room);
    const received = events((await ann.openStream()).stream);
    assert.equal((await received.next()).value.type, 'peer-joined');
    const polls = [ben.poll({ wait: 55 }), ben.poll({ wait: 55 })];
    await Promise.race(polls); // one replaces the other, and so is waiting
    await nginx.handOver(old, next);

    assert.equal((await received.next()).value.type, 'bye');
    assert.equal((await received.next()).done, true);
    const answers = (await Promise.all(polls)).map(({ text }) => [JSON.parse(text)].flat()[0]);
    const [first, second] = answers.map(({ code, type }) => code ?? type).sort();
    // The end of Ann's connection answers the poll if it comes before the bye for Ben.
    assert.match(first, /^(bye|peer-updated)$/);
    assert.equal(second, 'replaced');

    const again = await connect(nginx.https);
    for (const { key, id } of [ann, ben]) {
      const seat = await HttpSeat.join(again, t.room, key);
      assert.equal(seat.id, id);
      assert.ok(await seat.isAt(next));
    }
  },
);

callTest('hand-over refuses wrong arguments, and changes nothing', async (t) => {
  const other = await startServer();
  const nginx = await startNginx([t.server, other]);
  const [old, listed] = [t.server, other].map(({ port }) => `127.0.0.1:${port}`);
  const before = await readFile(nginx.list, 'utf8');
  const assertRefused = (args, message, env) => assert.rejects(nginx.runHandOver(args, env), message);
  const stop = ['kill', String(t.server.pid)];
  await assertRefused(['127.0.0.1:1', '127.0.0.1:2', ...stop], /has no line "server 127.0.0.1:1"/);
  await assertRefused(
    ['127.0.0.1:1', listed, ...stop],
    /has no line "server 127.0.0.1:1".*replaced it already/,
  );
  await assertRefused([old, old, ...stop], /are the same server/);
  await assertRefused([old, `localhost:${t.server.port}`, ...stop], /are the same server/);
  await assertRefused([old, `127.1:${t.server.port}`, ...stop], /are the same server/);
  await assertRefused([old, `127.0.0.1:0${t.server.port}`, ...stop], /are the same server|is not an address/);
  await assertRefused([old, `[::ffff:127.0.0.1]:${t.server.port}`, ...stop], /are the same server/);
  await assertRefused([old, `0.0.0.0:${t.server.port}`, ...stop], /is every address of a machine/);
  await assertRefused([old, `[::]:${t.server.port}`, ...stop], /is every address of a machine/);
  await assertRefused([old, `user@${old}`, ...stop], /is not an address/);
  await assertRefused([old, listed, ...stop], /already/);
  await assertRefused([old.slice(0, -1), '127.0.0.1:1', ...stop], /has no line "server/);
  await assertRefused([old, 'http://127.0.0.1:1', ...stop], /is not an address/);
  await assertRefused([old, '127.0.0.1', ...stop], /is not an address/);
  await assertRefused([old, '127.0.0.1:1;', ...stop], /is not an address/);
  await assertRefused([old, '127.0.0.1:1', 'no-such-program'], /The program no-such-program is missing/);
  await assertRefused([old, '127.0.0.1:1', ...stop], /cannot be read/, {
    SERVERS: join(nginx.folder, 'nowhere'),
  });
  await assertRefused([old, '127.0.0.1:1'], /deploy\/hand-over OLD NEW COMMAND/);
  assert.equal(await readFile(nginx.list, 'utf8'), before);
  await HttpSeat.join(await connect(nginx.https), t.room);
});

callTest('hand-over refuses to run twice at the same time, and reports a command that fails', async (t) => {
  const nginx = await startNginx(t.server);
  const next = await startServer();
  open.push(next);
  const args = [`127.0.0.1:${t.server.port}`, `127.0.0.1:${next.port}`, 'sh', '-c'];
  const pause = join(nginx.folder, 'pause');
  execFileSync('mkfifo', [pause]);
  const first = nginx.runHandOver([...args, 'read line <"$0"; exit 7', pause]);
  first.catch(() => {});
  await until('the first one is running', async () => (await readFile(nginx.list, 'utf8')).includes(args[1]));
  await assert.rejects(nginx.runHandOver([...args, 'true']), /Another hand-over is running/);
  await writeFile(pause, 'go\n');
  await assert.rejects(first, /Send SIGTERM to the old server now/);
  const seat = await HttpSeat.join(await connect(nginx.https), t.room);
  assert.ok(await seat.isAt(next));
  await nginx.runHandOver([args[1], args[0], 'true']); // and back
});

callTest('hand-over restores the list when nginx does not accept the new one', async (t) => {
  const nginx = await startNginx(t.server);
  const next = await startServer();
  open.push(next);
  const before = await readFile(nginx.list, 'utf8');
  const args = [`127.0.0.1:${t.server.port}`, `127.0.0.1:${next.port}`, 'true'];
  await assert.rejects(nginx.runHandOver(args, { NGINX: '/bin/false' }), /does not use the new list/);
  assert.equal(await readFile(nginx.list, 'utf8'), before);
});

callTest('hand-over does not pass NGINX on, which nginx would take for inherited sockets', async (t) => {
  const nginx = await startNginx(t.server);
  const next = await startServer();
  open.push(next);
  const args = [`127.0.0.1:${t.server.port}`, `127.0.0.1:${next.port}`, 'sh', '-c', 'echo "${NGINX-none}"'];
  assert.equal(await nginx.runHandOver(args), 'none\n');
});

callTest('logs have neither room names nor tickets', async (t) => {
  const nginx = await startNginx(t.server);
  const http = await connect(nginx.https);
  const room = 'a-room-nobody-may-guess';
  const ann = await HttpSeat.join(http, room);
  const { stream } = await ann.openStream();
  stream.destroy();
  await http.fetch(`${ann.path}/messages?wait=0&ticket=${ann.ticket}`);
  await http.fetch(`/r/${room}?x=${ann.ticket}`, {
    headers: { referer: `https://elsewhere.example/${room}` },
  });
  await http.fetch(`//v1//rooms/${room}/peers?ticket=${ann.ticket}`);
  await http.fetch(`/%761/rooms/${room}/peers`);
  await http.fetch(`/v1/rooms/${room}`);
  await fetch(new URL(`/r/${room}`, nginx.http), { redirect: 'manual' });
  await t.server.kill();
  assert.equal((await http.fetch(`/r/${room}`)).status, 502);
  assert.equal((await http.fetch(`${ann.path}/messages?ticket=${ann.ticket}`)).status, 502);
  await t.server.restart();
  const logged = await until('all requests are logged', async () => {
    const text = await nginx.accessLog();
    return text.includes('" 301 ') && text.match(/" 502 /g)?.length === 2 && text;
  });
  for (const secret of [room, ann.ticket]) {
    assert.ok(!logged.includes(secret), logged);
    assert.ok(!nginx.log.includes(secret), nginx.log);
  }
  assert.ok(logged.includes(`"GET /v1/rooms/-/peers/${ann.id}/events HTTP/2.0" 200`), logged);
  assert.ok(logged.includes('"GET /r/- HTTP/2.0" 200'), logged);
});

callTest('the server, not nginx, limits the size of messages', async (t) => {
  const generous = await startServer({ PARLEY_MESSAGE_BYTES: '4000000' });
  open.push(generous);
  const http = await connect((await startNginx(t.server)).https);
  const seat = await HttpSeat.join(http, t.room);
  const refusal = await seat.sendMessage('x'.repeat(1_500_000));
  assert.equal(refusal.status, 413);
  assert.equal(JSON.parse(refusal.text).code, 'too-large');
  const other = await connect((await startNginx(generous)).https);
  const accepted = await (await HttpSeat.join(other, t.room)).sendMessage('x'.repeat(3_000_000));
  assert.equal(accepted.status, 200, accepted.text);
});

callTest('ACME challenges are answered over HTTP', async (t) => {
  const nginx = await startNginx(t.server);
  await mkdir(join(nginx.folder, 'challenges/.well-known/acme-challenge'), { recursive: true });
  await writeFile(join(nginx.folder, 'challenges/.well-known/acme-challenge/token'), 'proof');
  await chmod(nginx.folder, 0o755); // workers run as another user
  const challenge = await fetch(new URL('/.well-known/acme-challenge/token', nginx.http));
  assert.equal(await challenge.text(), 'proof');
});
