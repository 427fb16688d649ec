import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANN, BEN, resumed } from './support/scene.js';
import { Web } from './support/web.js';

const polling = () => new Web({ transports: ['polling'] });
const message = (/** @type {number} */ seq) => ({ type: 'message', seq, from: BEN, data: seq });
const poll = (/** @type {number} */ after, /** @type {number} */ wait) =>
  `/peers/${ANN}/messages?after=${after}&wait=${wait}`;

test('who joins is in when the first poll is answered, and the next waits for what comes', async () => {
  const web = polling();
  void web.client.join();
  await web.letsIn({ heartbeat: 20 });
  const first = await web.asks();
  assert.deepEqual([first.method, first.path], ['GET', poll(10, 0)]);
  assert.equal(first.headers.get('Authorization'), 'Bearer ana-fixture-key-0123456789abcdef');
  assert.equal(web.client.state, 'connecting');
  first.answers([]);
  const second = await web.asks();
  assert.equal(web.client.state, 'open');
  assert.equal(web.client.transport, 'polling');
  assert.equal(second.path, poll(10, 15));
  second.answers([message(11), message(13)]);
  assert.equal((await web.asks()).path, poll(13, 15));
  assert.deepEqual(web.scene.heard('message'), [message(11), message(13)]);
});

test('an empty answer is a sign of life: no ping is posted', async () => {
  const web = polling();
  let waiting = await web.joinsByPoll({ heartbeat: 20 });
  for (let n = 0; n < 10; n++) {
    await web.passes(15_000);
    waiting.answers([]);
    waiting = await web.asks();
  }
  assert.equal(web.client.state, 'open');
});

test('a poll that is lost is repeated from where it was', async () => {
  const web = polling();
  const lost = await web.joinsByPoll();
  lost.fails();
  await web.passes(500);
  const repeated = await web.asks();
  assert.equal(repeated.path, lost.path);
  repeated.answers([message(11)]);
  await web.settles();
  assert.equal(web.client.state, 'open');
  assert.deepEqual(web.scene.heard('message'), [message(11)]);
});

test('a poll that nobody answers is given up, and the seat resumed', async () => {
  const web = polling();
  let waiting = await web.joinsByPoll();
  for (const pause of [500, 1_000, 2_000]) {
    waiting.fails();
    await web.passes(pause);
    waiting = await web.asks();
  }
  waiting.fails();
  await web.settles();
  assert.equal(web.client.state, 'reconnecting');
  await web.passes(10_000);
  assert.equal((await web.letsIn(resumed())).body.after, 10);
});

test('a poll that hangs is given up', async () => {
  const web = polling();
  const waiting = await web.joinsByPoll({ heartbeat: 20 });
  await web.passes(15_000 + 9_999);
  for (const ping of await web.asked()) ping.answers({ type: 'ack', received: 0 });
  assert.equal(waiting.aborted, false);
  await web.passes(1);
  assert.equal(waiting.aborted, true);
  await web.passes(500);
  assert.equal((await web.asks()).path, waiting.path);
});

test('a seat that another tab has taken is not fought for', async () => {
  const web = polling();
  const waiting = await web.joinsByPoll();
  waiting.answers({ code: 'replaced', detail: 'This peer listens elsewhere now.' }, { status: 409 });
  await web.settles();
  assert.equal(web.client.state, 'closed');
  assert.equal(web.scene.told.at(-1)?.detail.error.code, 'replaced');
  assert.equal(web.clock.pending, 0);
});

test('a poll that was given up and arrives late is not taken for another tab', async () => {
  const web = polling();
  (await web.joinsByPoll()).fails();
  await web.passes(500);
  (await web.asks()).answers(
    { code: 'replaced', detail: 'This peer listens elsewhere now.' },
    { status: 409 },
  );
  await web.passes(10_000);
  assert.equal((await web.asks()).body.after, 10);
});

test('who asks for what the log no longer holds joins anew', async () => {
  const web = polling();
  const waiting = await web.joinsByPoll();
  web.client.message('said');
  await web.asks();
  waiting.answers({ code: 'lagged', detail: 'The room no longer holds that.' }, { status: 410 });
  await web.passes(10_000);
  const join = await web.letsIn({ seq: 50 });
  assert.equal('after' in join.body, false);
  (await web.asks()).answers([]);
  await web.settles();
  assert.deepEqual(
    web.scene.heard('unsure').map(({ requests }) => requests[0].data),
    ['said'],
  );
});

test('bye says when to come back', async () => {
  const web = polling();
  const waiting = await web.joinsByPoll();
  waiting.answers([message(11), { type: 'bye', reason: 'The server restarts.', reconnectAfter: 1830 }]);
  await web.passes(1829);
  assert.deepEqual(await web.asked(), []);
  await web.passes(1);
  assert.equal((await web.asks()).body.after, 11);
});

test('an answer that is none of the protocol ends the connection', async () => {
  const web = polling();
  const waiting = await web.joinsByPoll();
  waiting.answersText('<h1>Please log in</h1>');
  await web.settles();
  assert.equal(web.client.state, 'reconnecting');
});
