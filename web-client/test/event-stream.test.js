import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANN, BEN, FEATURES, message, resumed } from './support/client-harness.js';
import { HttpHarness } from './support/http-harness.js';

const KEY = 'ana-fixture-key-0123456789abcdef';
const MESSAGES = `/peers/${ANN}/messages?seat=3`;

const createHarness = () => new HttpHarness({ transports: ['events'] });

test('resolves the join when the stream delivers its first message', async () => {
  const http = createHarness();
  const joining = http.client.join();
  const join = await http.acceptJoin();
  assert.deepEqual(
    [join.method, join.path, join.body],
    ['POST', '/peers', { type: 'join', key: KEY, name: 'Ana', features: FEATURES }],
  );
  assert.equal(
    http.stream.url,
    `https://example.org/v1/rooms/standup/peers/${ANN}/events?after=10&ticket=the-ticket`,
  );
  assert.equal(http.client.state, 'connecting', 'a proxy may hold the stream back');
  http.stream.receive({ type: 'pong' });
  assert.equal((await joining).seq, 10);
  assert.deepEqual(http.harness.events.at(-2)?.detail, { state: 'open', transport: 'events' });
  assert.equal(http.client.transport, 'events');
  http.stream.receive(message(11));
  assert.deepEqual(http.harness.details('message'), [message(11)]);
});

test('converts a WebSocket URL to HTTP', async () => {
  const http = new HttpHarness({ transports: ['events'], url: 'wss://example.org/v1/rooms/standup' });
  void http.client.join();
  assert.equal((await http.nextRequest()).path, '/peers');
});

test('gives up a stream without a first message in five seconds', async () => {
  const http = createHarness();
  void http.client.join();
  await http.acceptJoin();
  await http.advance(4_999);
  assert.equal(http.client.state, 'connecting');
  assert.equal(http.stream.readyState, 1);
  http.clock.advance(1);
  assert.equal(http.stream.readyState, 2);
  assert.notEqual(http.harness.events.at(-1)?.detail.retryAt, undefined);
});

test('stays open while the browser reopens the stream', async () => {
  const http = createHarness();
  await http.joinWithStream();
  const before = http.harness.events.length;
  http.stream.disconnect();
  await http.advance(3_000);
  http.stream.receive({ type: 'pong' });
  await http.advance(9_000);
  http.stream.receive(message(11));
  assert.equal(http.harness.events.length, before + 1);
  assert.equal(http.streams.length, 1);
});

test('resumes on a new connection when the browser cannot reopen the stream', async () => {
  const http = createHarness();
  await http.joinWithStream();
  http.stream.receive(message(11));
  for (let n = 0; n < 3; n++) {
    http.stream.disconnect();
    await http.advance(3_000);
  }
  assert.equal(http.client.state, 'open');
  await http.advance(1_000);
  assert.equal(http.client.state, 'reconnecting');
  await http.advance(10_000);
  assert.equal((await http.acceptJoin(resumed({ seq: 11 }))).body.after, 11);
  http.stream.receive({ type: 'pong' });
  assert.equal(http.client.state, 'open');
});

test('takes a new seat when the server refuses to continue the stream', async () => {
  const http = createHarness();
  await http.joinWithStream();
  http.client.message('hello');
  await http.nextRequest();
  http.stream.refuse(); // with 410, which EventSource does not expose
  await http.advance(10_000);
  assert.equal((await http.acceptJoin({ seq: 90, peers: [] })).body.after, 10);
  http.stream.receive({ type: 'pong' });
  assert.equal(http.harness.details('joined').at(-1).again, true);
  assert.deepEqual(
    http.harness.details('unsure').map(({ requests }) => requests[0].data),
    ['hello'],
  );
  assert.deepEqual(http.harness.details('peer-left'), [{ type: 'peer-left', from: BEN, reason: 'unseen' }]);
});

test('stops when another tab takes over the seat', async () => {
  const http = createHarness();
  await http.joinWithStream();
  http.stream.receive({ type: 'error', code: 'replaced', message: 'This peer listens elsewhere now.' });
  assert.equal(http.client.state, 'closed');
  assert.equal(http.harness.events.at(-1)?.detail.error.code, 'replaced');
  assert.equal(http.stream.readyState, 2);
  assert.equal(http.clock.pending, 0);
});

test('closes the stream after `bye`, and reconnects after its delay', async () => {
  const http = createHarness();
  await http.joinWithStream();
  http.stream.receive({ type: 'bye', reason: 'The server restarts.', reconnectAfter: 1830 });
  assert.equal(http.harness.details('bye').length, 1);
  assert.equal(http.stream.readyState, 2);
  await http.advance(1829);
  assert.deepEqual(await http.takeRequests(), []);
  await http.advance(1);
  assert.equal((await http.nextRequest()).path, '/peers');
});

test('posts pings while the application sends nothing', async () => {
  const http = createHarness();
  await http.joinWithStream({ heartbeat: 20 });
  for (let seq = 11; seq < 17; seq++) {
    await http.advance(15_000);
    const ping = await http.nextRequest();
    assert.deepEqual([ping.path, ping.body], [MESSAGES, [{ type: 'ping' }]]);
    ping.respond({ type: 'ack', received: 0 });
    http.stream.receive(message(seq));
  }
  assert.equal(http.client.state, 'open');
});

test('reconnects after two heartbeats without a message, even if posts are answered', async () => {
  const http = createHarness();
  await http.joinWithStream({ heartbeat: 20 });
  for (let second = 0; second < 39; second++) {
    await http.advance(1_000);
    for (const ping of await http.takeRequests()) ping.respond({ type: 'ack', received: 0 });
  }
  assert.equal(http.client.state, 'open');
  await http.advance(1_000);
  assert.equal(http.client.state, 'reconnecting');
  assert.equal(http.stream.readyState, 2);
});
