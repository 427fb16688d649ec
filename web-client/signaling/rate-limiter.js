/** @import { Clock } from './clock.js' */

/**
 * Allowed burst, as milliseconds of the steady rate. The server allows a second more: a slow network may deliver messages
 * together that were sent apart.
 */
const BURST = 9000;

/** Limits requests to the rate that the server accepts, with its algorithm (GCRA, the generic cell rate algorithm). */
export class RateLimiter {
  #clock;
  /** The time at which the requests so far would have ended at the steady rate (GCRA's theoretical arrival time). */
  #paidUntil = 0;

  /** @param {Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /** Starts with a full burst: the server counts each connection on its own. */
  reset() {
    this.#paidUntil = 0;
  }

  /** Blocks requests for a while, as the server demands. @param {number} delay  in milliseconds */
  exhaust(delay) {
    this.#paidUntil = this.#clock.now() + delay + BURST;
  }

  /**
   * Takes one request out of the budget.
   *
   * @param {number} perSecond  the steady rate
   * @returns {number} 0 if the request may be sent now; otherwise nothing was taken, and this is the delay before the next
   *   attempt in milliseconds
   */
  take(perSecond) {
    const now = this.#clock.now();
    const paidUntil = Math.max(this.#paidUntil, now);
    if (paidUntil > now + BURST) return Math.ceil(paidUntil - now - BURST);
    this.#paidUntil = paidUntil + 1000 / perSecond;
    return 0;
  }
}
