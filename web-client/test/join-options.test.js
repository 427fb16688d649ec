import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANN, BEN, ClientHarness, resumed } from './support/client-harness.js';
import { HttpHarness } from './support/http-harness.js';

test('rejects an aborted join with the reason of the signal, and leaves', async () => {
  const harness = new ClientHarness();
  const controller = new AbortController();
  const joining = harness.client.join({ signal: controller.signal });
  harness.socket.open();
  controller.abort();
  await assert.rejects(joining, { name: 'AbortError' });
  assert.equal(harness.client.state, 'closed');
  assert.equal(harness.socket.closed, true);
  await assert.rejects(harness.client.join({ signal: controller.signal }), { name: 'AbortError' });
  assert.equal(harness.sockets.length, 1, 'an aborted signal starts nothing');
});

test('stays when the signal of an accepted join is aborted', async () => {
  const harness = new ClientHarness();
  const controller = new AbortController();
  const joining = harness.client.join({ signal: controller.signal });
  harness.acceptJoin();
  await joining;
  controller.abort();
  assert.equal(harness.client.state, 'open');
});

test('ends the waiting for a reply and for a value when the signal is aborted', async () => {
  const harness = new ClientHarness();
  harness.join();
  const controller = new AbortController();
  const { signal } = controller;
  const waiting = [harness.client.ask(1, { to: BEN, signal }), harness.client.set('a', 1, { signal })];
  controller.abort(new Error('changed my mind'));
  for (const each of waiting) await assert.rejects(each, { message: 'changed my mind' });
  const later = harness.client.set('a', 1);
  harness.socket.receive({ type: 'ack', received: 3 });
  for (const seq of [11, 12]) harness.socket.receive({ type: 'state', seq, from: ANN, name: 'a', value: 1 });
  assert.equal(await later, 12, 'the event of the aborted one is not taken for this one');
});

test('does not send a question or a value that is aborted while it waits for a connection', async () => {
  const harness = new ClientHarness();
  harness.join();
  harness.client.message('sent');
  harness.socket.closeFromServer(1006);
  const controller = new AbortController();
  const { signal } = controller;
  harness.client.message('queued');
  const aborted = [
    harness.client.ask('aborted', { to: BEN, signal, timeout: 600_000 }),
    harness.client.set('aborted', 1, { signal }),
  ];
  const asking = harness.client.ask('wanted', { to: BEN, timeout: 600_000 });
  const setting = harness.client.set('wanted', 1);
  controller.abort();
  for (const each of aborted) await assert.rejects(each, { name: 'AbortError' });
  harness.clock.advance(10_000);
  harness.acceptJoin(resumed({ received: 1 }));
  assert.deepEqual(harness.socket.takeSent(), [
    { type: 'message', id: 2, data: 'queued' },
    { type: 'message', id: 3, to: BEN, data: 'wanted', ask: true },
    { type: 'set', id: 4, name: 'wanted', value: 1 },
  ]);
  harness.socket.receive({ type: 'ack', received: 4 });
  harness.socket.receive({ type: 'reply', seq: 12, from: BEN, re: 11, ask: 3, data: 'yes' });
  harness.socket.receive({ type: 'state', seq: 13, from: ANN, name: 'wanted', value: 1 });
  assert.deepEqual(await asking, { from: BEN, data: 'yes' });
  assert.equal(await setting, 13);
});

test('calls the function for a token at each join', async () => {
  let calls = 0;
  const harness = new ClientHarness({ token: async () => `token ${++calls}` });
  void harness.client.join();
  for (const expected of ['token 1', 'token 2']) {
    harness.socket.open();
    await new Promise(setImmediate);
    assert.equal(harness.socket.takeSent()[0].token, expected);
    harness.disconnect();
  }
});

test('sends nothing when the token arrives after a leave', async () => {
  /** @type {(token: string) => void} */
  let resolve = () => {};
  const harness = new ClientHarness({ token: () => new Promise((each) => (resolve = each)) });
  harness.client.join().catch(() => {});
  harness.socket.open();
  harness.client.leave();
  resolve('late');
  await new Promise(setImmediate);
  assert.deepEqual(harness.socket.takeSent(), [], 'nothing is sent after a leave');
});

