/**
 * Exponential backoff with full jitter: the delay is random between 0 and a bound that doubles, so that the clients of a
 * restarted server do not all return at once.
 */
export class Backoff {
  #attempt = 0;

  /**
   * @param {object} [options]
   * @param {() => number} [options.random]  0 (inclusive) to 1 (exclusive)
   * @param {number} [options.base]  bound of the first delay, in milliseconds
   * @param {number} [options.cap]  largest bound, in milliseconds
   */
  constructor({ random = Math.random, base = 500, cap = 10_000 } = {}) {
    this.random = random;
    this.base = base;
    this.cap = cap;
  }

  /** Number of attempts since the last stable connection. */
  get attempt() {
    return this.#attempt;
  }

  /** Counts an attempt, and returns the delay before it, in milliseconds. */
  next() {
    const bound = Math.min(this.cap, this.base * 2 ** this.#attempt);
    this.#attempt += 1;
    return Math.round(this.random() * bound);
  }

  /**
   * Resets the backoff after a stable connection. Shorter ones do not count as a success: a server that accepts
   * connections and closes them at once must not be hammered.
   *
   * @param {number} lifetime  of the connection that has ended, in milliseconds
   */
  connectionEnded(lifetime) {
    if (lifetime >= this.cap) this.#attempt = 0;
  }
}
