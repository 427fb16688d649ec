import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MediaMonitor } from '../rtc/stats.js';

/**
 * Whether the monitor finds a fault in a series of measurements.
 *
 * @param {number} count  of measurements
 * @param {(n: number) => object[]} reports  of the measurement n
 */
function isStalled(count, reports) {
  const monitor = new MediaMonitor();
  for (let n = 0; n < count; n++) monitor.add(/** @type {any} */ (reports(n)));
  return monitor.isStalled;
}

/** @param {number} packetsReceived @param {number} packetsSent  by the sender's report @param {object} [frames] */
function video(packetsReceived, packetsSent, frames) {
  const path = { type: 'candidate-pair', responsesReceived: packetsReceived + packetsSent };
  const sent = { type: 'remote-outbound-rtp', ssrc: 7, packetsSent };
  return [path, { type: 'inbound-rtp', kind: 'video', ssrc: 7, packetsReceived, ...frames }, sent];
}

test('accepts media that arrives', () => {
  assert.equal(
    isStalled(100, (n) => video(n, n, { bytesReceived: n, framesDecoded: n })),
    false,
  );
});

test('detects that packets which the peer sends do not arrive', () => {
  assert.equal(
    isStalled(5, (n) => video(0, n)),
    true,
    'from the start',
  );
  assert.equal(
    isStalled(15, (n) => video(Math.min(n, 10), n)),
    true,
    'after a while',
  );
});

test('accepts the silence of a peer that sends nothing', () => {
  const path = (/** @type {number} */ n) => ({ type: 'candidate-pair', responsesReceived: n });
  assert.equal(
    isStalled(100, (n) => [path(n)]),
    false,
    'no stream',
  );
  assert.equal(
    isStalled(100, (n) => [path(n), ...video(0, 0).slice(1)]),
    false,
    'no packets',
  );
  // The last report comes after the last packet, and is the first one that counts the packets before.
  const stopped = (/** @type {number} */ n) => video(Math.min(n, 10), n < 11 ? 2 : 10).slice(1);
  assert.equal(
    isStalled(100, (n) => [path(n), ...stopped(n)]),
    false,
    'a camera that was turned off',
  );
});

test('detects video that is not decoded', () => {
  // Firefox counts no frames if a transform drops them.
  const payload = (/** @type {number} */ n) => ({ bytesReceived: n, framesDecoded: 0 });
  assert.equal(
    isStalled(5, (n) => video(n, n, payload(n))),
    true,
  );
  assert.equal(
    isStalled(100, (n) => video(n, n, payload(1))),
    false,
    'packets without payload: padding',
  );
  assert.equal(
    isStalled(100, (n) => video(n, n, { ...payload(n), retransmittedBytesReceived: n })),
    false,
    'earlier packets as padding',
  );
  assert.equal(
    isStalled(100, (n) => video(n, n, { ...payload(n), kind: 'audio' })),
    false,
    'audio, which has no frames',
  );
});

test('detects that nothing arrives any more', () => {
  const path = (/** @type {number} */ n) => [{ type: 'candidate-pair', responsesReceived: Math.min(n, 10) }];
  assert.equal(isStalled(13, path), false);
  assert.equal(isStalled(16, path), true);
  assert.equal(
    isStalled(16, () => []),
    false,
    'a browser that counts nothing',
  );
});

test('detects earlier that media has stopped', () => {
  const monitor = new MediaMonitor();
  const add = (/** @type {number} */ bytesReceived) => {
    monitor.add(/** @type {any} */ ([{ type: 'candidate-pair', bytesReceived }]));
    return monitor.hasStopped;
  };
  const media = [10_000, 20_000, 20_000, 20_000, 30_000, 30_000].map(add);
  assert.deepEqual(media, [false, false, false, true, false, false]);
  const checks = [30_200, 30_200, 30_200].map(add);
  assert.deepEqual(checks, [false, false, false], 'without media, few packets arrive');
});

test('detects packets that belong to no stream', () => {
  const audio = (/** @type {number} */ n) => ({
    type: 'inbound-rtp',
    kind: 'audio',
    ssrc: 7,
    bytesReceived: n * 12_000,
  });
  const path = (/** @type {number} */ bytesReceived) => ({ type: 'candidate-pair', bytesReceived });
  assert.equal(
    isStalled(5, (n) => [path(n * 100_000), audio(n)]),
    true,
  );
  assert.equal(
    isStalled(100, (n) => [path(n * 18_000), audio(n)]),
    false,
    'audio with its headers',
  );
  assert.equal(
    isStalled(100, (n) => [path(n * 100_000), { ...audio(n), bytesReceived: n * 70_000 }]),
    false,
    'retransmissions',
  );
  assert.equal(
    isStalled(100, (n) => [path(n % 3 ? 0 : n * 100_000), audio(n)]),
    false,
    'other paths',
  );
});
