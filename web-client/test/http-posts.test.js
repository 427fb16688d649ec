import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANN, ClientHarness, resumed } from './support/client-harness.js';
import { HttpHarness } from './support/http-harness.js';

const KEY = 'ana-fixture-key-0123456789abcdef';
const PEER = `/peers/${ANN}`;
const MESSAGES = `${PEER}/messages?seat=3`;

/** @param {object} [joined]  changes to the `joined` notice */
async function joinedHarness(joined) {
  const http = new HttpHarness({ transports: ['events'] });
  await http.joinWithStream(joined);
  return http;
}

const ids = (/** @type {{ body: { id: number }[] }} */ { body }) => body.map(({ id }) => id);
const ack = (/** @type {number} */ received) => ({ type: 'ack', received });

test('posts requests in order, one post at a time, with all that are waiting', async () => {
  const http = await joinedHarness();
  http.client.message('one');
  http.client.message('two');
  const first = await http.nextRequest();
  assert.deepEqual([first.method, first.path, ids(first)], ['POST', MESSAGES, [1, 2]]);
  assert.equal(first.headers.get('Parley-Key'), KEY);
  assert.equal(first.headers.get('Content-Type'), 'application/json');
  for (const text of ['three', 'four']) http.client.message(text);
  assert.deepEqual(await http.takeRequests(), [], 'the first post has no answer yet');
  first.respond(ack(2));
  const second = await http.nextRequest();
  assert.deepEqual(ids(second), [3, 4]);
  second.respond(ack(4));
  await http.settle();
  http.client.message('five');
  assert.deepEqual(ids(await http.nextRequest()), [5]);
});

test('sends no headers but the two that the preflight allows', async () => {
  const http = await joinedHarness();
  http.client.message(1);
  assert.deepEqual([...(await http.nextRequest()).headers.keys()], ['content-type', 'parley-key']);
});

test('limits the size of a post to that of 16 messages', async () => {
  const http = await joinedHarness({ limits: { messageBytes: 1000, messagesPerSecond: 50 } });
  for (let n = 0; n < 40; n++) http.client.message('x'.repeat(900));
  const lengths = [];
  for (let sent = 0; sent < 40; sent += lengths.at(-1) ?? 0) {
    const post = await http.nextRequest();
    assert.ok(JSON.stringify(post.body).length <= 16_000);
    lengths.push(post.body.length);
    post.respond(ack(sent + post.body.length));
  }
  assert.deepEqual(lengths, [17, 17, 6]);
});

test('repeats a post without an answer unchanged', async () => {
  const http = await joinedHarness();
  http.client.message('one');
  const lost = await http.nextRequest();
  lost.fail();
  http.client.message('two');
  await http.advance(500);
  const repeated = await http.nextRequest();
  assert.deepEqual(repeated.body, lost.body);
  repeated.respondText('<h1>Bad Gateway</h1>', { status: 502 });
  await http.advance(1_000);
  const again = await http.nextRequest();
  assert.deepEqual(again.body, lost.body);
  again.respond(ack(1));
  assert.deepEqual(ids(await http.nextRequest()), [2]);
  assert.equal(http.client.state, 'open');
});

test('a post that is postponed again and again leaves no listeners behind', async () => {
  /** @type {string[]} */
  const warnings = [];
  const warned = (/** @type {Error} */ { name }) => warnings.push(name);
  process.on('warning', warned);
  const http = await joinedHarness();
  http.client.message('one');
  for (let n = 0; n < 20; n++) {
    const problem = JSON.stringify({ code: 'unavailable', retryAfter: 1000 });
    (await http.nextRequest()).respondText(problem, { status: 503 });
    await http.advance(1000);
  }
  (await http.nextRequest()).respond(ack(1));
  await new Promise(setImmediate);
  process.off('warning', warned);
  assert.deepEqual(warnings, []);
});

