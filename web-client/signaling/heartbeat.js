/** @import { Clock } from './clock.js' */

/** Notices that a connection is dead although nobody closed it. */
export class Heartbeat {
  #clock;
  #ping;
  #dead;
  #period = 0;
  /** @type {unknown} */
  #timer;
  #asked = false;

  /** @param {{ clock: Clock, ping: () => void, dead: () => void }} options */
  constructor({ clock, ping, dead }) {
    this.#clock = clock;
    this.#ping = ping;
    this.#dead = dead;
  }

  /** @param {number} period  how long the other end may be silent before it is asked, in milliseconds */
  start(period) {
    this.#period = period;
    this.heard();
  }

  /** Something came in, so the connection is alive. */
  heard() {
    if (!this.#period) return;
    this.#asked = false;
    this.#wait(this.#period, () => this.probe());
  }

  /** Asks now, for there is a reason to doubt (the network has changed, the machine has slept). */
  probe() {
    if (!this.#period || this.#asked) return;
    this.#asked = true;
    this.#ping();
    this.#wait(this.#period / 2, () => this.#dead());
  }

  stop() {
    this.#period = 0;
    this.#clock.clearTimeout(this.#timer);
  }

  /**
   * @param {number} delay
   * @param {() => void} task
   */
  #wait(delay, task) {
    this.#clock.clearTimeout(this.#timer);
    this.#timer = this.#clock.setTimeout(task, delay);
  }
}
