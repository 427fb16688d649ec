import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANN, Scene, resumed } from './support/scene.js';
import { Web } from './support/web.js';

const KEY = 'ana-fixture-key-0123456789abcdef';
const PEER = `/peers/${ANN}`;
const MESSAGES = `${PEER}/messages?seat=3`;

/** @param {object} [joined] */
async function joinedWeb(joined) {
  const web = new Web({ transports: ['events'] });
  await web.joinsByStream(joined);
  return web;
}

const ids = (/** @type {{ body: { id: number }[] }} */ { body }) => body.map(({ id }) => id);
const ack = (/** @type {number} */ received) => ({ type: 'ack', received });

test('what is said goes out in order, one post at a time, and together what has gathered', async () => {
  const web = await joinedWeb();
  web.client.message('one');
  web.client.message('two');
  const first = await web.asks();
  assert.deepEqual([first.method, first.path, ids(first)], ['POST', MESSAGES, [1, 2]]);
  assert.equal(first.headers.get('Authorization'), `Bearer ${KEY}`);
  assert.equal(first.headers.get('Content-Type'), 'application/json');
  for (const text of ['three', 'four']) web.client.message(text);
  assert.deepEqual(await web.asked(), [], 'a request id may not overtake another');
  first.answers(ack(2));
  const second = await web.asks();
  assert.deepEqual(ids(second), [3, 4]);
  second.answers(ack(4));
  await web.settles();
  web.client.message('five');
  assert.deepEqual(ids(await web.asks()), [5]);
});

test('no header is sent that a server of another origin would have to be asked for, but two that it allows', async () => {
  const web = await joinedWeb();
  web.client.message(1);
  assert.deepEqual([...(await web.asks()).headers.keys()], ['authorization', 'content-type']);
});

test('a post is no longer than the server takes', async () => {
  const web = await joinedWeb({ limits: { messageBytes: 1000, messagesPerSecond: 50 } });
  for (let n = 0; n < 40; n++) web.client.message('x'.repeat(900));
  const lengths = [];
  for (let sent = 0; sent < 40; sent += lengths.at(-1) ?? 0) {
    const post = await web.asks();
    assert.ok(JSON.stringify(post.body).length <= 16_000);
    lengths.push(post.body.length);
    post.answers(ack(sent + post.body.length));
  }
  assert.deepEqual(lengths, [17, 17, 6]);
});

test('a post whose answer is lost is repeated as it was', async () => {
  const web = await joinedWeb();
  web.client.message('one');
  const lost = await web.asks();
  lost.fails();
  web.client.message('two');
  await web.passes(500);
  const repeated = await web.asks();
  assert.deepEqual(repeated.body, lost.body);
  repeated.answersText('<h1>Bad Gateway</h1>', { status: 502 });
  await web.passes(1_000);
  const again = await web.asks();
  assert.deepEqual(again.body, lost.body);
  again.answers(ack(1));
  assert.deepEqual(ids(await web.asks()), [2]);
  assert.equal(web.client.state, 'open');
});

test('a post that nobody answers is given up, and all resumed', async () => {
  const web = await joinedWeb();
  web.client.message('one');
  for (const pause of [500, 1_000, 2_000]) {
    (await web.asks()).fails();
    await web.passes(pause);
  }
  const silent = await web.asks();
  await web.passes(10_000);
  assert.equal(silent.aborted, true);
  assert.equal(web.client.state, 'reconnecting');
  await web.passes(10_000);
  await web.letsIn(resumed({ received: 0 }));
  web.stream.hears({ type: 'pong' });
  assert.deepEqual(ids(await web.asks()), [1]);
});

test('what the server refuses of a post reaches the application as on a WebSocket', async () => {
  const web = await joinedWeb();
  web.client.message(1, { to: 'nobody' });
  web.client.message(2);
  const error = { type: 'error', code: 'peer-gone', message: 'Nobody.', re: 1, peers: ['nobody'] };
  (await web.asks()).answers({ ...ack(2), errors: [error] });
  await web.settles();
  assert.deepEqual(
    web.scene.heard('error').map(({ code, re, peers }) => ({ code, re, peers })),
    [{ code: 'peer-gone', re: 1, peers: ['nobody'] }],
  );
  assert.equal(web.client.state, 'open');
});

test('what came too soon is sent again after the delay, and what was behind it after that', async () => {
  const web = await joinedWeb();
  for (const n of [1, 2, 3]) web.client.message(n);
  const late = (/** @type {number} */ re, /** @type {number} */ retryAfter) => {
    return { type: 'error', code: 'rate-limited', message: 'Too many.', re, retryAfter };
  };
  (await web.asks()).answers({ ...ack(1), errors: [late(2, 700), late(3, 1)] });
  await web.passes(699);
  assert.deepEqual(await web.asked(), []);
  await web.passes(1);
  const probe = await web.asks();
  assert.deepEqual(ids(probe), [2]);
  probe.answers(ack(2));
  await web.passes(20); // at the rate of the server, which is 50 per second
  assert.deepEqual(ids(await web.asks()), [3]);
  assert.deepEqual(web.scene.heard('error'), []);
});

for (const [status, retryAfter] of /** @type {[number, string][]} */ ([
  [429, '7'],
  [503, new Date(1_007_000).toUTCString()], // on a clock that stands at 1,000,000
])) {
  test(`a post that is answered ${status} waits for as long as it says`, async () => {
    const web = await joinedWeb();
    web.client.message(1);
    const post = await web.asks();
    post.answersText('Slow down', { status, headers: { 'Retry-After': retryAfter } });
    await web.passes(6_999);
    assert.deepEqual(await web.asked(), []);
    await web.passes(1);
    assert.deepEqual((await web.asks()).body, post.body);
    assert.equal(web.client.state, 'open');
  });
}

