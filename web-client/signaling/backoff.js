/** How long to wait before the next attempt: longer each time, and never in step with other clients. */
export class Backoff {
  #attempt = 0;

  /** @param {{ random?: () => number, base?: number, cap?: number }} [options]  base and cap in milliseconds */
  constructor({ random = Math.random, base = 500, cap = 10_000 } = {}) {
    this.random = random;
    this.base = base;
    this.cap = cap;
  }

  /** How many attempts have been made since the last one that lasted. */
  get attempt() {
    return this.#attempt;
  }

  /** The next delay in milliseconds, anything from 0 to the bound ("full jitter"). */
  next() {
    const bound = Math.min(this.cap, this.base * 2 ** this.#attempt);
    this.#attempt += 1;
    return Math.round(this.random() * bound);
  }

  /**
   * A connection has ended. Only one that lasted counts as a success: a server that accepts and closes
   * at once is not to be hammered.
   *
   * @param {number} lifetime  in milliseconds
   */
  ended(lifetime) {
    if (lifetime >= this.cap) this.#attempt = 0;
  }
}
