/** @import { Clock } from './clock.js' */

/** Checks for a sleep of the machine in each period of silence. */
const CHECKS = 4;

/**
 * Detects a dead connection that nobody has closed, as after a change of the network: TCP alone takes minutes.
 *
 * After one period of silence it sends a ping; after half a period more it reports the connection as dead.
 */
export class Heartbeat {
  #clock;
  #sendPing;
  #onDead;
  /** In milliseconds; 0 before `start` and after `stop`. */
  #period = 0;
  /** @type {unknown} */
  #timer;
  #isPinging = false;

  /** @param {{ clock: Clock, sendPing: () => void, onDead: () => void }} options */
  constructor({ clock, sendPing, onDead }) {
    this.#clock = clock;
    this.#sendPing = sendPing;
    this.#onDead = onDead;
  }

  /** @param {number} period  allowed silence before a ping, in milliseconds */
  start(period) {
    this.#period = period;
    this.messageReceived();
  }

  /** Any message proves that the connection is alive. */
  messageReceived() {
    if (!this.#period) return;
    this.#isPinging = false;
    const { now, wallTime } = this.#clock;
    this.#waitUntil(now() + this.#period, wallTime() + this.#period);
  }

  /**
   * Pings now instead of after a period of silence, for example when the network has changed.
   *
   * @param {number} [timeout]  for an answer, in milliseconds; default: half a period
   */
  probe(timeout = this.#period / 2) {
    if (!this.#period || this.#isPinging) return;
    this.#isPinging = true;
    this.#sendPing();
    this.#schedule(timeout, () => this.#onDead());
  }

  stop() {
    this.#period = 0;
    this.#clock.clearTimeout(this.#timer);
  }

  /**
   * Timers and the monotonic clock may stand still while the machine sleeps. The wall clock does not, so it is read as well,
   * several times in a period: the server may have given up the connection meanwhile.
   *
   * @param {number} deadline  on the monotonic clock
   * @param {number} wallDeadline
   */
  #waitUntil(deadline, wallDeadline) {
    const { now, wallTime } = this.#clock;
    this.#schedule(Math.min(this.#period / CHECKS, deadline - now()), () => {
      if (now() >= deadline || wallTime() >= wallDeadline) this.probe();
      else this.#waitUntil(deadline, wallDeadline);
    });
  }

  /**
   * @param {number} delay
   * @param {() => void} task
   */
  #schedule(delay, task) {
    this.#clock.clearTimeout(this.#timer);
    this.#timer = this.#clock.setTimeout(task, delay);
  }
}