test('a join that is answered 503 waits for as long as it says', async () => {
  const web = new Web({ transports: ['events'] });
  void web.client.join();
  const problem = {
    type: 'about:blank',
    status: 503,
    code: 'unavailable',
    detail: 'The server is about to end.',
  };
  (await web.asks()).answers(problem, { status: 503, headers: { 'Retry-After': '30' } });
  await web.settles();
  assert.equal(web.scene.told.at(-1)?.detail.error.message, 'The server is about to end.');
  await web.passes(29_999);
  assert.deepEqual(await web.asked(), []);
  await web.passes(10_000);
  assert.equal((await web.asks()).path, '/peers');
});

test('a join that is refused has failed as on a WebSocket', async () => {
  const web = new Web({ transports: ['events'] });
  const joining = web.client.join();
  (await web.asks()).answers({ code: 'room-full', detail: 'This room is full.' }, { status: 423 });
  await assert.rejects(joining, { name: 'SignalingError', code: 'room-full', message: 'This room is full.' });
  assert.equal(web.client.state, 'closed');
});

test('a server that cannot be reached is said to be so', async () => {
  const web = new Web({ transports: ['events'] });
  void web.client.join();
  (await web.asks()).fails();
  await web.settles();
  assert.match(
    web.scene.told.at(-1)?.detail.error.message,
    /^Could not connect .*https:\/\/example.org.*: check/,
  );
});

test('who posts from a seat that is gone joins anew', async () => {
  const web = await joinedWeb();
  web.client.message(1);
  const error = {
    type: 'error',
    code: 'peer-gone',
    message: 'You have no seat in this room any more.',
    re: 1,
  };
  (await web.asks()).answers({ ...ack(0), errors: [error] });
  await web.passes(10_000);
  assert.equal('after' in (await web.asks()).body, false);
  assert.deepEqual(web.scene.heard('error'), []);
});

test('a post that the server will never take ends the seat', async () => {
  const web = await joinedWeb();
  web.client.message(1);
  (await web.asks()).answers({ code: 'unauthorized', detail: 'No.' }, { status: 401 });
  await web.settles();
  assert.equal(web.client.state, 'closed');
});

test('who leaves says so behind all that was said, in a request that outlives the page', async () => {
  const web = await joinedWeb();
  web.client.message('one');
  const underway = await web.asks();
  web.client.message('two');
  web.client.leave();
  const last = await web.asks();
  assert.equal(underway.aborted, true, 'it is repeated, and taken once');
  assert.deepEqual([last.method, last.path, last.keepalive, ids(last)], ['POST', MESSAGES, true, [1, 2, 3]]);
  assert.equal(last.body[2].type, 'leave');
  assert.equal(web.clock.pending, 0);
});

test('who leaves with more to say than a page may that goes gives up the seat', async () => {
  const web = await joinedWeb();
  for (let n = 0; n < 3; n++) web.client.message('x'.repeat(30_000));
  web.client.leave();
  const asked = await web.asked();
  const last = asked.at(-1);
  assert.deepEqual([last?.method, last?.path, last?.keepalive], ['DELETE', `${PEER}?seat=3`, true]);
  assert.equal(last?.headers.get('Authorization'), `Bearer ${KEY}`);
});

test('a browser without event streams polls, and one that has nothing of it all is told', () => {
  const polls = new Web({ WebSocket: undefined, EventSource: undefined });
  void polls.client.join();
  assert.equal(polls.client.state, 'connecting');
  const options = { WebSocket: undefined, EventSource: undefined, fetch: undefined, connect: undefined };
  assert.throws(() => new Scene({ ...options, transports: ['websocket'] }), { code: 'no-transport' });
  assert.throws(() => new Scene({ transports: [] }), { message: /Choose .* websocket, events, polling/ });
});

test('a message of a post that is unavailable is posted again, with the same id, and nothing is closed', async () => {
  const web = await joinedWeb();
  for (const data of ['one', 'two', 'three']) web.client.message(data);
  const unavailable = { type: 'error', code: 'unavailable', message: 'Out of reach.' };
  const errors = [
    { ...unavailable, re: 2, retryAfter: 3000 },
    { ...unavailable, re: 3 },
  ];
  (await web.asks()).answers({ type: 'ack', received: 1, errors });
  await web.passes(2999);
  assert.deepEqual(await web.asked(), []);
  await web.passes(1);
  const again = await web.asks();
  assert.deepEqual(ids(again), [2], 'alone, until it is taken');
  again.answers(ack(2));
  await web.passes(20);
  assert.deepEqual(ids(await web.asks()), [3], 'at the rate of the server');
  assert.equal(web.client.state, 'open');
  assert.deepEqual(web.scene.heard('error'), []);
});

test('a message of a post that is forbidden is told, and nothing is closed', async () => {
  const web = await joinedWeb();
  web.client.message('one');
  web.client.message('two');
  const errors = [{ type: 'error', code: 'forbidden', message: 'Not this.', re: 1 }];
  (await web.asks()).answers({ type: 'ack', received: 2, errors });
  await web.settles();
  assert.deepEqual(
    web.scene.heard('error').map(({ code, re }) => [code, re]),
    [['forbidden', 1]],
  );
  assert.equal(web.client.state, 'open');
});
