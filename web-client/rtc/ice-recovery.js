/** @import { Clock } from '../signaling/clock.js' */
import { bytesReceived } from './stats.js';

/** How long a connection may be `disconnected`, which often mends itself, in milliseconds. */
const PATIENCE = 4000;
const LONGEST_DELAY = 30_000;
/** How often ICE is restarted before the connection is given up for a new one. */
const RESTARTS = 2;
/** When to look after a restart, and when to look again. */
const FIRST_LOOK = 2000;
const SECOND_LOOK = 8000;

/**
 * @typedef {object} IceRecoveryOptions
 * @property {Clock} clock
 * @property {() => RTCPeerConnection} connection
 * @property {() => void} replace  gives the connection up for a new one
 */

/** Finds a new way to a peer when the one there was is lost. */
export class IceRecovery {
  #options;
  #attempt = 0;
  /** @type {unknown} */
  #timer;
  /** @type {unknown} */
  #watch;

  /** @param {IceRecoveryOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /** @param {RTCPeerConnectionState} state  the new state of the connection */
  saw(state) {
    this.#options.clock.clearTimeout(this.#timer);
    if (state === 'connected') this.#attempt = 0;
    if (state === 'disconnected') this.#schedule(PATIENCE);
    // A browser without any network fails at once, each time: hence the delay.
    if (state === 'failed') this.#schedule(this.#delay());
  }

  /**
   * The two sides have agreed on a new way. Between Chromium and Firefox it happens that one goes on with the old way,
   * and the other never hears of it although all is `connected`: so it is seen whether anything comes in.
   */
  restarted() {
    const { clock } = this.#options;
    clock.clearTimeout(this.#watch);
    this.#watch = clock.setTimeout(() => this.#look(), FIRST_LOOK);
  }

  stop() {
    const { clock } = this.#options;
    clock.clearTimeout(this.#timer);
    clock.clearTimeout(this.#watch);
  }

  /** @param {number} delay */
  #schedule(delay) {
    this.#timer = this.#options.clock.setTimeout(() => this.#revive(), delay);
  }

  #revive() {
    const { connection, replace } = this.#options;
    if (this.#attempt > RESTARTS) replace();
    else connection().restartIce();
  }

  #delay() {
    const delay = this.#attempt === 0 ? 0 : Math.min(LONGEST_DELAY, 1000 * 2 ** this.#attempt);
    this.#attempt += 1;
    return delay;
  }

  async #look() {
    const { clock, connection } = this.#options;
    const looked = connection();
    const before = await bytesReceived(looked);
    if (looked !== connection() || looked.connectionState === 'closed') return;
    this.#watch = clock.setTimeout(() => this.#lookAgain(looked, before), SECOND_LOOK);
  }

  /**
   * @param {RTCPeerConnection} looked
   * @param {number} before
   */
  async #lookAgain(looked, before) {
    const { connection, replace } = this.#options;
    const after = await bytesReceived(looked);
    if (looked === connection() && looked.connectionState === 'connected' && after <= before) replace();
  }
}
