import { setTimeout as pause } from 'node:timers/promises';

const TIMEOUT = 60_000;
const INTERVAL = 50;

/**
 * Waits until a condition holds.
 *
 * @template T
 * @param {string} description  of the condition, for the error
 * @param {() => Promise<T> | T} condition
 * @returns {Promise<T>} its first truthy result
 * @throws after a minute
 */
export async function until(description, condition) {
  const end = performance.now() + TIMEOUT;
  for (;;) {
    const result = await condition();
    if (result) return result;
    if (performance.now() > end) throw new Error(`Not within ${TIMEOUT / 1000} s: ${description}`);
    await pause(INTERVAL);
  }
}
