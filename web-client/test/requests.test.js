import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BEN, CAT, Scene, cat, resumed } from './support/scene.js';

const rateLimited = (/** @type {number} */ re, retryAfter = 250) => {
  return { type: 'error', code: 'rate-limited', message: 'Too many.', re, retryAfter };
};
const ids = (/** @type {{ id: number }[]} */ said) => said.map(({ id }) => id);

test('what was not taken is sent again after the delay, alone until it is taken', () => {
  const scene = new Scene();
  scene.joins();
  for (const n of [1, 2, 3, 4]) scene.client.message(n);
  scene.socket.take();
  scene.socket.hears(rateLimited(2));
  for (const id of [3, 4]) scene.socket.hears(rateLimited(id, 1));
  scene.client.message(5);
  scene.clock.advance(249);
  assert.deepEqual(scene.socket.take(), [], 'nothing overtakes what waits');
  scene.clock.advance(1);
  assert.deepEqual(ids(scene.socket.take()), [2]);
  scene.socket.hears(rateLimited(2));
  scene.clock.advance(250);
  assert.deepEqual(ids(scene.socket.take()), [2], 'as often as it takes');
  scene.clock.advance(60);
  assert.deepEqual(scene.socket.take(), [], 'and nothing behind it before');
  scene.socket.hears({ type: 'ack', received: 2 });
  assert.deepEqual(ids(scene.socket.take()), [3, 4, 5], 'at the rate of the server, which is 50 per second');
  assert.deepEqual(scene.heard('error'), [], 'the application need not know');
});

test('what is `unavailable` is sent again, too', () => {
  const scene = new Scene();
  scene.joins();
  scene.client.message(1);
  scene.socket.take();
  scene.socket.hears({ type: 'error', code: 'unavailable', message: 'Out of reach.', re: 1 });
  scene.clock.advance(1000);
  assert.deepEqual(ids(scene.socket.take()), [1]);
});

test('a pause that the server asked for ends with the connection', () => {
  const scene = new Scene();
  scene.joins();
  scene.client.message(1);
  scene.socket.hears(rateLimited(1, 60_000));
  scene.isCut();
  scene.isLetIn(resumed());
  assert.deepEqual(ids(scene.socket.take()), [1]);
});

for (const code of ['bad-message', 'unknown-type', 'peer-gone', 'forbidden']) {
  test(`a request that was refused with ${code} is answered, and its id used up`, () => {
    const scene = new Scene();
    scene.joins();
    scene.client.message(1);
    scene.client.message(2);
    scene.socket.hears({ type: 'error', code, message: 'No.', re: 1 });
    const [error] = scene.heard('error');
    assert.deepEqual([error.code, error.message, error.re], [code, 'No.', 1]);
    scene.client.message(3);
    assert.deepEqual(ids(scene.socket.take()), [1, 2, 3]);
    scene.isCut();
    scene.isLetIn(resumed({ received: 1 }));
    assert.deepEqual(ids(scene.socket.take()), [2, 3]);
  });
}

test('a refusal of what was answered already changes nothing', () => {
  const scene = new Scene();
  scene.joins();
  scene.client.message(1);
  scene.socket.hears({ type: 'ack', received: 1 });
  scene.socket.hears(rateLimited(1));
  scene.client.message(2);
  assert.deepEqual(ids(scene.socket.take()), [1, 2]);
});

test('a message that the server would not take is not sent', () => {
  const scene = new Scene();
  scene.joins({ limits: { messageBytes: 200, messagesPerSecond: 50 } });
  assert.throws(() => scene.client.message('é'.repeat(100)), {
    code: 'too-large',
    message: /takes 200: send less/,
  });
  scene.client.message('é'.repeat(50));
  assert.deepEqual(ids(scene.socket.take()), [1], 'and has used no id');
});

test('a question is answered by the one who was asked', async () => {
  const scene = new Scene();
  scene.joins({ peers: [cat] });
  const asking = scene.client.ask({ may: 'I?' }, { to: CAT });
  const [{ id }] = scene.socket.take();
  scene.socket.hears({ type: 'reply', seq: 12, from: BEN, re: 11, ask: id, data: 'not asked' });
  scene.socket.hears({ type: 'reply', seq: 13, from: CAT, re: 11, ask: id + 1, data: 'another question' });
  scene.socket.hears({ type: 'reply', seq: 14, from: CAT, re: 11, ask: id, data: { yes: true } });
  assert.deepEqual(await asking, { from: CAT, data: { yes: true } });
  assert.equal(scene.heard('reply').length, 3);
});

