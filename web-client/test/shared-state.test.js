import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANN, BEN, ClientHarness, joined, resumed } from './support/client-harness.js';
import { PAGE, error, outcome, state, values } from './support/shared-state.js';
import { HttpHarness } from './support/http-harness.js';

test('resolves `set` with the number of its own event', async () => {
  const harness = new ClientHarness();
  harness.join();
  const setting = harness.client.set(PAGE, { page: 7 }, { if: 0 });
  assert.deepEqual(harness.socket.takeSent(), [
    { type: 'set', id: 1, name: PAGE, value: { page: 7 }, if: 0 },
  ]);
  harness.socket.receive({ type: 'ack', received: 1 });
  harness.socket.receive(state(11, { page: 7 }, BEN));
  harness.socket.receive(state(12, { page: 7 }, ANN, 'slides.file'));
  assert.equal(await outcome(setting), 'pending', 'neither the same value of another peer, nor another name');
  harness.socket.receive(state(13, { page: 7 }));
  assert.equal(await setting, 13);
  assert.equal(harness.clock.pending, 1, 'only the heartbeat remains');
});

test('applies all changes to `sharedState`', () => {
  const harness = new ClientHarness();
  harness.join({ state: { [PAGE]: { value: 1, seq: 4 }, __proto__2: { value: [], seq: 5 } } });
  assert.deepEqual(values(harness), { [PAGE]: { value: 1, seq: 4 }, __proto__2: { value: [], seq: 5 } });
  assert.deepEqual(harness.details('shared-state'), [], 'initial values dispatch no events');
  harness.client.addEventListener('shared-state', () => assert.equal(harness.client.sharedState.size, 1));
  harness.socket.receive(state(11, null, BEN, '__proto__2'));
  harness.socket.receive(state(12, 2, BEN));
  assert.deepEqual(values(harness), { [PAGE]: { value: 2, seq: 12 } });
  assert.deepEqual(harness.details('shared-state'), [state(11, null, BEN, '__proto__2'), state(12, 2, BEN)]);
  assert.equal(harness.client.state, 'open', 'not to be confused with the state of the client');
});

test('accepts names of JavaScript object members', () => {
  const harness = new ClientHarness();
  void harness.client.join();
  harness.socket.open();
  const text = JSON.stringify(joined());
  harness.socket.receiveText(text.replace(/}$/, ',"state":{"__proto__":{"value":1,"seq":2}}}'));
  assert.deepEqual([...harness.client.sharedState], [['__proto__', { value: 1, seq: 2 }]]);
  harness.socket.receive(state(11, 5, BEN, 'constructor'));
  assert.equal(harness.client.sharedState.get('constructor')?.value, 5);
});

test('rejects a set that conflicts, with the number of the present value', async () => {
  const harness = new ClientHarness();
  harness.join();
  const setting = harness.client.set(PAGE, 8, { if: 57 });
  harness.socket.receive(error('conflict', 1, { seq: 58 }));
  await assert.rejects(setting, { name: 'SignalingError', code: 'conflict', message: /says/, seq: 58 });
  assert.deepEqual([harness.details('error')[0].code, harness.details('error')[0].seq], ['conflict', 58]);
  assert.equal(harness.client.sharedState.size, 0);
  harness.client.message('next');
  assert.equal(harness.socket.takeSent().at(-1).id, 2, 'the refused request keeps its id');
});

for (const code of ['bad-message', 'forbidden', 'unknown-type', 'peer-gone', 'internal']) {
  test(`rejects a set that is refused with ${code}, and keeps the connection`, async () => {
    const harness = new ClientHarness();
    harness.join();
    const setting = harness.client.set('host.lock', true);
    harness.socket.receive(error(code, 1));
    await assert.rejects(setting, { code, re: 1 });
    assert.equal(harness.client.state, 'open');
    assert.equal(harness.socket.closed, false);
  });
}

test('repeats an unavailable set with the same id on the same connection', async () => {
  const harness = new ClientHarness();
  harness.join();
  const setting = harness.client.set(PAGE, 1);
  harness.socket.takeSent();
  harness.socket.receive(error('unavailable', 1, { retryAfter: 3000 }));
  harness.clock.advance(2999);
  assert.deepEqual(harness.socket.takeSent(), []);
  harness.clock.advance(1);
  assert.deepEqual(harness.socket.takeSent(), [{ type: 'set', id: 1, name: PAGE, value: 1 }]);
  harness.socket.receive(state(11, 1));
  assert.equal(await setting, 11);
  assert.equal(harness.sockets.length, 1);
  assert.deepEqual(harness.details('error'), []);
});

