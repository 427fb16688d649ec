import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BEN, CAT, ClientHarness, cat, resumed } from './support/client-harness.js';

const rateLimited = (/** @type {number} */ re, retryAfter = 250) => {
  return { type: 'error', code: 'rate-limited', message: 'Too many.', re, retryAfter };
};
const ids = (/** @type {{ id: number }[]} */ requests) => requests.map(({ id }) => id);

test('repeats a rate-limited request after its delay, and holds back the others until it is accepted', () => {
  const harness = new ClientHarness();
  harness.join();
  for (const n of [1, 2, 3, 4]) harness.client.message(n);
  harness.socket.takeSent();
  harness.socket.receive(rateLimited(2));
  for (const id of [3, 4]) harness.socket.receive(rateLimited(id, 1));
  harness.client.message(5);
  harness.clock.advance(249);
  assert.deepEqual(harness.socket.takeSent(), [], 'no request overtakes it');
  harness.clock.advance(1);
  assert.deepEqual(ids(harness.socket.takeSent()), [2]);
  harness.socket.receive(rateLimited(2));
  harness.clock.advance(250);
  assert.deepEqual(ids(harness.socket.takeSent()), [2], 'as often as necessary');
  harness.clock.advance(60);
  assert.deepEqual(harness.socket.takeSent(), [], 'the others wait for its acknowledgement');
  harness.socket.receive({ type: 'ack', received: 2 });
  assert.deepEqual(ids(harness.socket.takeSent()), [3, 4, 5], 'at the rate of the server, 50 per second');
  assert.deepEqual(harness.details('error'), [], 'these errors are not dispatched');
});

test('repeats an unavailable request', () => {
  const harness = new ClientHarness();
  harness.join();
  harness.client.message(1);
  harness.socket.takeSent();
  harness.socket.receive({ type: 'error', code: 'unavailable', message: 'Out of reach.', re: 1 });
  harness.clock.advance(1000);
  assert.deepEqual(ids(harness.socket.takeSent()), [1]);
});

test('drops the delay of a request with its connection', () => {
  const harness = new ClientHarness();
  harness.join();
  harness.client.message(1);
  harness.socket.receive(rateLimited(1, 60_000));
  harness.disconnect();
  harness.acceptJoin(resumed());
  assert.deepEqual(ids(harness.socket.takeSent()), [1]);
});

for (const code of ['bad-message', 'unknown-type', 'peer-gone', 'forbidden']) {
  test(`dispatches the error of a request that is refused with ${code}, and does not repeat it`, () => {
    const harness = new ClientHarness();
    harness.join();
    harness.client.message(1);
    harness.client.message(2);
    harness.socket.receive({ type: 'error', code, message: 'No.', re: 1 });
    const [error] = harness.details('error');
    assert.deepEqual([error.code, error.message, error.re], [code, 'No.', 1]);
    harness.client.message(3);
    assert.deepEqual(ids(harness.socket.takeSent()), [1, 2, 3]);
    harness.disconnect();
    harness.acceptJoin(resumed({ received: 1 }));
    assert.deepEqual(ids(harness.socket.takeSent()), [2, 3]);
  });
}

test('ignores an error for a request that was acknowledged', () => {
  const harness = new ClientHarness();
  harness.join();
  harness.client.message(1);
  harness.socket.receive({ type: 'ack', received: 1 });
  harness.socket.receive(rateLimited(1));
  harness.client.message(2);
  assert.deepEqual(ids(harness.socket.takeSent()), [1, 2]);
});

test('refuses a message that exceeds the limit of the server', () => {
  const harness = new ClientHarness();
  harness.join({ limits: { messageBytes: 200, messagesPerSecond: 50 } });
  assert.throws(() => harness.client.message('é'.repeat(100)), {
    code: 'too-large',
    message: '250 > 200 bytes',
  });
  harness.client.message('é'.repeat(50));
  assert.deepEqual(ids(harness.socket.takeSent()), [1], 'it takes no id');
});

test('resolves a question with the reply of the peer that was asked', async () => {
  const harness = new ClientHarness();
  harness.join({ peers: [cat] });
  const asking = harness.client.ask({ may: 'I?' }, { to: CAT });
  const [{ id }] = harness.socket.takeSent();
  harness.socket.receive({ type: 'reply', seq: 12, from: BEN, re: 11, ask: id, data: 'not asked' });
  harness.socket.receive({
    type: 'reply',
    seq: 13,
    from: CAT,
    re: 11,
    ask: id + 1,
    data: 'another question',
  });
  harness.socket.receive({ type: 'reply', seq: 14, from: CAT, re: 11, ask: id, data: { yes: true } });
  assert.deepEqual(await asking, { from: CAT, data: { yes: true } });
  assert.equal(harness.details('reply').length, 3);
});

