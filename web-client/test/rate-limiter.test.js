import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../signaling/clock.js';
import { RateLimiter } from '../signaling/rate-limiter.js';
import { RateLimitedServer } from './support/rate-limited-server.js';
import { ClientHarness } from './support/client-harness.js';

const THOUSAND = Array.from({ length: 1000 }, (_, index) => index);

/** A client that has joined a server with a rate limit. @param {number} perSecond */
function joinLimited(perSecond) {
  const harness = new ClientHarness();
  harness.join({ heartbeat: 600, limits: { messageBytes: 65_536, messagesPerSecond: perSecond } });
  return { harness, server: new RateLimitedServer(harness, perSecond) };
}

for (const perSecond of [7, 50, 1000]) {
  test(`sends a thousand messages in order at ${perSecond} per second`, () => {
    const { harness, server } = joinLimited(perSecond);
    for (const n of THOUSAND) harness.client.message(n);
    server.run((1000 / perSecond) * 1000);
    assert.deepEqual(server.accepted, THOUSAND);
    assert.equal(server.frames, 1000, 'none is refused');
  });
}

test('sends queued messages at the full rate', () => {
  const { harness, server } = joinLimited(50);
  for (const n of THOUSAND) harness.client.message(n);
  server.run(10);
  assert.equal(server.accepted.length, 451, 'a burst of nine of the ten seconds');
  server.run(10_000);
  assert.equal(server.accepted.length, 951);
});

test('repeats a single message until a busy server accepts it', () => {
  const { harness, server } = joinLimited(50);
  server.exhaust(300);
  for (const n of THOUSAND) harness.client.message(n);
  server.run(25_000);
  assert.deepEqual(server.accepted, THOUSAND);
  assert.equal(server.frames, 1000 + 451, 'only the messages in flight are sent twice');
  assert.equal(server.closed, false);
});

test('is never refused at a steady rate above the limit', () => {
  const { harness, server } = joinLimited(50);
  let sent = 0;
  for (let second = 0; second < 60; second++) {
    for (let n = 0; n < 55; n++) harness.client.message(sent++);
    server.run(1000);
  }
  server.run(10_000);
  assert.equal(server.accepted.length, sent);
  assert.equal(server.frames, sent);
});

test('starts with a full burst on a new connection', () => {
  const { harness } = joinLimited(50);
  for (const n of THOUSAND) harness.client.message(n);
  assert.equal(harness.socket.takeSent().length, 451);
  harness.socket.closeFromServer(1006);
  harness.client.retry();
  harness.acceptJoin({ resumed: true, peers: undefined, received: 451 });
  assert.equal(harness.socket.takeSent().length, 451);
});

test('keeps the rate when the wall clock is set back', (t) => {
  const limiter = new RateLimiter(systemClock);
  for (let n = 0; n < 500; n++) limiter.take(50);
  const before = Date.now();
  t.mock.method(Date, 'now', () => before - 3_600_000);
  assert.ok(limiter.take(50) <= 1000, 'milliseconds, not an hour');
});
