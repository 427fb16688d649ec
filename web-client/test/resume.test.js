import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BEN, CAT, ClientHarness, ben, cat, resumed } from './support/client-harness.js';

test('resumes after the last event, and dispatches each event once', () => {
  const harness = new ClientHarness();
  harness.join();
  harness.socket.receive({ type: 'message', seq: 14, from: BEN, data: 'before' });
  harness.disconnect();
  assert.equal(harness.client.state, 'reconnecting');
  assert.equal(harness.acceptJoin(resumed({ seq: 14 })).after, 14);
  harness.socket.receive({ type: 'message', seq: 14, from: BEN, data: 'before' });
  harness.socket.receive({ type: 'message', seq: 16, from: BEN, data: 'after' });
  assert.deepEqual(
    harness.details('message').map(({ data }) => data),
    ['before', 'after'],
  );
  assert.deepEqual([...harness.client.peers.values()], [ben], 'a resumed seat keeps its roster');
  assert.equal(harness.details('joined')[1].again, true);
});

test('repeats unprocessed requests in order after a resume, and no others', () => {
  const harness = new ClientHarness();
  harness.join();
  for (const n of [1, 2, 3, 4]) harness.client.message(n);
  harness.socket.receive({ type: 'ack', received: 1 });
  harness.disconnect();
  harness.client.message(5);
  harness.acceptJoin(resumed({ received: 2 }));
  assert.deepEqual(harness.socket.takeSent(), [
    { type: 'message', id: 3, data: 3 },
    { type: 'message', id: 4, data: 4 },
    { type: 'message', id: 5, data: 5 },
  ]);
  assert.deepEqual(harness.details('unsure'), []);
});

test('does not repeat an acknowledged request when `received` is lower', () => {
  const harness = new ClientHarness();
  harness.join();
  harness.client.message(1);
  harness.socket.receive({ type: 'ack', received: 1 });
  harness.disconnect();
  harness.acceptJoin(resumed({ received: 0 }));
  assert.deepEqual(harness.socket.takeSent(), []);
});

test('numbers requests from 1 under a new seat, sends the queued ones, and reports the others as unsure', () => {
  const harness = new ClientHarness();
  harness.join();
  harness.client.message('sent');
  harness.client.offer(BEN, 'v=0');
  harness.disconnect();
  harness.client.message('queued');
  harness.acceptJoin({ seq: 3 });
  assert.deepEqual(harness.socket.takeSent(), [{ type: 'message', id: 1, data: 'queued' }]);
  assert.deepEqual(harness.details('unsure'), [
    {
      requests: [
        { type: 'message', data: 'sent' },
        { type: 'offer', to: BEN, sdp: 'v=0' },
      ],
    },
  ]);
  harness.client.message('next');
  assert.deepEqual(harness.socket.takeSent(), [{ type: 'message', id: 2, data: 'next' }]);
  harness.disconnect();
  assert.equal(harness.acceptJoin(resumed({ seq: 3 })).after, 3, 'the numbers of a new log may be lower');
});

test('drops queued offers, answers and candidates under a new seat, but not before the first one or after a resume', () => {
  const harness = new ClientHarness();
  const signal = () => {
    harness.client.offer(BEN, 'v=0');
    harness.client.answer(BEN, 'v=0');
    harness.client.candidate(BEN, null);
    harness.client.message('x');
  };
  const sentTypes = () => harness.socket.takeSent().map(({ id, type }) => `${id} ${type}`);
  signal();
  harness.join();
  assert.deepEqual(sentTypes(), ['1 offer', '2 answer', '3 candidate', '4 message']);
  harness.disconnect();
  signal();
  harness.acceptJoin(resumed({ received: 4 }));
  assert.deepEqual(sentTypes(), ['5 offer', '6 answer', '7 candidate', '8 message']);
  harness.socket.receive({ type: 'ack', received: 8 });
  harness.disconnect();
  signal();
  harness.acceptJoin({ seq: 3 });
  assert.deepEqual(sentTypes(), ['1 message']);
  assert.deepEqual(harness.details('unsure'), []);
});

test('dispatches the differences of the roster after a new seat', () => {
  const harness = new ClientHarness();
  harness.join({ peers: [ben, cat] });
  harness.disconnect(1012);
  const dan = { ...cat, id: 'dan', seat: 2 };
  harness.acceptJoin({ peers: [{ ...ben, seat: 4 }, dan] });
  assert.deepEqual(harness.details('peer-left'), [{ type: 'peer-left', from: CAT, reason: 'unseen' }]);
  assert.deepEqual(harness.details('peer-joined'), [{ type: 'peer-joined', peer: dan }]);
  assert.deepEqual(harness.details('peer-updated'), [{ type: 'peer-updated', peer: { ...ben, seat: 4 } }]);
});

