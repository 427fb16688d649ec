/** @import { Scene } from './scene.js' */

const BURST = 10_000;
const MANY = 16;

/** The generic cell rate algorithm, as the server counts. */
class Rate {
  emptyAt = 0;

  /** @param {number} perSecond */
  constructor(perSecond) {
    this.interval = 1000 / perSecond;
  }

  /** @param {number} now  @returns {number} 0, or when to try again */
  take(now) {
    const next = Math.max(this.emptyAt, now) + this.interval;
    if (next - now > BURST) return Math.ceil(next - now - BURST);
    this.emptyAt = next;
    return 0;
  }
}

/** A server that takes no more than its rate, and loses its patience with who goes on. */
export class LimitedServer {
  /** How many frames have come. */
  frames = 0;
  /** @type {unknown[]} the data of what was taken */
  taken = [];
  closed = false;
  #rate;
  #patience;
  #received = 0;
  #told = 0;
  #deferred = 0;
  #ticked = 0;

  /** @param {Scene} scene @param {number} perSecond */
  constructor(scene, perSecond) {
    this.scene = scene;
    this.#rate = new Rate(perSecond);
    this.#patience = new Rate(perSecond);
  }

  /** Something else has used up the burst, and more. @param {number} milliseconds */
  isBusy(milliseconds) {
    this.#rate.emptyAt = this.scene.clock.now() + BURST + milliseconds;
  }

  /** Time passes, each millisecond of which the server hears what was said. @param {number} milliseconds */
  runs(milliseconds) {
    for (let n = 0; n < milliseconds; n++) {
      for (const request of this.scene.socket.take()) this.#hear(request);
      if (this.scene.clock.now() >= this.#ticked + 1000) this.#tick();
      this.scene.clock.advance(1);
    }
  }

  #tick() {
    this.#ticked = this.scene.clock.now();
    this.#acknowledge(1);
  }

  /** @param {{ id?: number, data: unknown }} request */
  #hear({ id = 0, data }) {
    this.frames += 1;
    const now = this.scene.clock.now();
    const isBehind = this.#deferred > 0 && id > this.#deferred;
    const retryAfter = isBehind ? 1 : this.#rate.take(now);
    if (retryAfter === 0) this.#take(id, data);
    else if (this.#patience.take(now) > 0) this.closed = true;
    else this.#refuse(id, retryAfter);
  }

  /** @param {number} id @param {unknown} data */
  #take(id, data) {
    if (id === this.#deferred) this.#deferred = 0;
    if (id !== this.#received + 1) throw new Error(`The id ${id} follows ${this.#received}.`);
    this.#received = id;
    this.taken.push(data);
    this.#acknowledge(MANY);
  }

  /** @param {number} id @param {number} retryAfter */
  #refuse(id, retryAfter) {
    this.#deferred ||= id;
    const error = { type: 'error', code: 'rate-limited', message: 'Too many.', re: id, retryAfter };
    this.scene.socket.hears(error);
  }

  /** @param {number} many */
  #acknowledge(many) {
    if (this.#received - this.#told < many) return;
    this.#told = this.#received;
    this.scene.socket.hears({ type: 'ack', received: this.#received });
  }
}
