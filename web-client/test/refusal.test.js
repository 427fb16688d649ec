import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClientHarness, resumed } from './support/client-harness.js';

const STOP = [1003, 1007, 1009, 4400, 4401, 4403, 4409, 4423];
const RESUME = [1000, 1001, 1005, 1006, 1011, 1012, 1013, 4408, 4420, 4429, 4999];

for (const code of STOP) {
  test(`stops after close code ${code}`, () => {
    const harness = new ClientHarness();
    harness.join();
    harness.socket.closeFromServer(code);
    assert.equal(harness.client.state, 'closed');
    assert.match(harness.events.at(-1)?.detail.error.code, /^[a-z-]+$/);
    harness.dispatchInEnvironment('online');
    harness.client.retry();
    harness.clock.advance(3_600_000);
    assert.equal(harness.sockets.length, 1);
    assert.equal(harness.clock.pending, 0);
  });
}

for (const code of RESUME) {
  test(`resumes after close code ${code}`, () => {
    const harness = new ClientHarness();
    harness.join();
    harness.disconnect(code);
    assert.equal(harness.acceptJoin(resumed()).after, 10);
    assert.equal(harness.client.state, 'open');
  });
}

test('joins under a new seat after close code 4410', () => {
  const harness = new ClientHarness();
  harness.join();
  harness.disconnect(4410);
  assert.equal('after' in harness.acceptJoin(), false);
  assert.equal(harness.client.state, 'open');
});

const REFUSALS = [
  'bad-message',
  'unauthorized',
  'forbidden',
  'too-large',
  'room-full',
  'room-locked',
  'replaced',
];

for (const code of REFUSALS) {
  test(`rejects a join that is refused with ${code}`, async () => {
    const harness = new ClientHarness();
    const joining = harness.client.join();
    harness.socket.open();
    harness.socket.receive({ type: 'error', code, message: 'As the server says.' });
    await assert.rejects(joining, { name: 'SignalingError', code, message: 'As the server says.' });
    assert.equal(harness.client.state, 'closed');
    assert.equal(harness.socket.closed, true);
  });
}

for (const code of ['join-timeout', 'rate-limited', 'internal', 'unavailable']) {
  test(`retries a join that is refused with ${code}`, async () => {
    const harness = new ClientHarness();
    const joining = harness.client.join();
    harness.socket.open();
    harness.socket.receive({ type: 'error', code, message: 'Later.' });
    assert.equal(harness.client.state, 'connecting');
    harness.clock.advance(10_000);
    harness.acceptJoin();
    assert.equal((await joining).seq, 10);
  });
}

test('waits for `retryAfter` before it repeats a join', () => {
  const harness = new ClientHarness();
  void harness.client.join();
  harness.socket.open();
  harness.socket.receive({ type: 'error', code: 'rate-limited', message: 'Later.', retryAfter: 30_000 });
  harness.clock.advance(29_999);
  assert.equal(harness.sockets.length, 1);
  harness.clock.advance(10_000);
  assert.equal(harness.sockets.length, 2);
});

test('keeps trying to reach the server', async () => {
  const harness = new ClientHarness();
  const joining = harness.client.join();
  for (let n = 0; n < 5; n++) harness.disconnect();
  assert.equal(harness.client.state, 'connecting');
  assert.equal(harness.events.at(-1)?.detail.attempt, 5);
  harness.acceptJoin();
  await joining;
});

test('distinguishes a failed connection from a lost one', () => {
  const harness = new ClientHarness();
  void harness.client.join();
  const message = () => harness.events.at(-1)?.detail.error.message;
  harness.socket.closeFromServer(1006);
  assert.match(message(), /wss:\/\/example\.org\/v1\/rooms\/standup/);
  harness.clock.advance(10_000);
  harness.acceptJoin();
  harness.socket.closeFromServer(1006);
  assert.equal(message(), 'connection-lost');
});

test('reconnects after an error that names no request, and repeats what was not processed', () => {
  const harness = new ClientHarness();
  harness.join();
  harness.client.message(1);
  harness.client.message(2);
  harness.socket.receive({ type: 'error', code: 'bad-message', message: 'No JSON.' });
  harness.socket.receive({ type: 'error', code: 'bad-message', message: 'It skips.', re: 2 });
  assert.equal(harness.client.state, 'reconnecting');
  assert.equal(harness.events.at(-1)?.detail.error.message, 'No JSON.');
  harness.clock.advance(10_000);
  harness.acceptJoin(resumed({ received: 0 }));
  assert.deepEqual(
    harness.socket.takeSent().map(({ id }) => id),
    [1, 2],
  );
});