test('replies to a question by its seq', () => {
  const harness = new ClientHarness();
  harness.join();
  harness.socket.receive({ type: 'message', seq: 57, from: BEN, data: 'how?', ask: true });
  harness.client.reply(harness.details('message')[0], 'so');
  assert.deepEqual(harness.socket.takeSent(), [{ type: 'reply', id: 1, to: BEN, re: 57, data: 'so' }]);
});

test('resolves a question that was queued without a connection', async () => {
  const harness = new ClientHarness();
  harness.join();
  harness.client.message('sent under the old seat');
  harness.socket.closeFromServer(1006);
  const asking = harness.client.ask('queued', { to: BEN, timeout: 60_000 });
  harness.clock.advance(10_000);
  harness.acceptJoin({ seq: 20 });
  assert.deepEqual(ids(harness.socket.takeSent()), [1]);
  harness.socket.receive({ type: 'reply', seq: 22, from: BEN, re: 21, ask: 1, data: 'yes' });
  assert.equal((await asking).data, 'yes');
});

test('does not treat the reply to a question of an earlier seat as the reply to a new one', async () => {
  const harness = new ClientHarness();
  harness.join({ seq: 10 });
  const before = harness.client.ask('before', { to: BEN, timeout: 60_000 });
  harness.disconnect();
  harness.acceptJoin({ seq: 20 });
  await assert.rejects(before, { code: 'unsure' });
  const now = harness.client.ask('now', { to: BEN });
  harness.socket.receive({
    type: 'reply',
    seq: 22,
    from: BEN,
    re: 11,
    ask: 1,
    data: 'to the earlier question',
  });
  harness.socket.receive({ type: 'reply', seq: 23, from: BEN, re: 21, ask: 1, data: 'to this question' });
  assert.equal((await now).data, 'to this question');
});

test('rejects a question on timeout, refusal, departure and leave', async () => {
  const harness = new ClientHarness();
  harness.join({ peers: [cat] });
  const late = harness.client.ask(1, { to: BEN, timeout: 5000 });
  harness.clock.advance(5000);
  await assert.rejects(late, { code: 'ask-timeout' });

  const gone = harness.client.ask(2, { to: 'nobody' });
  harness.socket.receive({ type: 'error', code: 'peer-gone', message: 'Nobody.', re: 2, peers: ['nobody'] });
  await assert.rejects(gone, { code: 'peer-gone', message: 'Nobody.' });

  const left = harness.client.ask(3, { to: CAT });
  harness.socket.receive({ type: 'peer-left', seq: 11, from: CAT, reason: 'left' });
  await assert.rejects(left, { code: 'peer-gone' });

  const closed = harness.client.ask(4, { to: BEN });
  harness.client.leave();
  await assert.rejects(closed, { code: 'closed' });
  await assert.rejects(harness.client.ask(5, { to: BEN }), { code: 'closed' });
});

test('sends the leave, and refuses further requests', async () => {
  const harness = new ClientHarness();
  harness.join();
  harness.client.message(1);
  harness.client.leave();
  harness.client.leave();
  assert.deepEqual(harness.socket.takeSent().slice(1), [{ type: 'leave', id: 2 }]);
  assert.equal(harness.socket.closed, true);
  assert.deepEqual(harness.events.at(-1), { type: 'state', detail: { state: 'closed', error: undefined } });
  assert.throws(() => harness.client.message(2), { code: 'closed' });
});

test('sends the leave with the next expected id while requests are held back', () => {
  const harness = new ClientHarness();
  harness.join();
  for (const n of [1, 2, 3]) harness.client.message(n);
  harness.socket.takeSent();
  harness.socket.receive(rateLimited(2));
  harness.client.leave();
  assert.deepEqual(harness.socket.takeSent(), [{ type: 'leave', id: 2 }]);
  assert.equal(harness.clock.pending, 0);
});

test('sends nothing when it leaves before the join', async () => {
  const harness = new ClientHarness();
  const joining = harness.client.join();
  harness.client.leave();
  await assert.rejects(joining, { code: 'closed' });
  assert.deepEqual(harness.socket.takeSent(), []);
  assert.equal(harness.clock.pending, 0);
});
