import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MissedLines } from '../ui/missed-lines.js';
import { BEN, CAT, FEATURES, Scene, ben, cat, resumed } from './support/scene.js';

/** Pages of today ask for the history; those from before know nothing of it. */
const today = { ...ben, features: FEATURES };
const before = cat;

/** @param {object} joined */
function setUp(joined) {
  const scene = new Scene();
  const missed = new MissedLines(scene.client, new AbortController().signal);
  scene.joins(joined);
  return { scene, missed };
}

const said = (/** @type {Scene} */ scene) =>
  scene.socket
    .take()
    .map(({ to, except, keep, data }) => ({ to, except, keep, chat: data.chat, said: data.said }));

/** @param {object} request */
function message(request) {
  return { to: undefined, except: undefined, keep: undefined, chat: 'x', said: 7, ...request };
}

test('a line that was said without a connection is kept for those who come, and told once to each who is here', () => {
  const { scene, missed } = setUp({ peers: [today, before] });
  scene.socket.isClosed(1006);
  missed.keep({ chat: 'x', said: 7 }, [BEN, CAT]);
  scene.clock.advance(10_000);
  scene.isLetIn(resumed());
  assert.deepEqual(said(scene), [message({ except: [CAT], keep: true }), message({ to: [CAT] })]);
  scene.isCut();
  scene.isLetIn(resumed({ received: 2 }));
  assert.deepEqual(said(scene), [], 'and never again');
});

test('where all know the history, a line that was said without a connection is told once', () => {
  const { scene, missed } = setUp({ peers: [today] });
  scene.socket.isClosed(1006);
  missed.keep({ chat: 'x', said: 7 }, [BEN]);
  scene.clock.advance(10_000);
  scene.isLetIn({ seq: 20, peers: [{ ...today, seat: 9 }] });
  assert.deepEqual(said(scene), [message({ keep: true })]);
  scene.socket.hears({ type: 'peer-updated', seq: 21, peer: { ...today, seat: 10 } });
  assert.deepEqual(said(scene), []);
});

test('a server that keeps nothing is asked to tell those who were here', () => {
  const { scene, missed } = setUp({ peers: [today, before], features: undefined });
  scene.socket.isClosed(1006);
  missed.keep({ chat: 'x', said: 7 }, [BEN, CAT]);
  scene.clock.advance(10_000);
  scene.isLetIn(resumed({ features: undefined }));
  assert.deepEqual(said(scene), [message({ to: [BEN, CAT] })]);
});

test('a line that somebody was away for is told when that one is back in another seat', () => {
  const { scene, missed } = setUp({ peers: [{ ...today, online: false }, before] });
  missed.keep({ chat: 'x', said: 7 }, [BEN, CAT]);
  scene.socket.hears({ type: 'peer-left', seq: 11, from: BEN, reason: 'timeout' });
  scene.socket.hears({ type: 'peer-joined', seq: 12, peer: { ...today, seat: 4 } });
  assert.deepEqual(said(scene), [message({ to: [BEN] })], 'for the server may have lost what it kept');
});

test('a line that somebody was away for is read in the log by one who is back in the same seat', () => {
  const { scene, missed } = setUp({ peers: [{ ...today, online: false }] });
  missed.keep({ chat: 'x', said: 7 }, [BEN]);
  scene.socket.hears({ type: 'peer-updated', seq: 12, peer: today });
  assert.deepEqual(said(scene), []);
});
