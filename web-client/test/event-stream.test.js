import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANN, BEN, FEATURES, resumed } from './support/scene.js';
import { Web } from './support/web.js';

const KEY = 'ana-fixture-key-0123456789abcdef';
const MESSAGES = `/peers/${ANN}/messages?seat=3`;

const events = () => new Web({ transports: ['events'] });
const message = (/** @type {number} */ seq) => ({ type: 'message', seq, from: BEN, data: seq });

test('who joins is in when the stream has spoken', async () => {
  const web = events();
  const joining = web.client.join();
  const join = await web.letsIn();
  assert.deepEqual(
    [join.method, join.path, join.body],
    ['POST', '/peers', { type: 'join', key: KEY, name: 'Ana', features: FEATURES }],
  );
  assert.equal(
    web.stream.url,
    `https://example.org/v1/rooms/standup/peers/${ANN}/events?after=10&ticket=the-ticket`,
  );
  assert.equal(web.client.state, 'connecting', 'whether the stream comes through is not known yet');
  web.stream.hears({ type: 'pong' });
  assert.equal((await joining).seq, 10);
  assert.deepEqual(web.scene.told.at(-2)?.detail, { state: 'open', transport: 'events' });
  assert.equal(web.client.transport, 'events');
  web.stream.hears(message(11));
  assert.deepEqual(web.scene.heard('message'), [message(11)]);
});

test('an address of a WebSocket is one of HTTP as well', async () => {
  const web = new Web({ transports: ['events'], url: 'wss://example.org/v1/rooms/standup' });
  void web.client.join();
  assert.equal((await web.asks()).path, '/peers');
});

test('a stream that does not speak soon is given up', async () => {
  const web = events();
  void web.client.join();
  await web.letsIn();
  await web.passes(4_999);
  assert.equal(web.client.state, 'connecting');
  assert.equal(web.stream.readyState, 1);
  web.clock.advance(1);
  assert.equal(web.stream.readyState, 2);
  assert.notEqual(web.scene.told.at(-1)?.detail.retryAt, undefined);
});

test('a stream that ends is opened again by the browser, and nobody need know', async () => {
  const web = events();
  await web.joinsByStream();
  const before = web.scene.told.length;
  web.stream.ends();
  await web.passes(3_000);
  web.stream.hears({ type: 'pong' });
  await web.passes(9_000);
  web.stream.hears(message(11));
  assert.equal(web.scene.told.length, before + 1);
  assert.equal(web.streams.length, 1);
});

test('a stream that the browser cannot open again is lost, and its seat resumed', async () => {
  const web = events();
  await web.joinsByStream();
  web.stream.hears(message(11));
  for (let n = 0; n < 3; n++) {
    web.stream.ends();
    await web.passes(3_000);
  }
  assert.equal(web.client.state, 'open');
  await web.passes(1_000);
  assert.equal(web.client.state, 'reconnecting');
  await web.passes(10_000);
  assert.equal((await web.letsIn(resumed({ seq: 11 }))).body.after, 11);
  web.stream.hears({ type: 'pong' });
  assert.equal(web.client.state, 'open');
});

test('who was away for too long takes a new seat, and the application is told what that means', async () => {
  const web = events();
  await web.joinsByStream();
  web.client.message('said');
  await web.asks();
  web.stream.isRefused(); // 410, which pages do not get to see
  await web.passes(10_000);
  assert.equal((await web.letsIn({ seq: 90, peers: [] })).body.after, 10);
  web.stream.hears({ type: 'pong' });
  assert.equal(web.scene.heard('joined').at(-1).again, true);
  assert.deepEqual(
    web.scene.heard('unsure').map(({ requests }) => requests[0].data),
    ['said'],
  );
  assert.deepEqual(web.scene.heard('peer-left'), [{ type: 'peer-left', from: BEN, reason: 'unseen' }]);
});

test('a seat that another tab has taken is not fought for', async () => {
  const web = events();
  await web.joinsByStream();
  web.stream.hears({ type: 'error', code: 'replaced', message: 'This peer listens elsewhere now.' });
  assert.equal(web.client.state, 'closed');
  assert.equal(web.scene.told.at(-1)?.detail.error.code, 'replaced');
  assert.equal(web.stream.readyState, 2);
  assert.equal(web.clock.pending, 0);
});

test('bye says when to come back, and the browser does not come before', async () => {
  const web = events();
  await web.joinsByStream();
  web.stream.hears({ type: 'bye', reason: 'The server restarts.', reconnectAfter: 1830 });
  assert.equal(web.scene.heard('bye').length, 1);
  assert.equal(web.stream.readyState, 2);
  await web.passes(1829);
  assert.deepEqual(await web.asked(), []);
  await web.passes(1);
  assert.equal((await web.asks()).path, '/peers');
});

test('who only listens posts something before the server takes the listener for lost', async () => {
  const web = events();
  await web.joinsByStream({ heartbeat: 20 });
  for (let seq = 11; seq < 17; seq++) {
    await web.passes(15_000);
    const ping = await web.asks();
    assert.deepEqual([ping.path, ping.body], [MESSAGES, [{ type: 'ping' }]]);
    ping.answers({ type: 'ack', received: 0 });
    web.stream.hears(message(seq));
  }
  assert.equal(web.client.state, 'open');
});

test('a stream that is silent for two heartbeats is dead, whatever the posts say', async () => {
  const web = events();
  await web.joinsByStream({ heartbeat: 20 });
  for (let second = 0; second < 39; second++) {
    await web.passes(1_000);
    for (const ping of await web.asked()) ping.answers({ type: 'ack', received: 0 });
  }
  assert.equal(web.client.state, 'open');
  await web.passes(1_000);
  assert.equal(web.client.state, 'reconnecting');
  assert.equal(web.stream.readyState, 2);
});