test('joins with the latest name and data', () => {
  const harness = new ClientHarness({ data: { muted: false } });
  harness.join();
  harness.client.update({ name: 'Anna', data: undefined });
  harness.client.update({ data: { muted: true } });
  assert.equal(harness.client.self?.name, 'Anna');
  harness.disconnect();
  const { name, data } = harness.acceptJoin();
  assert.deepEqual({ name, data }, { name: 'Anna', data: { muted: true } });
});

test('increases the delay up to a bound, and resets it after a stable connection', () => {
  const harness = new ClientHarness();
  harness.join({ heartbeat: 600 });
  harness.clock.advance(60_000);
  const delays = [1, 2, 3, 4, 5, 6, 7].map(() => {
    harness.socket.closeFromServer(1006);
    const { attempt, retryAt } = harness.events.at(-1)?.detail;
    harness.clock.advance(retryAt - harness.clock.wallTime());
    return [attempt, retryAt];
  });
  const starts = delays.map(([, at]) => at);
  const waits = starts.map((at, index) => at - (starts[index - 1] ?? 1_060_000));
  assert.deepEqual(waits, [250, 500, 1000, 2000, 4000, 5000, 5000]);
  assert.deepEqual(harness.events.at(-1)?.detail, { state: 'reconnecting', attempt: 7 });
  harness.acceptJoin(resumed());
  harness.clock.advance(9_999);
  harness.socket.closeFromServer(1006);
  assert.equal(harness.events.at(-1)?.detail.attempt, 8, 'a short connection does not reset the delay');
  harness.clock.advance(5000);
  harness.acceptJoin(resumed());
  harness.clock.advance(10_000);
  harness.socket.closeFromServer(1006);
  assert.equal(harness.events.at(-1)?.detail.attempt, 1);
});

test('reconnects after the delay that `bye` sets', () => {
  const harness = new ClientHarness();
  harness.join();
  harness.socket.receive({ type: 'bye', reason: 'The server restarts.', reconnectAfter: 1830 });
  assert.equal(harness.details('bye').length, 1);
  assert.equal(harness.socket.closed, true, 'nothing is accepted after it');
  harness.clock.advance(1829);
  assert.equal(harness.sockets.length, 1);
  harness.clock.advance(1);
  assert.equal(harness.sockets.length, 2);
});

test('reconnects at once when the network returns, the page becomes visible, or `retry` is called', () => {
  const harness = new ClientHarness();
  harness.join();
  const triggers = [
    () => harness.dispatchInEnvironment('online'),
    () => harness.dispatchInEnvironment('visibilitychange'),
    () => harness.dispatchInEnvironment('resume'),
    () => harness.dispatchInEnvironment('pageshow'),
    () => harness.environment.navigator.connection.dispatchEvent(new Event('change')),
    () => harness.client.retry(),
  ];
  triggers.forEach((trigger, index) => {
    harness.socket.closeFromServer(1006);
    assert.equal(harness.sockets.length, index + 1);
    trigger();
    assert.equal(harness.sockets.length, index + 2);
    harness.clock.advance(9_000);
    assert.equal(harness.sockets.length, index + 2, 'the timer of the delay is cancelled');
    harness.acceptJoin(resumed());
  });
});

test('refuses requests when 1000 are queued', () => {
  const harness = new ClientHarness();
  harness.join();
  harness.socket.closeFromServer(1006);
  for (let n = 0; n < 1000; n++) harness.client.message(n);
  assert.throws(() => harness.client.message('excess'), {
    code: 'queue-full',
  });
  harness.clock.advance(10_000);
  harness.acceptJoin(resumed());
  harness.clock.advance(11_000);
  assert.equal(harness.socket.takeSent().length, 1000);
});

test('ignores messages of a previous connection', () => {
  const harness = new ClientHarness();
  harness.join();
  const old = harness.socket;
  harness.disconnect();
  old.receive({ type: 'message', seq: 11, from: BEN, data: 'late' });
  old.closeFromServer(4403);
  assert.equal(harness.client.state, 'reconnecting');
  assert.deepEqual(harness.details('message'), []);
});

test('retries when the browser throws while it opens a connection', () => {
  const harness = new ClientHarness();
  harness.join();
  const open = harness.open;
  harness.open = () => {
    throw new DOMException('for the test', 'SecurityError');
  };
  harness.disconnect();
  assert.equal(harness.client.state, 'reconnecting');
  harness.open = open;
  harness.clock.advance(10_000);
  harness.acceptJoin(resumed());
  assert.equal(harness.client.state, 'open');
});
