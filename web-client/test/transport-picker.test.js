import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TransportPicker } from '../signaling/transport-picker.js';

/** @import { Failure, Transport } from '../signaling/transport-picker.js' */

/** @param {Transport[]} [transports] */
function createPicker(transports = ['websocket', 'events', 'polling']) {
  return new TransportPicker(transports);
}

/**
 * The transports of successive attempts that all fail.
 *
 * @param {TransportPicker} picker
 * @param {Failure[]} failures
 */
function attempts(picker, failures) {
  return failures.map((failure) => {
    const { next } = picker;
    picker.ended(failure);
    return next;
  });
}

/** @param {Failure} failure @param {number} count */
const times = (failure, count) => Array.from({ length: count }, () => failure);

test('starts with the best transport', () => {
  assert.equal(createPicker().next, 'websocket');
  assert.equal(createPicker(['polling']).next, 'polling');
});

test('alternates with event streams, and never polls, while the server is down', () => {
  const { length, ...counts } = countOf(attempts(createPicker(), times('closed', 30)));
  assert.deepEqual(counts, { websocket: 20, events: 10 });
  assert.equal(length, 30);
});

test('retries once after a close before it falls back, and falls back at once after a timeout', () => {
  assert.deepEqual(attempts(createPicker(), times('closed', 4)), [
    'websocket',
    'websocket',
    'events',
    'websocket',
  ]);
  assert.deepEqual(attempts(createPicker(), times('timeout', 4)), [
    'websocket',
    'events',
    'websocket',
    'events',
  ]);
});

test('prefers the transport that has worked, and tries the best one in between', () => {
  const picker = createPicker();
  picker.joined('events');
  assert.deepEqual(attempts(picker, times('closed', 4)), ['events', 'events', 'websocket', 'events']);
});

test('goes on to the next transport at once when the server accepts the join but nothing arrives', () => {
  const picker = createPicker();
  assert.deepEqual(attempts(picker, ['closed', 'closed', 'no-downlink', 'no-downlink']), [
    'websocket',
    'websocket',
    'events',
    'polling',
  ]);
  assert.equal(picker.next, 'websocket', 'the first one follows the last one');
});

test('returns to the preferred transport when the server responds, even with a refusal', () => {
  const picker = createPicker();
  attempts(picker, ['closed', 'closed']);
  assert.equal(picker.next, 'events');
  picker.ended();
  assert.equal(picker.next, 'websocket');
});

test('keeps to the only transport', () => {
  for (const failure of /** @type {Failure[]} */ (['closed', 'timeout', 'no-downlink'])) {
    const picker = createPicker(['websocket']);
    assert.deepEqual(attempts(picker, times(failure, 3)), ['websocket', 'websocket', 'websocket']);
    picker.joined('websocket');
    assert.equal(picker.upgrade, undefined);
  }
});

/**
 * The upgrades that are offered while each of them fails.
 *
 * @param {TransportPicker} picker
 * @param {number} count
 */
function failedUpgrades(picker, count) {
  return Array.from({ length: count }, () => {
    const { upgrade } = picker;
    picker.upgradeFailed();
    return upgrade;
  });
}

test('offers upgrades with a delay that grows up to a bound', () => {
  assert.equal(createPicker().upgrade, undefined);
  const picker = createPicker();
  picker.joined('events');
  const upgrades = failedUpgrades(picker, 8);
  assert.ok(upgrades.every((upgrade) => upgrade?.transport === 'websocket'));
  assert.deepEqual(
    upgrades.map((upgrade) => (upgrade?.delay ?? 0) / 1000),
    [10, 20, 40, 80, 160, 300, 300, 300],
  );
  picker.joined('events');
  assert.equal(picker.upgrade?.delay, 300_000, 'a reconnection does not reset the delay');
});

test('offers both better transports in turn when polling is in use', () => {
  const picker = createPicker();
  picker.joined('polling');
  assert.deepEqual(
    failedUpgrades(picker, 3).map((upgrade) => upgrade?.transport),
    ['websocket', 'events', 'websocket'],
  );
  picker.joined('events');
  assert.deepEqual(picker.upgrade, { transport: 'websocket', delay: 10_000 });
});

/** @param {(string | undefined)[]} names @returns {Record<string, number>} */
function countOf(names) {
  /** @type {Record<string, number>} */
  const counts = { length: names.length };
  for (const name of names) if (name) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