test('a question is answered with the seq that it came with', () => {
  const scene = new Scene();
  scene.joins();
  scene.socket.hears({ type: 'message', seq: 57, from: BEN, data: 'how?', ask: true });
  scene.client.reply(scene.heard('message')[0], 'so');
  assert.deepEqual(scene.socket.take(), [{ type: 'reply', id: 1, to: BEN, re: 57, data: 'so' }]);
});

test('a question keeps its place when it is asked before the seat is there', async () => {
  const scene = new Scene();
  scene.joins();
  scene.client.message('sent under the old seat');
  scene.socket.isClosed(1006);
  const asking = scene.client.ask('queued', { to: BEN, timeout: 60_000 });
  scene.clock.advance(10_000);
  scene.isLetIn({ seq: 20 });
  assert.deepEqual(ids(scene.socket.take()), [1]);
  scene.socket.hears({ type: 'reply', seq: 22, from: BEN, re: 21, ask: 1, data: 'yes' });
  assert.equal((await asking).data, 'yes');
});

test('an answer to a question of an earlier seat is not taken for one of this seat', async () => {
  const scene = new Scene();
  scene.joins({ seq: 10 });
  const before = scene.client.ask('before', { to: BEN, timeout: 60_000 });
  scene.isCut();
  scene.isLetIn({ seq: 20 });
  await assert.rejects(before, { code: 'unsure' });
  const now = scene.client.ask('now', { to: BEN });
  scene.socket.hears({ type: 'reply', seq: 22, from: BEN, re: 11, ask: 1, data: 'to the one before' });
  scene.socket.hears({ type: 'reply', seq: 23, from: BEN, re: 21, ask: 1, data: 'to this one' });
  assert.equal((await now).data, 'to this one');
});

test('a question fails when no answer can come any more', async () => {
  const scene = new Scene();
  scene.joins({ peers: [cat] });
  const late = scene.client.ask(1, { to: BEN, timeout: 5000 });
  scene.clock.advance(5000);
  await assert.rejects(late, { code: 'ask-timeout', message: /5 s/ });

  const gone = scene.client.ask(2, { to: 'nobody' });
  scene.socket.hears({ type: 'error', code: 'peer-gone', message: 'Nobody.', re: 2, peers: ['nobody'] });
  await assert.rejects(gone, { code: 'peer-gone', message: 'Nobody.' });

  const left = scene.client.ask(3, { to: CAT });
  scene.socket.hears({ type: 'peer-left', seq: 11, from: CAT, reason: 'left' });
  await assert.rejects(left, { code: 'peer-gone' });

  const closed = scene.client.ask(4, { to: BEN });
  scene.client.leave();
  await assert.rejects(closed, { code: 'closed' });
  await assert.rejects(scene.client.ask(5, { to: BEN }), { code: 'closed' });
});

test('who leaves says so, and is heard no more', async () => {
  const scene = new Scene();
  scene.joins();
  scene.client.message(1);
  scene.client.leave();
  scene.client.leave();
  assert.deepEqual(scene.socket.take().slice(1), [{ type: 'leave', id: 2 }]);
  assert.equal(scene.socket.closed, true);
  assert.deepEqual(scene.told.at(-1), { type: 'state', detail: { state: 'closed', error: undefined } });
  assert.throws(() => scene.client.message(2), { code: 'closed', message: /join again/ });
});

test('who leaves in a pause skips no id', () => {
  const scene = new Scene();
  scene.joins();
  for (const n of [1, 2, 3]) scene.client.message(n);
  scene.socket.take();
  scene.socket.hears(rateLimited(2));
  scene.client.leave();
  assert.deepEqual(scene.socket.take(), [{ type: 'leave', id: 2 }]);
  assert.equal(scene.clock.pending, 0);
});

test('who leaves before the seat is there does not get it', async () => {
  const scene = new Scene();
  const joining = scene.client.join();
  scene.client.leave();
  await assert.rejects(joining, { code: 'closed' });
  assert.deepEqual(scene.socket.take(), []);
  assert.equal(scene.clock.pending, 0);
});
