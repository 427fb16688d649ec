/** @import { Clock } from '../signaling/clock.js' */

/** How long a connection may be `disconnected`, which often mends itself, in milliseconds. */
const PATIENCE = 4000;
const LONGEST_DELAY = 30_000;

/** Restarts ICE when the way to a peer is lost, less and less often. */
export class Revival {
  #clock;
  #restart;
  #attempt = 0;
  /** @type {unknown} */
  #timer;

  /** @param {{ clock: Clock, restart: () => void }} options */
  constructor({ clock, restart }) {
    this.#clock = clock;
    this.#restart = restart;
  }

  /** @param {RTCPeerConnectionState} state  the new state of the connection */
  saw(state) {
    this.stop();
    if (state === 'connected') this.#attempt = 0;
    if (state === 'disconnected') this.#schedule(PATIENCE);
    // A browser without any network fails at once, each time: hence the delay.
    if (state === 'failed') this.#schedule(this.#delay());
  }

  stop() {
    this.#clock.clearTimeout(this.#timer);
  }

  /** @param {number} delay */
  #schedule(delay) {
    this.#timer = this.#clock.setTimeout(this.#restart, delay);
  }

  #delay() {
    const delay = this.#attempt === 0 ? 0 : Math.min(LONGEST_DELAY, 1000 * 2 ** this.#attempt);
    this.#attempt += 1;
    return delay;
  }
}
