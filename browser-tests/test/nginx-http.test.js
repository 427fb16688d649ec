import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after } from 'node:test';
import { events, Http2, messages } from '../harness/http2.js';
import { Nginx, withoutNginx } from '../harness/nginx.js';
import { HttpSeat } from '../harness/seat.js';
import { Server } from '../harness/server.js';
import { stage } from '../harness/stage.js';
import { until } from '../harness/until.js';

/** So that heartbeats matter sooner than for operators. */
const IMPATIENT = { 'proxy_read_timeout 75s;': 'proxy_read_timeout 5s;' };
const HEARTBEATS = 6;
const ROOMS = 12;
const EVERY = { PARLEY_TRUSTED_PROXIES: '127.0.0.1', PARLEY_HEARTBEAT: '1' };

const skip = withoutNginx();
const scene = stage({ kinds: [], skip, settings: EVERY });
const narrowScene = stage({ kinds: [], skip, settings: { ...EVERY, PARLEY_CONNECTIONS_PER_ADDRESS: '1' } });

const open = [];
after(() => Promise.all(open.map((each) => each.stop?.() ?? each.close())));

async function standing(servers, changes) {
  const nginx = await Nginx.before(servers, changes);
  open.push(nginx);
  return nginx;
}

async function before(servers, changes) {
  return (await standing(servers, changes)).https;
}

async function client(url, options) {
  const http = await Http2.to(url, options);
  open.push(http);
  return http;
}

scene('events come through nginx as they happen, and heartbeats keep a silent stream open', async (cast) => {
  const http = await client(await before(cast.server, IMPATIENT));
  const ann = await HttpSeat.join(http, cast.room);
  const { status, headers, stream } = await ann.listens();
  assert.equal(status, 200);
  assert.equal(headers['content-type'], 'text/event-stream');
  const heard = messages(stream);
  for (let beats = 0; beats <= HEARTBEATS; beats++) assert.equal((await heard.next()).value.type, 'pong');

  const ben = await HttpSeat.join(http, cast.room);
  await ben.says('hello');
  const news = [];
  for await (const message of heard) {
    if (message.type !== 'pong') news.push(message);
    if (news.length === 2) break; // and the stream goes on
  }
  assert.deepEqual(
    news.map(({ type, data }) => [type, data]),
    [
      ['peer-joined', undefined],
      ['message', 'hello'],
    ],
  );
  stream.destroy();
});

scene('a long poll waits behind nginx, and is answered with what comes', async (cast) => {
  const http = await client(await before(cast.server));
  const ann = await HttpSeat.join(http, cast.room);
  const empty = await ann.polls({ wait: 1 });
  assert.deepEqual(JSON.parse(empty.text), []);
  const waiting = ann.polls({ wait: 55 });
  const ben = await HttpSeat.join(http, cast.room);
  const [{ type, peer }] = JSON.parse((await waiting).text);
  assert.deepEqual([type, peer.id], ['peer-joined', ben.id]);
  assert.deepEqual(JSON.parse((await ben.says('hello')).text), { type: 'ack', received: 1 });
});

scene('what is no WebSocket is refused over HTTP/2 too, and the connection lives on', async (cast) => {
  const http = await client(await before(cast.server));
  const refusal = await http.ask(`/v1/rooms/${cast.room}`);
  assert.equal(refusal.status, 426);
  assert.equal(refusal.headers.upgrade, undefined);
  assert.equal(JSON.parse(refusal.text).code, 'bad-message');
  assert.equal((await http.ask('/healthz')).status, 200);
});

