import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TransportPicker } from '../signaling/transport-picker.js';

/** @import { Failure, Transport } from '../signaling/transport-picker.js' */

/** @param {Transport[]} [transports] */
function ladder(transports = ['websocket', 'events', 'polling']) {
  return new TransportPicker(transports);
}

/**
 * What is tried, one after the other, as each try fails.
 *
 * @param {TransportPicker} ladder
 * @param {Failure[]} failures
 */
function tries(ladder, failures) {
  return failures.map((failure) => {
    const { next } = ladder;
    ladder.failed(failure);
    return next;
  });
}

/** @param {Failure} failure @param {number} count */
const times = (failure, count) => Array.from({ length: count }, () => failure);

test('the best comes first', () => {
  assert.equal(ladder().next, 'websocket');
  assert.equal(ladder(['polling']).next, 'polling');
});

test('a server that is down makes nobody climb down: HTTP is asked now and then, and polling never', () => {
  const { length, ...counts } = countOf(tries(ladder(), times('refused', 30)));
  assert.deepEqual(counts, { websocket: 20, events: 10 });
  assert.equal(length, 30);
});

test('a refusal is tried once more before the next is, a long silence is not', () => {
  assert.deepEqual(tries(ladder(), times('refused', 4)), ['websocket', 'websocket', 'events', 'websocket']);
  assert.deepEqual(tries(ladder(), times('silent', 4)), ['websocket', 'events', 'websocket', 'events']);
});

test('what worked is tried first from then on, and the best in between', () => {
  const down = ladder();
  down.worked('events');
  assert.deepEqual(tries(down, times('refused', 4)), ['events', 'events', 'websocket', 'events']);
});

test('where the server gives a seat and nothing comes through, the next is tried at once', () => {
  const down = ladder();
  assert.deepEqual(tries(down, ['refused', 'refused', 'deaf', 'deaf']), [
    'websocket',
    'websocket',
    'events',
    'polling',
  ]);
  assert.equal(down.next, 'websocket', 'below the last is the first');
});

test('a server that answers, if only with a refusal, is asked by what is preferred', () => {
  const down = ladder();
  tries(down, ['refused', 'refused']);
  assert.equal(down.next, 'events');
  down.answered();
  assert.equal(down.next, 'websocket');
});

test('a transport that is the only one stays', () => {
  for (const failure of /** @type {Failure[]} */ (['refused', 'silent', 'deaf'])) {
    const only = ladder(['websocket']);
    assert.deepEqual(tries(only, times(failure, 3)), ['websocket', 'websocket', 'websocket']);
    only.worked('websocket');
    assert.equal(only.climb, undefined);
  }
});

test('a better one is tried after a while, which grows up to a bound', () => {
  assert.equal(ladder().climb, undefined);
  const down = ladder();
  down.worked('events');
  const delays = Array.from({ length: 8 }, () => {
    const { climb } = down;
    down.slipped();
    assert.equal(climb?.transport, 'websocket');
    return (climb?.delay ?? 0) / 1000;
  });
  assert.deepEqual(delays, [10, 20, 40, 80, 160, 300, 300, 300]);
  down.worked('events');
  assert.equal(down.climb?.delay, 300_000, 'to be connected anew is no reason to hurry');
});

test('from the bottom both better ones are tried in turn', () => {
  const down = ladder();
  down.worked('polling');
  const climbs = Array.from({ length: 3 }, () => {
    const { climb } = down;
    down.slipped();
    return climb?.transport;
  });
  assert.deepEqual(climbs, ['websocket', 'events', 'websocket']);
  down.worked('events');
  assert.deepEqual(down.climb, { transport: 'websocket', delay: 10_000 });
});

/** @param {(string | undefined)[]} names @returns {Record<string, number>} */
function countOf(names) {
  /** @type {Record<string, number>} */
  const counts = { length: names.length };
  for (const name of names) if (name) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
