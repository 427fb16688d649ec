import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANN, BEN, ClientHarness, resumed } from './support/client-harness.js';
import { PAGE, error, outcome, state, values } from './support/shared-state.js';

test('settles pending sets once after a resume', async () => {
  const harness = new ClientHarness();
  harness.join({ state: { [PAGE]: { value: 1, seq: 4 } } });
  const processed = harness.client.set(PAGE, 2);
  const lost = harness.client.set(PAGE, 3);
  harness.disconnect();
  const queued = harness.client.set('slides.file', 'a.pdf');
  harness.socket.takeSent();
  harness.acceptJoin(resumed({ received: 1 }));
  assert.deepEqual(values(harness), { [PAGE]: { value: 1, seq: 4 } }, 'unchanged until the events arrive');
  assert.deepEqual(harness.socket.takeSent(), [
    { type: 'set', id: 2, name: PAGE, value: 3 },
    { type: 'set', id: 3, name: 'slides.file', value: 'a.pdf' },
  ]);
  for (const event of [state(11, 2), state(12, 0, BEN), state(13, 3), state(14, 'a.pdf', ANN, 'slides.file')])
    harness.socket.receive(event);
  assert.deepEqual(await Promise.all([processed, lost, queued]), [11, 13, 14]);
  assert.deepEqual(values(harness), {
    [PAGE]: { value: 3, seq: 13 },
    'slides.file': { value: 'a.pdf', seq: 14 },
  });
  assert.deepEqual(harness.details('unsure'), []);
});

test('rejects a set whose error `joined` repeats', async () => {
  const harness = new ClientHarness();
  harness.join();
  const refused = harness.client.set(PAGE, 1, { if: 7 });
  const accepted = harness.client.set(PAGE, 1);
  harness.disconnect();
  harness.acceptJoin(resumed({ received: 2, errors: [error('conflict', 1, { seq: 9 })] }));
  harness.socket.receive(state(11, 1));
  assert.deepEqual(await outcome(refused), { code: 'conflict', seq: 9 });
  assert.equal(await accepted, 11);
});

test('takes the values of a new seat from `joined`, and dispatches the differences', async () => {
  const harness = new ClientHarness();
  const at = (/** @type {number} */ seq) => ({ value: seq, seq });
  harness.join({ state: { same: at(4), gone: at(5), changed: at(6) } });
  harness.disconnect();
  harness.acceptJoin({ seq: 20, state: { same: at(4), changed: at(12), fresh: at(13) } });
  assert.deepEqual(values(harness), { same: at(4), changed: at(12), fresh: at(13) });
  assert.deepEqual(harness.details('shared-state'), [
    { type: 'state', seq: 20, name: 'gone', value: null },
    { type: 'state', seq: 12, name: 'changed', value: 12 },
    { type: 'state', seq: 13, name: 'fresh', value: 13 },
  ]);
});

test('sends queued sets under a new seat, and rejects the others as unsure', async () => {
  const harness = new ClientHarness();
  harness.join();
  const acknowledged = harness.client.set('a', 1);
  harness.socket.receive({ type: 'ack', received: 1 });
  const sent = harness.client.set('b', 2, { if: 0 });
  harness.disconnect();
  const queued = harness.client.set('a', 1);
  harness.acceptJoin({ seq: 20, state: {} });
  await assert.rejects(acknowledged, { code: 'unsure' });
  await assert.rejects(sent, { code: 'unsure' });
  assert.deepEqual(harness.details('unsure'), [{ requests: [{ type: 'set', name: 'b', value: 2, if: 0 }] }]);
  assert.deepEqual(harness.socket.takeSent(), [{ type: 'set', id: 1, name: 'a', value: 1 }]);
  harness.socket.receive(state(21, 1, ANN, 'a'));
  assert.equal(await queued, 21);
});

test('rejects `set` on a server without shared values', async () => {
  const harness = new ClientHarness();
  const early = harness.client.set(PAGE, 1);
  harness.client.message('sent before the join');
  harness.join({ features: undefined });
  const expected = { code: 'unsupported' };
  await assert.rejects(early, expected);
  await assert.rejects(harness.client.set(PAGE, 2), expected);
  assert.deepEqual(harness.socket.takeSent(), [{ type: 'message', id: 1, data: 'sent before the join' }]);
  assert.deepEqual(harness.details('unsure'), []);
});

test('handles a change to a server without shared values and back', async () => {
  const harness = new ClientHarness();
  harness.join({ state: { [PAGE]: { value: 1, seq: 4 } } });
  harness.socket.closeFromServer(1012);
  harness.client.message('one');
  const queued = harness.client.set(PAGE, 2);
  harness.client.message('two');
  harness.clock.advance(10_000);
  harness.acceptJoin({ seq: 20, features: undefined });
  await assert.rejects(queued, { code: 'unsupported' });
  assert.deepEqual(
    harness.socket.takeSent().map(({ id, data }) => [id, data]),
    [
      [1, 'one'],
      [2, 'two'],
    ],
  );
  assert.equal(harness.client.sharedState.size, 0);
  harness.disconnect();
  harness.acceptJoin({ seq: 30 });
  const setting = harness.client.set(PAGE, 3);
  harness.socket.receive(state(31, 3));
  assert.equal(await setting, 31);
});
