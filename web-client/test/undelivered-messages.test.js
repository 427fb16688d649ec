import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UndeliveredMessages } from '../ui/undelivered-messages.js';
import { BEN, CAT, FEATURES, ClientHarness, ben, cat, resumed } from './support/client-harness.js';

/** Current pages announce the history; older ones do not. */
const withHistory = { ...ben, features: FEATURES };
const withoutHistory = cat;

/** @param {object} joined */
function setUp(joined) {
  const harness = new ClientHarness();
  const undelivered = new UndeliveredMessages(harness.client, new AbortController().signal);
  harness.join(joined);
  return { harness, undelivered };
}

/** The chat messages that were sent since the last call. @param {ClientHarness} harness */
function takeSent(harness) {
  return harness.socket.takeSent().map(({ to, except, keep, data }) => {
    return { to, except, keep, chat: data.chat, said: data.said };
  });
}

/** @param {object} request */
function sent(request) {
  return { to: undefined, except: undefined, keep: undefined, chat: 'x', said: 7, ...request };
}

test('sends a message written while offline to the room, and one by one to peers without history', () => {
  const { harness, undelivered } = setUp({ peers: [withHistory, withoutHistory] });
  harness.socket.closeFromServer(1006);
  undelivered.add({ text: 'x', sentAt: 7 }, [BEN, CAT]);
  harness.clock.advance(10_000);
  harness.acceptJoin(resumed());
  assert.deepEqual(takeSent(harness), [sent({ except: [CAT], keep: true }), sent({ to: [CAT] })]);
  harness.disconnect();
  harness.acceptJoin(resumed({ received: 2 }));
  assert.deepEqual(takeSent(harness), [], 'never again');
});

test('sends a message written while offline once if all peers have history', () => {
  const { harness, undelivered } = setUp({ peers: [withHistory] });
  harness.socket.closeFromServer(1006);
  undelivered.add({ text: 'x', sentAt: 7 }, [BEN]);
  harness.clock.advance(10_000);
  harness.acceptJoin({ seq: 20, peers: [{ ...withHistory, seat: 9 }] });
  assert.deepEqual(takeSent(harness), [sent({ keep: true })]);
  harness.socket.receive({ type: 'peer-updated', seq: 21, peer: { ...withHistory, seat: 10 } });
  assert.deepEqual(takeSent(harness), []);
});

test('sends a message written while offline to the peers that were there if the server has no history', () => {
  const { harness, undelivered } = setUp({ peers: [withHistory, withoutHistory], features: undefined });
  harness.socket.closeFromServer(1006);
  undelivered.add({ text: 'x', sentAt: 7 }, [BEN, CAT]);
  harness.clock.advance(10_000);
  harness.acceptJoin(resumed({ features: undefined }));
  assert.deepEqual(takeSent(harness), [sent({ to: [BEN, CAT] })]);
});

test('sends a message to a peer that was away and is back under another seat', () => {
  const { harness, undelivered } = setUp({ peers: [{ ...withHistory, online: false }, withoutHistory] });
  undelivered.add({ text: 'x', sentAt: 7 }, [BEN, CAT]);
  harness.socket.receive({ type: 'peer-left', seq: 11, from: BEN, reason: 'timeout' });
  harness.socket.receive({ type: 'peer-joined', seq: 12, peer: { ...withHistory, seat: 4 } });
  assert.deepEqual(takeSent(harness), [sent({ to: [BEN] })], 'the server may have lost its history');
});

test('leaves a message to the log of a peer that is back in the same seat', () => {
  const { harness, undelivered } = setUp({ peers: [{ ...withHistory, online: false }] });
  undelivered.add({ text: 'x', sentAt: 7 }, [BEN]);
  harness.socket.receive({ type: 'peer-updated', seq: 12, peer: withHistory });
  assert.deepEqual(takeSent(harness), []);
});
