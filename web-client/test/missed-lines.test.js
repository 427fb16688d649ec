import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MissedLines } from '../ui/missed-lines.js';
import { BEN, CAT, FEATURES, ClientHarness, ben, cat, resumed } from './support/client-harness.js';

/** Pages of today ask for the history; those from before know nothing of it. */
const today = { ...ben, features: FEATURES };
const before = cat;

/** @param {object} joined */
function setUp(joined) {
  const harness = new ClientHarness();
  const missed = new MissedLines(harness.client, new AbortController().signal);
  harness.join(joined);
  return { harness, missed };
}

const said = (/** @type {ClientHarness} */ harness) =>
  harness.socket
    .takeSent()
    .map(({ to, except, keep, data }) => ({ to, except, keep, chat: data.chat, said: data.said }));

/** @param {object} request */
function message(request) {
  return { to: undefined, except: undefined, keep: undefined, chat: 'x', said: 7, ...request };
}

test('a line that was said without a connection is kept for those who come, and told once to each who is here', () => {
  const { harness, missed } = setUp({ peers: [today, before] });
  harness.socket.closeFromServer(1006);
  missed.keep({ chat: 'x', said: 7 }, [BEN, CAT]);
  harness.clock.advance(10_000);
  harness.acceptJoin(resumed());
  assert.deepEqual(said(harness), [message({ except: [CAT], keep: true }), message({ to: [CAT] })]);
  harness.disconnect();
  harness.acceptJoin(resumed({ received: 2 }));
  assert.deepEqual(said(harness), [], 'and never again');
});

test('where all know the history, a line that was said without a connection is told once', () => {
  const { harness, missed } = setUp({ peers: [today] });
  harness.socket.closeFromServer(1006);
  missed.keep({ chat: 'x', said: 7 }, [BEN]);
  harness.clock.advance(10_000);
  harness.acceptJoin({ seq: 20, peers: [{ ...today, seat: 9 }] });
  assert.deepEqual(said(harness), [message({ keep: true })]);
  harness.socket.receive({ type: 'peer-updated', seq: 21, peer: { ...today, seat: 10 } });
  assert.deepEqual(said(harness), []);
});

test('a server that keeps nothing is asked to tell those who were here', () => {
  const { harness, missed } = setUp({ peers: [today, before], features: undefined });
  harness.socket.closeFromServer(1006);
  missed.keep({ chat: 'x', said: 7 }, [BEN, CAT]);
  harness.clock.advance(10_000);
  harness.acceptJoin(resumed({ features: undefined }));
  assert.deepEqual(said(harness), [message({ to: [BEN, CAT] })]);
});

test('a line that somebody was away for is told when that one is back in another seat', () => {
  const { harness, missed } = setUp({ peers: [{ ...today, online: false }, before] });
  missed.keep({ chat: 'x', said: 7 }, [BEN, CAT]);
  harness.socket.receive({ type: 'peer-left', seq: 11, from: BEN, reason: 'timeout' });
  harness.socket.receive({ type: 'peer-joined', seq: 12, peer: { ...today, seat: 4 } });
  assert.deepEqual(said(harness), [message({ to: [BEN] })], 'for the server may have lost what it kept');
});

test('a line that somebody was away for is read in the log by one who is back in the same seat', () => {
  const { harness, missed } = setUp({ peers: [{ ...today, online: false }] });
  missed.keep({ chat: 'x', said: 7 }, [BEN]);
  harness.socket.receive({ type: 'peer-updated', seq: 12, peer: today });
  assert.deepEqual(said(harness), []);
});
