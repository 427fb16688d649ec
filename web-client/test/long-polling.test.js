import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANN, message, resumed } from './support/client-harness.js';
import { HttpHarness } from './support/http-harness.js';

const createHarness = () => new HttpHarness({ transports: ['polling'] });
const poll = (/** @type {number} */ after, /** @type {number} */ wait) =>
  `/peers/${ANN}/messages?after=${after}&wait=${wait}`;

test('resolves the join after a first poll that does not wait', async () => {
  const http = createHarness();
  void http.client.join();
  await http.acceptJoin({ heartbeat: 20 });
  const first = await http.nextRequest();
  assert.deepEqual([first.method, first.path], ['GET', poll(10, 0)]);
  assert.equal(first.headers.get('Parley-Key'), 'ana-fixture-key-0123456789abcdef');
  assert.equal(http.client.state, 'connecting');
  first.respond([]);
  const second = await http.nextRequest();
  assert.equal(http.client.state, 'open');
  assert.equal(http.client.transport, 'polling');
  assert.equal(second.path, poll(10, 15));
  second.respond([message(11), message(13)]);
  assert.equal((await http.nextRequest()).path, poll(13, 15));
  assert.deepEqual(http.harness.details('message'), [message(11), message(13)]);
});

test('treats an empty answer as a sign of life', async () => {
  const http = createHarness();
  let waiting = await http.joinWithPolling({ heartbeat: 20 });
  for (let n = 0; n < 10; n++) {
    await http.advance(15_000);
    waiting.respond([]);
    waiting = await http.nextRequest();
  }
  assert.equal(http.client.state, 'open');
});

test('repeats a failed poll from the same position', async () => {
  const http = createHarness();
  const lost = await http.joinWithPolling();
  lost.fail();
  await http.advance(500);
  const repeated = await http.nextRequest();
  assert.equal(repeated.path, lost.path);
  repeated.respond([message(11)]);
  await http.settle();
  assert.equal(http.client.state, 'open');
  assert.deepEqual(http.harness.details('message'), [message(11)]);
});

test('resumes on a new connection after four polls without an answer', async () => {
  const http = createHarness();
  let waiting = await http.joinWithPolling();
  for (const pause of [500, 1_000, 2_000]) {
    waiting.fail();
    await http.advance(pause);
    waiting = await http.nextRequest();
  }
  waiting.fail();
  await http.settle();
  assert.equal(http.client.state, 'reconnecting');
  await http.advance(10_000);
  assert.equal((await http.acceptJoin(resumed())).body.after, 10);
});

test('aborts a poll that gets no answer in time', async () => {
  const http = createHarness();
  const waiting = await http.joinWithPolling({ heartbeat: 20 });
  await http.advance(15_000 + 9_999);
  for (const ping of await http.takeRequests()) ping.respond({ type: 'ack', received: 0 });
  assert.equal(waiting.aborted, false);
  await http.advance(1);
  assert.equal(waiting.aborted, true);
  await http.advance(500);
  assert.equal((await http.nextRequest()).path, waiting.path);
});

test('stops when another tab takes over the seat', async () => {
  const http = createHarness();
  const waiting = await http.joinWithPolling();
  waiting.respond({ code: 'replaced', detail: 'This peer listens elsewhere now.' }, { status: 409 });
  await http.settle();
  assert.equal(http.client.state, 'closed');
  assert.equal(http.harness.events.at(-1)?.detail.error.code, 'replaced');
  assert.equal(http.clock.pending, 0);
});

test('does not take its own late poll for another tab', async () => {
  const http = createHarness();
  (await http.joinWithPolling()).fail();
  await http.advance(500);
  (await http.nextRequest()).respond(
    { code: 'replaced', detail: 'This peer listens elsewhere now.' },
    { status: 409 },
  );
  await http.advance(10_000);
  assert.equal((await http.nextRequest()).body.after, 10);
});

test('takes a new seat when the log has dropped missed events', async () => {
  const http = createHarness();
  const waiting = await http.joinWithPolling();
  http.client.message('hello');
  await http.nextRequest();
  waiting.respond({ code: 'lagged', detail: 'The room no longer holds that.' }, { status: 410 });
  await http.advance(10_000);
  const join = await http.acceptJoin({ seq: 50 });
  assert.equal('after' in join.body, false);
  (await http.nextRequest()).respond([]);
  await http.settle();
  assert.deepEqual(
    http.harness.details('unsure').map(({ requests }) => requests[0].data),
    ['hello'],
  );
});

test('reconnects after the delay that `bye` sets', async () => {
  const http = createHarness();
  const waiting = await http.joinWithPolling();
  waiting.respond([message(11), { type: 'bye', reason: 'The server restarts.', reconnectAfter: 1830 }]);
  await http.advance(1829);
  assert.deepEqual(await http.takeRequests(), []);
  await http.advance(1);
  assert.equal((await http.nextRequest()).body.after, 11);
});

test('reconnects after an answer that is not of the protocol', async () => {
  const http = createHarness();
  const waiting = await http.joinWithPolling();
  waiting.respondText('<h1>Please log in</h1>');
  await http.settle();
  assert.equal(http.client.state, 'reconnecting');
});