test('resumes on a new connection after four posts without an answer', async () => {
  const http = await joinedHarness();
  http.client.message('one');
  for (const pause of [500, 1_000, 2_000]) {
    (await http.nextRequest()).fail();
    await http.advance(pause);
  }
  const unanswered = await http.nextRequest();
  await http.advance(10_000);
  assert.equal(unanswered.aborted, true);
  assert.equal(http.client.state, 'reconnecting');
  await http.advance(10_000);
  await http.acceptJoin(resumed({ received: 0 }));
  http.stream.receive({ type: 'pong' });
  assert.deepEqual(ids(await http.nextRequest()), [1]);
});

test('dispatches errors of a post as on a WebSocket', async () => {
  const http = await joinedHarness();
  http.client.message(1, { to: 'nobody' });
  http.client.message(2);
  const error = { type: 'error', code: 'peer-gone', message: 'Nobody.', re: 1, peers: ['nobody'] };
  (await http.nextRequest()).respond({ ...ack(2), errors: [error] });
  await http.settle();
  assert.deepEqual(
    http.harness.details('error').map(({ code, re, peers }) => ({ code, re, peers })),
    [{ code: 'peer-gone', re: 1, peers: ['nobody'] }],
  );
  assert.equal(http.client.state, 'open');
});

test('repeats a rate-limited request after its delay, and those after it later', async () => {
  const http = await joinedHarness();
  for (const n of [1, 2, 3]) http.client.message(n);
  const rateLimited = (/** @type {number} */ re, /** @type {number} */ retryAfter) => {
    return { type: 'error', code: 'rate-limited', message: 'Too many.', re, retryAfter };
  };
  (await http.nextRequest()).respond({ ...ack(1), errors: [rateLimited(2, 700), rateLimited(3, 1)] });
  await http.advance(699);
  assert.deepEqual(await http.takeRequests(), []);
  await http.advance(1);
  const retry = await http.nextRequest();
  assert.deepEqual(ids(retry), [2]);
  retry.respond(ack(2));
  await http.advance(20); // at the rate of the server, 50 per second
  assert.deepEqual(ids(await http.nextRequest()), [3]);
  assert.deepEqual(http.harness.details('error'), []);
});

for (const [status, retryAfter] of /** @type {[number, string][]} */ ([
  [429, '7'],
  [503, new Date(1_007_000).toUTCString()], // the fake clock stands at 1,000,000
])) {
  test(`repeats a post that is answered with ${status} after Retry-After`, async () => {
    const http = await joinedHarness();
    http.client.message(1);
    const post = await http.nextRequest();
    post.respondText('Slow down', { status, headers: { 'Retry-After': retryAfter } });
    await http.advance(6_999);
    assert.deepEqual(await http.takeRequests(), []);
    await http.advance(1);
    assert.deepEqual((await http.nextRequest()).body, post.body);
    assert.equal(http.client.state, 'open');
  });
}

test('repeats a join that is answered with 503 after Retry-After', async () => {
  const http = new HttpHarness({ transports: ['events'] });
  void http.client.join();
  const problem = {
    type: 'about:blank',
    status: 503,
    code: 'unavailable',
    detail: 'The server is about to end.',
  };
  (await http.nextRequest()).respond(problem, { status: 503, headers: { 'Retry-After': '30' } });
  await http.settle();
  assert.equal(http.harness.events.at(-1)?.detail.error.message, 'The server is about to end.');
  await http.advance(29_999);
  assert.deepEqual(await http.takeRequests(), []);
  await http.advance(10_000);
  assert.equal((await http.nextRequest()).path, '/peers');
});

test('rejects a refused join as on a WebSocket', async () => {
  const http = new HttpHarness({ transports: ['events'] });
  const joining = http.client.join();
  (await http.nextRequest()).respond({ code: 'room-full', detail: 'This room is full.' }, { status: 423 });
  await assert.rejects(joining, { name: 'SignalingError', code: 'room-full', message: 'This room is full.' });
  assert.equal(http.client.state, 'closed');
});

test('reports a failed connection with its address', async () => {
  const http = new HttpHarness({ transports: ['events'] });
  void http.client.join();
  (await http.nextRequest()).fail();
  await http.settle();
  assert.match(http.harness.events.at(-1)?.detail.error.message, /https:\/\/example.org/);
});

