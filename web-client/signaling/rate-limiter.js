/** @import { Clock } from './clock.js' */

/**
 * How much may be said at once, in milliseconds of the steady rate: what the server lets pass, less a second for the
 * messages that a slow network lets arrive all together.
 */
const BURST = 9000;

/** How often something may be said, counted as the server counts it (by the generic cell rate algorithm). */
export class RateLimiter {
  #clock;
  /** When all that was said will have been paid for. */
  #paidAt = 0;

  /** @param {Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /** Nothing was said yet: each connection is counted on its own. */
  reset() {
    this.#paidAt = 0;
  }

  /** @param {number} delay  before the server takes anything more, in milliseconds */
  exhaust(delay) {
    this.#paidAt = this.#clock.now() + delay + BURST;
  }

  /**
   * Takes leave to say one thing, and returns 0; or takes none, and returns after how many milliseconds to try again.
   *
   * @param {number} perSecond
   */
  take(perSecond) {
    const now = this.#clock.now();
    const paidAt = Math.max(this.#paidAt, now);
    if (paidAt > now + BURST) return Math.ceil(paidAt - now - BURST);
    this.#paidAt = paidAt + 1000 / perSecond;
    return 0;
  }
}