test('reads the reason for a close from the error before it', () => {
  const harness = new ClientHarness();
  harness.join();
  harness.socket.receive({ type: 'error', code: 'room-locked', message: 'The host has locked the room.' });
  harness.socket.closeFromServer(4423);
  const { code, message } = harness.events.at(-1)?.detail.error;
  assert.deepEqual([code, message], ['room-locked', 'The host has locked the room.']);
});

test('reconnects after an error without an id, whether requests wait or not', () => {
  for (const [code, state] of [
    ['bad-message', 'reconnecting'],
    ['internal', 'reconnecting'],
    ['forbidden', 'closed'],
    ['rate-limited', 'open'], // refuses a ping
    ['of-a-later-server', 'open'],
  ]) {
    const harness = new ClientHarness();
    harness.join();
    harness.socket.receive({ type: 'error', code, message: 'No.' });
    assert.equal(harness.client.state, state, code);
  }
});

test('does not treat an earlier error as the reason for a close', () => {
  const harness = new ClientHarness();
  harness.join();
  harness.client.message(1, { to: 'nobody' });
  harness.socket.receive({ type: 'error', code: 'peer-gone', message: 'Nobody.', re: 1, peers: ['nobody'] });
  harness.socket.closeFromServer(4403, 'Kicked by the host.');
  const { code, message } = harness.events.at(-1)?.detail.error;
  assert.deepEqual([code, message], ['forbidden', 'Kicked by the host.']);
});

for (const [code, closeCode] of /** @type {const} */ ([
  ['forbidden', 4403],
  ['unavailable', 1013],
])) {
  test(`keeps the connection open when a request is ${code}, and does not treat it as the reason for a close`, () => {
    const harness = new ClientHarness();
    harness.join();
    harness.client.message(1);
    harness.socket.receive({ type: 'error', code, message: 'Not this.', re: 1, retryAfter: 60_000 });
    assert.equal(harness.client.state, 'open');
    assert.equal(harness.socket.closed, false);
    harness.socket.closeFromServer(closeCode, 'For another reason.');
    const { code: reason, message, retryAfter } = harness.events.at(-1)?.detail.error;
    assert.deepEqual([reason, message, retryAfter], [code, 'For another reason.', undefined]);
  });
}

test('distinguishes a slow connection from a late join', () => {
  for (const [closeCode, code] of /** @type {const} */ ([
    [4420, 'slow'],
    [4408, 'join-timeout'],
  ])) {
    const harness = new ClientHarness();
    harness.join();
    harness.socket.closeFromServer(closeCode);
    assert.equal(harness.events.at(-1)?.detail.error.code, code);
  }
});

test('reconnects when it receives a message that is not of the protocol', () => {
  for (const text of ['{', '[]', 'null', '{"kind":"message"}']) {
    const harness = new ClientHarness();
    harness.join();
    harness.socket.receiveText(text);
    assert.equal(harness.client.state, 'reconnecting', text);
  }
});

test('ignores messages of an unknown type', () => {
  const harness = new ClientHarness();
  harness.join();
  const before = harness.events.length;
  harness.socket.receive({ type: 'weather', seq: 11 });
  assert.equal(harness.client.state, 'open');
  assert.equal(harness.events.length, before);
  harness.disconnect();
  assert.equal(harness.acceptJoin(resumed({ seq: 11 })).after, 11, 'it has been processed');
});

test('dispatches errors that `joined` repeats, once', () => {
  const harness = new ClientHarness();
  harness.join();
  harness.client.message('one');
  harness.client.message('two', { to: 'nobody' });
  harness.disconnect();
  const lost = { type: 'error', code: 'peer-gone', message: 'Nobody is there.', re: 2, peers: ['nobody'] };
  const known = { ...lost, re: 1 };
  harness.acceptJoin(resumed({ received: 2, errors: [lost] }));
  assert.deepEqual(
    harness.events.filter(({ type }) => type === 'error').map(({ detail }) => [detail.code, detail.re]),
    [['peer-gone', 2]],
  );
  harness.disconnect();
  harness.acceptJoin(resumed({ received: 2, errors: [known, lost] }));
  assert.equal(harness.events.filter(({ type }) => type === 'error').length, 1);
});
