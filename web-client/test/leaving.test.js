import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANN, BEN, ClientHarness, joined, resumed } from './support/client-harness.js';
import { HttpHarness } from './support/http-harness.js';

const SEAT = `/peers/${ANN}?seat=3`;
const MESSAGES = `/peers/${ANN}/messages?seat=3`;

/** A WebSocket client whose HTTP requests the test sees. */
function createHarness() {
  /** @type {ClientHarness} */
  let opened;
  const http = new HttpHarness({
    transports: ['websocket'],
    // Called with `new`, an ordinary function may return the socket.
    WebSocket: /** @type {any} */ (
      function (/** @type {string} */ url) {
        return opened.open(url, 'websocket');
      }
    ),
  });
  opened = http.harness;
  return http;
}

test('gives up the seat over the WebSocket and by a keepalive request', async () => {
  const http = createHarness();
  http.harness.join();
  http.client.leave();
  assert.deepEqual(http.harness.socket.takeSent(), [{ type: 'leave', id: 1 }]);
  const last = await http.nextRequest();
  assert.deepEqual([last.method, last.path, last.keepalive], ['DELETE', SEAT, true]);
  assert.equal(last.headers.get('Parley-Key'), http.client.key);
});

test('repeats requests without an acknowledgement before the leave, so that it does not overtake them', async () => {
  const http = createHarness();
  http.harness.join();
  http.client.message('acknowledged');
  http.client.message('sent');
  http.harness.socket.receive({ type: 'ack', received: 1 });
  http.client.leave();
  const last = await http.nextRequest();
  assert.deepEqual([last.method, last.path, last.keepalive], ['POST', MESSAGES, true]);
  assert.deepEqual(last.body, [
    { type: 'message', id: 2, data: 'sent' },
    { type: 'leave', id: 3 },
  ]);
});

test('gives up the seat by a keepalive request while it reconnects', async () => {
  const http = createHarness();
  http.harness.join();
  http.harness.socket.closeFromServer(1001);
  http.client.leave();
  assert.equal((await http.nextRequest()).path, SEAT);
  assert.equal(http.clock.pending, 0);
});

test('gives up whichever seat a join without an answer takes', async () => {
  const http = createHarness();
  http.harness.join();
  for (const data of [1, 2]) http.client.message(data);
  http.harness.socket.receive({ type: 'ack', received: 2 });
  http.harness.disconnect();
  http.harness.socket.open();
  http.client.leave();
  const [join, ...leaves] = http.harness.socket.takeSent();
  assert.equal(join.type, 'join');
  assert.deepEqual(leaves, [
    { type: 'leave', id: 1 }, // of a new seat
    { type: 'leave', id: 3 }, // of the resumed one
  ]);
  assert.equal((await http.nextRequest()).path, SEAT);
});

test('gives up the seat of the first join when it has no answer yet', async () => {
  const http = createHarness();
  void http.client.join().catch(() => {});
  http.harness.socket.open();
  http.client.leave();
  assert.deepEqual(
    http.harness.socket.takeSent().map(({ type }) => type),
    ['join', 'leave'],
  );
  assert.deepEqual(await http.takeRequests(), []);
});

test('waits over HTTP for the answer to the join, and gives up the seat', async () => {
  const http = new HttpHarness({ transports: ['events'] });
  const joining = http.client.join();
  const join = await http.nextRequest();
  http.client.leave();
  await assert.rejects(joining, { code: 'closed' });
  assert.equal(join.aborted, false);
  join.respond(joined(), { status: 201 });
  const last = await http.nextRequest();
  assert.deepEqual([last.method, last.path, last.keepalive], ['DELETE', SEAT, true]);
  assert.equal(http.streams.length, 0);
  await http.advance(60_000);
  assert.equal(http.clock.pending, 0);
});

test('gives up a seat over HTTP that it leaves before the stream has delivered anything', async () => {
  const http = new HttpHarness({ transports: ['events'] });
  const joining = http.client.join();
  await http.acceptJoin();
  http.client.leave();
  await assert.rejects(joining, { code: 'closed' });
  const last = await http.nextRequest();
  assert.deepEqual([last.method, last.path, last.keepalive], ['DELETE', SEAT, true]);
});

