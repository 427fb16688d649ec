import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Scene, resumed } from './support/scene.js';

const STOP = [1003, 1007, 1009, 4400, 4401, 4403, 4409, 4423];
const AGAIN = [1000, 1001, 1005, 1006, 1011, 1012, 1013, 4408, 4420, 4429, 4999];

for (const code of STOP) {
  test(`after close code ${code} a person must act`, () => {
    const scene = new Scene();
    scene.joins();
    scene.socket.isClosed(code);
    assert.equal(scene.client.state, 'closed');
    assert.match(scene.told.at(-1)?.detail.error.message, /^[A-Z].*\.$/);
    scene.surroundings('online');
    scene.client.retry();
    scene.clock.advance(3_600_000);
    assert.equal(scene.sockets.length, 1);
    assert.equal(scene.clock.pending, 0);
  });
}

for (const code of AGAIN) {
  test(`after close code ${code} the client comes again, and resumes`, () => {
    const scene = new Scene();
    scene.joins();
    scene.isCut(code);
    assert.equal(scene.isLetIn(resumed()).after, 10);
    assert.equal(scene.client.state, 'open');
  });
}

test('after close code 4410 the client joins anew', () => {
  const scene = new Scene();
  scene.joins();
  scene.isCut(4410);
  assert.equal('after' in scene.isLetIn(), false);
  assert.equal(scene.client.state, 'open');
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
  test(`a join that is refused with ${code} has failed`, async () => {
    const scene = new Scene();
    const joining = scene.client.join();
    scene.socket.opens();
    scene.socket.hears({ type: 'error', code, message: 'As the server says.' });
    await assert.rejects(joining, { name: 'SignalingError', code, message: 'As the server says.' });
    assert.equal(scene.client.state, 'closed');
    assert.equal(scene.socket.closed, true);
  });
}

for (const code of ['join-timeout', 'rate-limited', 'internal', 'unavailable']) {
  test(`a join that is refused with ${code} is tried again`, async () => {
    const scene = new Scene();
    const joining = scene.client.join();
    scene.socket.opens();
    scene.socket.hears({ type: 'error', code, message: 'Later.' });
    assert.equal(scene.client.state, 'connecting');
    scene.clock.advance(10_000);
    scene.isLetIn();
    assert.equal((await joining).seq, 10);
  });
}

test('a join waits for as long as the server asks', () => {
  const scene = new Scene();
  void scene.client.join();
  scene.socket.opens();
  scene.socket.hears({ type: 'error', code: 'rate-limited', message: 'Later.', retryAfter: 30_000 });
  scene.clock.advance(29_999);
  assert.equal(scene.sockets.length, 1);
  scene.clock.advance(10_000);
  assert.equal(scene.sockets.length, 2);
});

test('a server that cannot be reached is tried again and again', async () => {
  const scene = new Scene();
  const joining = scene.client.join();
  for (let n = 0; n < 5; n++) scene.isCut();
  assert.equal(scene.client.state, 'connecting');
  assert.equal(scene.told.at(-1)?.detail.attempt, 5);
  scene.isLetIn();
  await joining;
});

test('a server that cannot be reached is not one that was lost', () => {
  const scene = new Scene();
  void scene.client.join();
  const why = () => scene.told.at(-1)?.detail.error.message;
  scene.socket.isClosed(1006);
  assert.match(why(), /^Could not connect to the server \(wss:\/\/example\.org\/v1\/rooms\/standup\): check/);
  scene.clock.advance(10_000);
  scene.isLetIn();
  scene.socket.isClosed(1006);
  assert.equal(why(), 'The connection to the server was lost.');
});

test('after a refusal that names no request the client asks where things stand', () => {
  const scene = new Scene();
  scene.joins();
  scene.client.message(1);
  scene.client.message(2);
  scene.socket.hears({ type: 'error', code: 'bad-message', message: 'No JSON.' });
  scene.socket.hears({ type: 'error', code: 'bad-message', message: 'It skips.', re: 2 });
  assert.equal(scene.client.state, 'reconnecting');
  assert.equal(scene.told.at(-1)?.detail.error.message, 'No JSON.');
  scene.clock.advance(10_000);
  scene.isLetIn(resumed({ received: 0 }));
  assert.deepEqual(
    scene.socket.take().map(({ id }) => id),
    [1, 2],
  );
});

test('the server says in its own words why it closed', () => {
  const scene = new Scene();
  scene.joins();
  scene.socket.hears({ type: 'error', code: 'room-locked', message: 'The host has locked the room.' });
  scene.socket.isClosed(4423);
  const { code, message } = scene.told.at(-1)?.detail.error;
  assert.deepEqual([code, message], ['room-locked', 'The host has locked the room.']);
});

test('an old complaint does not explain a later close', () => {
  const scene = new Scene();
  scene.joins();
  scene.client.message(1, { to: 'nobody' });
  scene.socket.hears({ type: 'error', code: 'peer-gone', message: 'Nobody.', re: 1, peers: ['nobody'] });
  scene.socket.isClosed(4403, 'Kicked by the host.');
  const { code, message } = scene.told.at(-1)?.detail.error;
  assert.deepEqual([code, message], ['forbidden', 'Kicked by the host.']);
});

for (const [code, closeCode] of /** @type {const} */ ([
  ['forbidden', 4403],
  ['unavailable', 1013],
])) {
  test(`a request that is ${code} leaves the connection open, and does not explain a later close`, () => {
    const scene = new Scene();
    scene.joins();
    scene.client.message(1);
    scene.socket.hears({ type: 'error', code, message: 'Not this.', re: 1, retryAfter: 60_000 });
    assert.equal(scene.client.state, 'open');
    assert.equal(scene.socket.closed, false);
    scene.socket.isClosed(closeCode, 'For another reason.');
    const { code: why, message, retryAfter } = scene.told.at(-1)?.detail.error;
    assert.deepEqual([why, message, retryAfter], [code, 'For another reason.', undefined]);
  });
}

test('a connection that was too slow is told from one that joined too late', () => {
  for (const [closeCode, code] of /** @type {const} */ ([
    [4420, 'slow'],
    [4408, 'join-timeout'],
  ])) {
    const scene = new Scene();
    scene.joins();
    scene.socket.isClosed(closeCode);
    assert.equal(scene.told.at(-1)?.detail.error.code, code);
  }
});

test('what is not a message of the protocol is answered by coming again', () => {
  for (const text of ['{', '[]', 'null', '{"kind":"message"}']) {
    const scene = new Scene();
    scene.joins();
    scene.socket.hearsText(text);
    assert.equal(scene.client.state, 'reconnecting', text);
  }
});

test('a message of an unknown type is left aside', () => {
  const scene = new Scene();
  scene.joins();
  const before = scene.told.length;
  scene.socket.hears({ type: 'weather', seq: 11 });
  assert.equal(scene.client.state, 'open');
  assert.equal(scene.told.length, before);
});

test('a refusal that was lost with its connection is told after the join', () => {
  const scene = new Scene();
  scene.joins();
  scene.client.message('one');
  scene.client.message('two', { to: 'nobody' });
  scene.isCut();
  const lost = { type: 'error', code: 'peer-gone', message: 'Nobody is there.', re: 2, peers: ['nobody'] };
  const known = { ...lost, re: 1 };
  scene.isLetIn(resumed({ received: 2, errors: [lost] }));
  assert.deepEqual(
    scene.told.filter(({ type }) => type === 'error').map(({ detail }) => [detail.code, detail.re]),
    [['peer-gone', 2]],
  );
  scene.isCut();
  scene.isLetIn(resumed({ received: 2, errors: [known, lost] }));
  assert.equal(scene.told.filter(({ type }) => type === 'error').length, 1);
});