test('ignores a repeated event', async () => {
  const harness = new ClientHarness();
  harness.join();
  const first = harness.client.set(PAGE, 1);
  const second = harness.client.set(PAGE, 1);
  harness.socket.receive({ type: 'ack', received: 2 });
  harness.socket.receive(state(11, 1));
  harness.socket.receive(state(11, 1));
  assert.deepEqual([await outcome(first), await outcome(second)], [11, 'pending']);
  assert.equal(harness.details('shared-state').length, 1);
});

test('does not treat an event that overtakes a refusal as the outcome of the refused set', async () => {
  const http = new HttpHarness({ transports: ['events'] });
  await http.joinWithStream();
  const refused = http.client.set(PAGE, 'mine', { if: 0 });
  const accepted = http.client.set(PAGE, 'mine', { if: 12 });
  const other = http.client.set(PAGE, 'yours');
  http.stream.receive(state(13, 'mine'));
  http.stream.receive(state(14, 'yours'));
  assert.deepEqual(await Promise.all([refused, accepted, other].map(outcome)), [
    'pending',
    'pending',
    'pending',
  ]);
  const errors = [error('conflict', 1, { seq: 11 })];
  (await http.nextRequest()).respond({ type: 'ack', received: 3, errors });
  assert.deepEqual(await outcome(refused), { code: 'conflict', seq: 11 });
  assert.deepEqual([await accepted, await other], [13, 14]);
});

test('settles a set at once when no earlier one has the same value', async () => {
  const http = new HttpHarness({ transports: ['events'] });
  await http.joinWithStream();
  const refused = http.client.set(PAGE, 1, { if: 0 });
  const accepted = http.client.set(PAGE, 2);
  http.stream.receive(state(13, 2));
  assert.equal(await accepted, 13);
  assert.equal(await outcome(refused), 'pending');
});

test('sends the value as it was at the call', async () => {
  const harness = new ClientHarness();
  harness.join();
  harness.socket.closeFromServer(1006);
  const value = { page: 1 };
  const setting = harness.client.set(PAGE, value);
  value.page = 2;
  harness.clock.advance(10_000);
  harness.acceptJoin(resumed());
  assert.deepEqual(harness.socket.takeSent()[0].value, { page: 1 });
  harness.socket.receive(state(11, { page: 1 }));
  assert.equal(await setting, 11);
});

test('rejects an accepted set as unsure when its event does not arrive', async () => {
  const harness = new ClientHarness();
  harness.join({ heartbeat: 600 });
  const setting = harness.client.set(PAGE, 1);
  harness.socket.receive({ type: 'ack', received: 1 });
  harness.clock.advance(119_999);
  assert.equal(await outcome(setting), 'pending');
  harness.clock.advance(1);
  await assert.rejects(setting, { code: 'unsure' });
});

test('rejects pending sets when it leaves', async () => {
  const harness = new ClientHarness();
  harness.join();
  const acknowledged = harness.client.set(PAGE, 1);
  harness.socket.receive({ type: 'ack', received: 1 });
  const sent = harness.client.set(PAGE, 2);
  harness.client.leave();
  for (const setting of [acknowledged, sent, harness.client.set(PAGE, 3)])
    await assert.rejects(setting, { code: 'closed' });
  assert.equal(harness.clock.pending, 0);
});

const any = (/** @type {unknown} */ value) => /** @type {any} */ (value);

/** @type {[unknown[], RegExp | string][]} */
const REFUSED = [
  [['', 1], 'name'],
  [['x'.repeat(65), 1], 'name'],
  [['a b', 1], 'name'],
  [[7, 1], 'name'],
  [['a', undefined], 'value'],
  [['a', () => {}], 'value'],
  [['a', 1n], /BigInt/],
  [['a', 1, { if: -1 }], 'if'],
  [['a', 1, { if: 1.5 }], 'if'],
  [['a', 1, { if: '7' }], 'if'],
  [['a', 'a\ud83d'], 'surrogate'],
];

for (const [args, message] of REFUSED) {
  test(`refuses set(${args.map(String).join(', ').slice(0, 40)})`, async () => {
    const harness = new ClientHarness();
    harness.join();
    await assert.rejects(any(harness.client).set(...args), { code: 'bad-message', message });
    harness.client.message('next');
    assert.deepEqual(harness.socket.takeSent(), [{ type: 'message', id: 1, data: 'next' }]);
  });
}
