/** @import { ClientHarness } from './client-harness.js' */

const BURST = 10_000;
/** Number of requests that are acknowledged together. */
const ACK_BATCH = 16;

/** The generic cell rate algorithm, as in the server. */
class Rate {
  emptyAt = 0;

  /** @param {number} perSecond */
  constructor(perSecond) {
    this.interval = 1000 / perSecond;
  }

  /** @param {number} now  @returns {number} 0, or the delay before the next attempt */
  take(now) {
    const next = Math.max(this.emptyAt, now) + this.interval;
    if (next - now > BURST) return Math.ceil(next - now - BURST);
    this.emptyAt = next;
    return 0;
  }
}

/** A server that refuses requests above its rate, and closes the connection of a client that keeps exceeding it. */
export class RateLimitedServer {
  /** Number of requests received. */
  frames = 0;
  /** @type {unknown[]} data of the accepted requests */
  accepted = [];
  closed = false;
  #rate;
  /** The rate of refusals above which the connection is closed. */
  #refusalRate;
  #received = 0;
  #acknowledged = 0;
  #postponed = 0;
  #tickedAt = 0;

  /** @param {ClientHarness} harness @param {number} perSecond */
  constructor(harness, perSecond) {
    this.harness = harness;
    this.#rate = new Rate(perSecond);
    this.#refusalRate = new Rate(perSecond);
  }

  /** Uses up the burst, and a time beyond it. @param {number} milliseconds */
  exhaust(milliseconds) {
    this.#rate.emptyAt = this.harness.clock.now() + BURST + milliseconds;
  }

  /** Advances the clock, and reads what the client sends in each millisecond. @param {number} milliseconds */
  run(milliseconds) {
    for (let n = 0; n < milliseconds; n++) {
      for (const request of this.harness.socket.takeSent()) this.#receive(request);
      if (this.harness.clock.now() >= this.#tickedAt + 1000) this.#tick();
      this.harness.clock.advance(1);
    }
  }

  #tick() {
    this.#tickedAt = this.harness.clock.now();
    this.#acknowledge(1);
  }

  /** @param {{ id?: number, data: unknown }} request */
  #receive({ id = 0, data }) {
    this.frames += 1;
    const now = this.harness.clock.now();
    const skips = this.#postponed > 0 && id > this.#postponed;
    const retryAfter = skips ? 1 : this.#rate.take(now);
    if (retryAfter === 0) this.#accept(id, data);
    else if (this.#refusalRate.take(now) > 0) this.closed = true;
    else this.#refuse(id, retryAfter);
  }

  /** @param {number} id @param {unknown} data */
  #accept(id, data) {
    if (id === this.#postponed) this.#postponed = 0;
    if (id !== this.#received + 1) throw new Error(`Id ${id} follows ${this.#received}.`);
    this.#received = id;
    this.accepted.push(data);
    this.#acknowledge(ACK_BATCH);
  }

  /** @param {number} id @param {number} retryAfter */
  #refuse(id, retryAfter) {
    this.#postponed ||= id;
    const error = { type: 'error', code: 'rate-limited', message: 'Too many.', re: id, retryAfter };
    this.harness.socket.receive(error);
  }

  /** @param {number} batch */
  #acknowledge(batch) {
    if (this.#received - this.#acknowledged < batch) return;
    this.#acknowledged = this.#received;
    this.harness.socket.receive({ type: 'ack', received: this.#received });
  }
}