for (const [title, token] of /** @type {[string, () => any][]} */ ([
  ['throws', () => assert.fail('no token')],
  ['rejects', () => Promise.reject(new Error('no token'))],
])) {
  test(`retries when the function for a token ${title}`, async () => {
    let calls = 0;
    const harness = new ClientHarness({ token: () => (calls++ ? 'token' : token()) });
    const joining = harness.client.join();
    harness.socket.open();
    await new Promise(setImmediate);
    const { state, error } = harness.events.at(-1)?.detail;
    assert.deepEqual([state, error.code], ['connecting', 'token']);
    assert.match(error.message, /no token/);
    harness.clock.advance(10_000);
    harness.socket.open();
    await new Promise(setImmediate);
    assert.equal(harness.socket.transport, 'websocket', 'the transport is not to blame');
    assert.equal(harness.acceptJoin().token, 'token');
    await joining;
  });
}

for (const url of [
  'https://example.org/v1/rooms/standup?a=b&c=%20#fragment',
  'https://example.org/v1/rooms/standup/?a=b&c=%20',
  'wss://example.org/v1/rooms/standup//?a=b&c=%20',
]) {
  test(`keeps the query of ${url} in every request`, async () => {
    const harness = new ClientHarness({ url });
    void harness.client.join();
    assert.equal(harness.socket.url, 'wss://example.org/v1/rooms/standup?a=b&c=%20');
    assert.equal(harness.client.room, 'standup');
    const http = new HttpHarness({ url, transports: ['polling'] });
    const poll = await http.joinWithPolling();
    assert.equal(poll.path, `/peers/${ANN}/messages?a=b&c=+&after=10&wait=15`);
    http.client.message(1);
    assert.equal((await http.nextRequest()).path, `/peers/${ANN}/messages?a=b&c=+&seat=3`);
  });
}

/** A client without a first answer, and its question why. @param {object} [options] */
async function failedJoin(options) {
  const http = new HttpHarness({ transports: ['events'], ...options });
  const joining = http.client.join();
  joining.catch(() => {});
  (await http.nextRequest()).fail();
  return { http, joining, question: await http.nextRequest() };
}

for (const [status, body, code] of /** @type {[number, string, string][]} */ ([
  [404, '<h1>Not found</h1>', 'not-found'],
  [404, '{"code":"not-found","detail":"This URL does not exist."}', 'not-found'],
  [403, '{"code":"forbidden","detail":"Pages of this origin may not connect."}', 'forbidden'],
  [401, 'Who are you?', 'unauthorized'],
  [200, '<!doctype html>', 'bad-url'],
  [405, '', 'bad-url'],
])) {
  test(`rejects a join with ${code} when the URL answers ${status} ${body}`, async () => {
    const { http, joining, question } = await failedJoin();
    assert.deepEqual([question.method, question.path], ['GET', '']);
    question.respondText(body, { status });
    await assert.rejects(joining, { name: 'SignalingError', code });
    assert.equal(http.client.state, 'closed');
    assert.equal(http.clock.pending, 0);
  });
}

for (const [status, body] of /** @type {[number, string][]} */ ([
  [426, '{"code":"bad-message"}'],
  [429, ''],
  [500, '<h1>Oops</h1>'],
  [502, ''],
  [503, '{"code":"unavailable"}'],
])) {
  test(`keeps trying to join when the URL answers ${status}`, async () => {
    const { http, question } = await failedJoin();
    question.respondText(body, { status });
    await http.settle();
    assert.equal(http.client.state, 'connecting');
    await http.advance(10_000);
    await http.acceptJoin();
    http.stream.receive({ type: 'pong' });
    assert.equal(http.client.state, 'open');
  });
}

test('keeps trying to join when scripts may not read the answer', async () => {
  const { http, question } = await failedJoin();
  question.fail();
  await http.settle();
  assert.equal(http.harness.events.at(-1)?.detail.error.code, 'connection-lost');
  assert.equal(http.client.state, 'connecting');
});

test('does not end a seat when the URL answers 404 for a while', async () => {
  const { http, question } = await failedJoin();
  await http.advance(10_000);
  const [join] = await http.takeRequests();
  assert.equal(join?.path, '/peers');
  question.respondText('late', { status: 426 });
  http.client.leave();
  const harness = new HttpHarness({ transports: ['events'] });
  await harness.joinWithStream();
  harness.stream.refuse();
  await harness.advance(10_000);
  (await harness.nextRequest()).respondText('No backend', { status: 404 });
  await harness.settle();
  assert.deepEqual(await harness.takeRequests(), [], 'no question');
  await harness.advance(10_000);
  await harness.acceptJoin(resumed());
  assert.equal(harness.client.transport, undefined);
});