test('gives up a seat once', async () => {
  const http = createHarness();
  http.harness.join();
  http.harness.dispatchInEnvironment('pagehide');
  http.client.leave();
  assert.equal((await http.takeRequests()).length, 1);
  assert.equal(http.client.state, 'closed');
});

test('gives up the seat when the page ends, and does not connect while it is hidden', async () => {
  const http = createHarness();
  http.harness.join();
  const { socket } = http.harness;
  http.harness.dispatchInEnvironment('pagehide');
  for (const type of ['visibilitychange', 'online', 'resume']) http.harness.dispatchInEnvironment(type);
  http.client.retry();
  http.clock.advance(60_000);
  assert.deepEqual(socket.takeSent(), [{ type: 'leave', id: 1 }]);
  assert.equal((await http.nextRequest()).path, SEAT);
  assert.equal(http.harness.sockets.length, 1);
});

test('requests that wait when the page ends are sent when it comes back, and others are reported as unsure', async () => {
  const http = createHarness();
  http.harness.join();
  const attempted = http.client.message('attempted');
  http.harness.socket.closeFromServer(1006);
  const queued = http.client.message('queued');
  http.harness.dispatchInEnvironment('pagehide');
  http.harness.dispatchInEnvironment('pageshow');
  http.harness.acceptJoin({ seq: 20, peers: [] });
  assert.deepEqual(http.harness.socket.takeSent(), [{ type: 'message', id: 1, data: 'queued' }]);
  const [{ requests }] = http.harness.details('unsure');
  assert.deepEqual(
    requests.map((/** @type {any} */ { data }) => data),
    ['attempted'],
  );
  await assert.rejects(attempted, { code: 'unsure' });
  http.harness.socket.receive({ type: 'ack', received: 1 });
  await queued;
});

test('takes a new seat when the page comes back from the cache', async () => {
  const http = createHarness();
  http.harness.join();
  const receipt = http.client.message('in flight');
  const asking = http.client.ask('?', { to: BEN, timeout: 600_000 });
  http.harness.dispatchInEnvironment('pagehide');
  http.client.message('while hidden');
  http.harness.dispatchInEnvironment('pageshow');
  assert.equal('after' in http.harness.acceptJoin({ seq: 20, peers: [] }), false);
  assert.deepEqual(http.harness.socket.takeSent(), [{ type: 'message', id: 1, data: 'while hidden' }]);
  await assert.rejects(receipt, { code: 'unsure' });
  await assert.rejects(asking, { code: 'unsure' });
  assert.deepEqual(http.harness.details('joined').at(-1).again, true);
  assert.equal(http.harness.details('peer-left').length, 1);
  assert.equal(http.client.state, 'open');
});

test('joins again after a leave, with the same key, and reports what has changed', async () => {
  const http = createHarness();
  http.harness.join();
  http.client.leave();
  assert.throws(() => http.client.message('closed'), { code: 'closed' });
  const joining = http.client.join();
  assert.equal(http.client.state, 'connecting');
  http.client.message('queued');
  const join = http.harness.acceptJoin({ seq: 30, peers: [] });
  assert.deepEqual([join.key, 'after' in join], [http.client.key, false]);
  assert.equal((await joining).seq, 30);
  assert.deepEqual(http.harness.socket.takeSent(), [{ type: 'message', id: 1, data: 'queued' }]);
  assert.deepEqual(
    http.harness.details('peer-left').map(({ from }) => from),
    [BEN],
  );
  http.harness.disconnect();
  http.harness.acceptJoin(resumed({ seq: 30 }));
  assert.equal(http.client.state, 'open');
});

test('joins again after another client has taken over the seat', async () => {
  const http = createHarness();
  http.harness.join();
  http.harness.socket.closeFromServer(4409);
  assert.equal(http.client.state, 'closed');
  assert.deepEqual(await http.takeRequests(), [], 'the seat is that of the other client');
  const joining = http.client.join();
  http.harness.acceptJoin({ seq: 30 });
  assert.equal((await joining).seq, 30);
});

test('opens no connection when a listener leaves at the start, and joins again after it', async () => {
  const harness = new ClientHarness();
  harness.client.addEventListener('state', () => harness.client.leave(), { once: true });
  await assert.rejects(harness.client.join(), { code: 'closed' });
  assert.equal(harness.sockets.length, 0);
  const joining = harness.client.join();
  harness.acceptJoin();
  await joining;
});
