import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANN, BEN, ClientHarness, resumed } from './support/client-harness.js';
import { outcome } from './support/shared-state.js';

test('resolves the receipts of all requests when the server acknowledges them', async () => {
  const harness = new ClientHarness();
  harness.join();
  const receipts = [
    harness.client.message(1),
    harness.client.update({ data: 2 }),
    harness.client.reply({ from: BEN, seq: 5 }, 3),
    harness.client.message(4),
  ];
  harness.socket.receive({ type: 'ack', received: 3 });
  const outcomes = await Promise.all(receipts.map(outcome));
  assert.deepEqual(outcomes, [undefined, undefined, undefined, 'pending']);
});

test('rejects a receipt with the refusal, and dispatches it, too', async () => {
  const harness = new ClientHarness();
  harness.join();
  const refused = harness.client.message(1, { to: 'nobody' });
  const accepted = harness.client.message(2);
  harness.socket.receive({ type: 'error', code: 'peer-gone', message: 'Nobody.', re: 1, peers: ['nobody'] });
  harness.socket.receive({ type: 'ack', received: 2 });
  await assert.rejects(refused, { name: 'SignalingError', code: 'peer-gone', peers: ['nobody'] });
  await accepted;
  assert.equal(harness.details('error').length, 1);
});

test('rejects receipts whose refusal arrives with the acknowledgement, or after a resume', async () => {
  const harness = new ClientHarness();
  harness.join();
  const receipts = [1, 2, 3, 4].map((data) => harness.client.message(data));
  const error = (/** @type {number} */ re) => ({ type: 'error', code: 'forbidden', message: 'No.', re });
  harness.socket.receive({ type: 'ack', received: 2, errors: [error(1)] });
  harness.disconnect();
  harness.acceptJoin(resumed({ received: 4, errors: [error(1), error(3)] }));
  const results = await Promise.allSettled(receipts);
  assert.deepEqual(
    results.map(({ status }) => status),
    ['rejected', 'fulfilled', 'rejected', 'fulfilled'],
  );
  assert.deepEqual(
    harness.details('error').map(({ re }) => re),
    [1, 3],
  );
});

test('resolves the receipts of the requests before a refused one', async () => {
  const harness = new ClientHarness();
  harness.join();
  const [accepted, refused, later] = [1, 2, 3].map((data) => harness.client.message(data));
  harness.socket.receive({ type: 'error', code: 'forbidden', message: 'No.', re: 2 });
  await accepted;
  await assert.rejects(/** @type {Promise<void>} */ (refused), { code: 'forbidden' });
  assert.equal(await outcome(/** @type {Promise<void>} */ (later)), 'pending');
});

test('keeps receipts over a resume, and rejects them as unsure under a new seat', async () => {
  const harness = new ClientHarness();
  harness.join();
  const first = harness.client.message(1);
  harness.disconnect();
  harness.acceptJoin(resumed());
  assert.equal(await outcome(first), 'pending');
  harness.socket.closeFromServer(1006);
  const queued = harness.client.message(2);
  harness.clock.advance(10_000);
  harness.acceptJoin({ seq: 20 });
  await assert.rejects(first, { code: 'unsure' });
  harness.socket.receive({ type: 'ack', received: 1 });
  await queued;
  assert.equal(harness.details('unsure').length, 1);
});

test('rejects receipts with the reason when the client closes, and reports none as unhandled', async () => {
  /** @type {unknown[]} */
  const unhandled = [];
  const listener = (/** @type {unknown} */ reason) => unhandled.push(reason);
  process.on('unhandledRejection', listener);
  const harness = new ClientHarness();
  harness.join();
  const receipt = harness.client.message(1);
  harness.client.message('unused');
  harness.client.update({ name: 'unused' });
  harness.client.offer(BEN, 'unused');
  harness.client.leave();
  await assert.rejects(receipt, { code: 'closed' });
  await new Promise((resolve) => setTimeout(resolve, 10));
  process.off('unhandledRejection', listener);
  assert.deepEqual(unhandled, []);
});

test('sends a message as it was at the call', () => {
  const harness = new ClientHarness();
  const data = { text: 'before' };
  harness.client.message(data);
  data.text = 'after';
  harness.join();
  assert.equal(harness.socket.takeSent()[0].data.text, 'before');
});

test('resolves an accepted question by its reply only', async () => {
  const harness = new ClientHarness();
  harness.join();
  const asking = harness.client.ask(1, { to: BEN });
  harness.socket.receive({ type: 'ack', received: 1 });
  assert.equal(await outcome(asking), 'pending');
  harness.socket.receive({ type: 'reply', seq: 12, from: BEN, re: 11, ask: 1, data: ANN });
  assert.deepEqual(await asking, { from: BEN, data: ANN });
});

test('the signal of a request that is refused at once is released', async () => {
  const harness = new ClientHarness();
  harness.join();
  const { signal } = new AbortController();
  let listeners = 0;
  signal.addEventListener = () => (listeners += 1);
  signal.removeEventListener = () => (listeners -= 1);
  const question = harness.client.ask('x'.repeat(100_000), { to: 'b', signal });
  await assert.rejects(question, { code: 'too-large' });
  assert.equal(listeners, 0);
});
