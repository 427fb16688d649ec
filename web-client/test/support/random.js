/**
 * Reproducible random numbers (mulberry32).
 *
 * @param {number} seed
 * @returns {() => number} from 0 (inclusive) to 1 (exclusive)
 */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @param {unknown} a @param {unknown} b */
export function ascending(a, b) {
  return Number(a) - Number(b);
}

/** @param {number} count  @returns {number[]} 1, 2, … count */
export function upTo(count) {
  return Array.from({ length: count }, (_, index) => index + 1);
}