test('takes a new seat when a post finds the seat lost', async () => {
  const http = await joinedHarness();
  http.client.message(1);
  const error = {
    type: 'error',
    code: 'peer-gone',
    message: 'You have no seat in this room any more.',
    re: 1,
  };
  (await http.nextRequest()).respond({ ...ack(0), errors: [error] });
  await http.advance(10_000);
  assert.equal('after' in (await http.nextRequest()).body, false);
  assert.deepEqual(http.harness.details('error'), []);
});

test('stops when a post is unauthorized', async () => {
  const http = await joinedHarness();
  http.client.message(1);
  (await http.nextRequest()).respond({ code: 'unauthorized', detail: 'No.' }, { status: 401 });
  await http.settle();
  assert.equal(http.client.state, 'closed');
});

test('posts the leave after all undelivered requests, with keepalive', async () => {
  const http = await joinedHarness();
  http.client.message('one');
  const inFlight = await http.nextRequest();
  http.client.message('two');
  http.client.leave();
  const last = await http.nextRequest();
  assert.equal(inFlight.aborted, true, 'its messages are repeated, and processed once');
  assert.deepEqual([last.method, last.path, last.keepalive, ids(last)], ['POST', MESSAGES, true, [1, 2, 3]]);
  assert.equal(last.body[2].type, 'leave');
  assert.equal(http.clock.pending, 0);
});

test('deletes the seat when the undelivered requests exceed the keepalive limit', async () => {
  const http = await joinedHarness();
  for (let n = 0; n < 3; n++) http.client.message('x'.repeat(30_000));
  http.client.leave();
  const last = (await http.takeRequests()).at(-1);
  assert.deepEqual([last?.method, last?.path, last?.keepalive], ['DELETE', `${PEER}?seat=3`, true]);
  assert.equal(last?.headers.get('Parley-Key'), KEY);
});

test('polls without EventSource, and throws without any transport', () => {
  const polls = new HttpHarness({ WebSocket: undefined, EventSource: undefined });
  void polls.client.join();
  assert.equal(polls.client.state, 'connecting');
  const options = { WebSocket: undefined, EventSource: undefined, fetch: undefined, connect: undefined };
  assert.throws(() => new ClientHarness({ ...options, transports: ['websocket'] }), { code: 'no-transport' });
  assert.throws(() => new ClientHarness({ transports: [] }), {
    code: 'no-transport',
  });
});

test('repeats an unavailable request of a post with the same id', async () => {
  const http = await joinedHarness();
  for (const data of ['one', 'two', 'three']) http.client.message(data);
  const unavailable = { type: 'error', code: 'unavailable', message: 'Out of reach.' };
  const errors = [
    { ...unavailable, re: 2, retryAfter: 3000 },
    { ...unavailable, re: 3 },
  ];
  (await http.nextRequest()).respond({ type: 'ack', received: 1, errors });
  await http.advance(2999);
  assert.deepEqual(await http.takeRequests(), []);
  await http.advance(1);
  const again = await http.nextRequest();
  assert.deepEqual(ids(again), [2], 'alone, until it is accepted');
  again.respond(ack(2));
  await http.advance(20);
  assert.deepEqual(ids(await http.nextRequest()), [3], 'at the rate of the server');
  assert.equal(http.client.state, 'open');
  assert.deepEqual(http.harness.details('error'), []);
});

test('dispatches the error of a forbidden request of a post, and stays open', async () => {
  const http = await joinedHarness();
  http.client.message('one');
  http.client.message('two');
  const errors = [{ type: 'error', code: 'forbidden', message: 'Not this.', re: 1 }];
  (await http.nextRequest()).respond({ type: 'ack', received: 2, errors });
  await http.settle();
  assert.deepEqual(
    http.harness.details('error').map(({ code, re }) => [code, re]),
    [['forbidden', 1]],
  );
  assert.equal(http.client.state, 'open');
});
