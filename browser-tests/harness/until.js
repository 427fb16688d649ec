import { setTimeout as pause } from 'node:timers/promises';

const LONGEST = 60_000;
const PERIOD = 50;

/**
 * Waits until a condition holds, and gives what it came to. The bound is for a condition that never will.
 *
 * @template T
 * @param {string} what  the condition in words, for who reads of its failure
 * @param {() => Promise<T> | T} condition
 * @returns {Promise<T>}
 */
export async function until(what, condition) {
  const end = performance.now() + LONGEST;
  for (;;) {
    const result = await condition();
    if (result) return result;
    if (performance.now() > end) throw new Error(`In vain for ${LONGEST / 1000} s: ${what}`);
    await pause(PERIOD);
  }
}