narrowScene('the server counts the connections of the client, not those of nginx', async (cast) => {
  const url = await before(cast.server);
  const one = await client(url, { from: '127.0.0.7' });
  const other = await client(url, { from: '127.0.0.8' });
  const ann = await HttpSeat.join(one, cast.room);
  const { stream } = await ann.listens();
  const join = (http, headers = {}) =>
    http.ask(`/v1/rooms/${cast.room}/peers`, {
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

scene('several servers share the rooms, and a room stays where it is', async (cast) => {
  const second = await Server.start(EVERY);
  open.push(second);
  const url = await before([cast.server, second]);
  const [one, other] = [await client(url), await client(url)]; // which have a worker of nginx each, perhaps
  const rooms = { first: [], second: [] };
  for (let i = 0; i < ROOMS; i++) {
    const ann = await HttpSeat.join(one, `shared-${i}`);
    const ben = await HttpSeat.join(other, `shared-${i}`);
    assert.deepEqual(
      ben.peers.map(({ id }) => id),
      [ann.id],
    );
    const isSecond = (await ann.isKnownAt(second)) && !(await ann.isKnownAt(cast.server));
    rooms[isSecond ? 'second' : 'first'].push(`shared-${i}`);
  }
  assert.ok(rooms.first.length > 0 && rooms.second.length > 0, JSON.stringify(rooms));

  await second.kill();
  await assert.rejects(HttpSeat.join(one, rooms.second[0]), /^Error: 502/);
  await HttpSeat.join(one, rooms.first[0]);
  await second.startAgain();
  const cem = await HttpSeat.join(one, rooms.second[0]);
  assert.ok(await cem.isKnownAt(second));
});

scene('who listens or polls is told of a deploy, and is the same peer on the new server', async (cast) => {
  const old = await Server.start(EVERY);
  const next = await Server.start(EVERY);
  open.push(old, next);
  const nginx = await standing(old);
  const http = await client(nginx.https);
  const ann = await HttpSeat.join(http, cast.room);
  const ben = await HttpSeat.join(http, cast.room);
  const heard = events((await ann.listens()).stream);
  assert.equal((await heard.next()).value.type, 'peer-joined');
  const polls = [ben.polls({ wait: 55 }), ben.polls({ wait: 55 })];
  await Promise.race(polls); // replaced by the other, which therefore waits
  await nginx.handOver(old, next);

  assert.equal((await heard.next()).value.type, 'bye');
  assert.equal((await heard.next()).done, true);
  const answers = (await Promise.all(polls)).map(({ text }) => [JSON.parse(text)].flat()[0]);
  assert.deepEqual(answers.map(({ code, type }) => code ?? type).sort(), ['bye', 'replaced']);

  const again = await client(nginx.https);
  for (const { key, id } of [ann, ben]) {
    const seat = await HttpSeat.join(again, cast.room, key);
    assert.equal(seat.id, id);
    assert.ok(await seat.isKnownAt(next));
  }
});

scene('a hand-over that cannot be is told, and changes nothing', async (cast) => {
  const other = await Server.start(EVERY);
  open.push(other);
  const nginx = await standing([cast.server, other]);
  const [old, listed] = [cast.server, other].map(({ port }) => `127.0.0.1:${port}`);
  const before = await readFile(nginx.list, 'utf8');
  const refused = (words, sentence, env) => assert.rejects(nginx.runHandOver(words, env), sentence);
  const end = ['kill', String(cast.server.pid)];
  await refused(['127.0.0.1:1', '127.0.0.1:2', ...end], /There is no "server 127.0.0.1:1 "/);
  await refused(['127.0.0.1:1', listed, ...end], /There is no "server 127.0.0.1:1 ".*taken over already/);
  await refused([old, old, ...end], /are one server/);
  await refused([old, `localhost:${cast.server.port}`, ...end], /are one server/);
  await refused([old, `127.1:${cast.server.port}`, ...end], /are one server/);
  await refused([old, listed, ...end], /already/);
  await refused([old.slice(0, -1), '127.0.0.1:1', ...end], /There is no "server/);
  await refused([old, 'http://127.0.0.1:1', ...end], /is no address/);
  await refused([old, '127.0.0.1', ...end], /is no address/);
  await refused([old, '127.0.0.1:1;', ...end], /is no address/);
  await refused([old, '127.0.0.1:1', 'no-such-program'], /There is no program no-such-program/);
  await refused([old, '127.0.0.1:1', ...end], /cannot be read/, { SERVERS: join(nginx.folder, 'nowhere') });
  await refused([old, '127.0.0.1:1'], /deploy\/hand-over OLD NEW COMMAND/);
  assert.equal(await readFile(nginx.list, 'utf8'), before);
  await HttpSeat.join(await client(nginx.https), cast.room);
});

scene('one hand-over waits for no other, and a command that fails is told', async (cast) => {
  const nginx = await standing(cast.server);
  const next = await Server.start(EVERY);
  open.push(next);
  const words = [`127.0.0.1:${cast.server.port}`, `127.0.0.1:${next.port}`, 'sh', '-c'];
  const pause = join(nginx.folder, 'pause');
  execFileSync('mkfifo', [pause]);
  const first = nginx.runHandOver([...words, 'read line <"$0"; exit 7', pause]);
  first.catch(() => {});
  await until('the first is under way', async () => (await readFile(nginx.list, 'utf8')).includes(words[1]));
  await assert.rejects(nginx.runHandOver([...words, 'true']), /Another hand-over is under way/);
  await writeFile(pause, 'go\n');
  await assert.rejects(first, /Send SIGTERM to the old server now/);
  const seat = await HttpSeat.join(await client(nginx.https), cast.room);
  assert.ok(await seat.isKnownAt(next));
  await nginx.runHandOver([words[1], words[0], 'true']); // and back
});

scene('an nginx that does not take the list leaves it as it was', async (cast) => {
  const nginx = await standing(cast.server);
  const next = await Server.start(EVERY);
  open.push(next);
  const before = await readFile(nginx.list, 'utf8');
  const words = [`127.0.0.1:${cast.server.port}`, `127.0.0.1:${next.port}`, 'true'];
  await assert.rejects(nginx.runHandOver(words, { NGINX: '/bin/false' }), /does not take the new list/);
  assert.equal(await readFile(nginx.list, 'utf8'), before);
});

scene('nginx takes its own name for no socket', async (cast) => {
  const nginx = await standing(cast.server);
  const next = await Server.start(EVERY);
  open.push(next);
  const words = [
    `127.0.0.1:${cast.server.port}`,
    `127.0.0.1:${next.port}`,
    'sh',
    '-c',
    'echo "${NGINX-none}"',
  ];
  assert.equal(await nginx.runHandOver(words), 'none\n');
});

scene('logs have no names of rooms and no tickets', async (cast) => {
  const nginx = await standing(cast.server);
  const http = await client(nginx.https);
  const room = 'a-room-nobody-may-guess';
  const ann = await HttpSeat.join(http, room);
  const { stream } = await ann.listens();
  stream.destroy();
  await http.ask(`${ann.path}/messages?wait=0&ticket=${ann.ticket}`);
  await http.ask(`/r/${room}?x=${ann.ticket}`, { headers: { referer: `https://elsewhere.example/${room}` } });
  await http.ask(`//v1//rooms/${room}/peers?ticket=${ann.ticket}`);
  await http.ask(`/%761/rooms/${room}/peers`);
  await http.ask(`/v1/rooms/${room}`);
  await fetch(new URL(`/r/${room}`, nginx.http), { redirect: 'manual' });
  await cast.server.kill();
  assert.equal((await http.ask(`/r/${room}`)).status, 502);
  assert.equal((await http.ask(`${ann.path}/messages?ticket=${ann.ticket}`)).status, 502);
  await cast.server.startAgain();
  const logged = await until('all is logged', async () => {
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

scene('what is too long, Parley itself refuses, and what is not, however long, it takes', async (cast) => {
  const generous = await Server.start({ ...EVERY, PARLEY_MESSAGE_BYTES: '4000000' });
  open.push(generous);
  const http = await client(await before(cast.server));
  const seat = await HttpSeat.join(http, cast.room);
  const refusal = await seat.says('x'.repeat(1_500_000));
  assert.equal(refusal.status, 413);
  assert.equal(JSON.parse(refusal.text).code, 'too-large');
  const other = await client(await before(generous));
  const taken = await (await HttpSeat.join(other, cast.room)).says('x'.repeat(3_000_000));
  assert.equal(taken.status, 200, taken.text);
});

scene('certificates can be had while all else is led to HTTPS', async (cast) => {
  const nginx = await standing(cast.server);
  await mkdir(join(nginx.folder, 'challenges/.well-known/acme-challenge'), { recursive: true });
  await writeFile(join(nginx.folder, 'challenges/.well-known/acme-challenge/token'), 'proof');
  await chmod(nginx.folder, 0o755); // workers are somebody else
  const challenge = await fetch(new URL('/.well-known/acme-challenge/token', nginx.http));
  assert.equal(await challenge.text(), 'proof');
});
