/** @import { Clock } from '../signaling/clock.js' */
import { bytesReceived } from './stats.js';

/** Time in `disconnected` before a restart, in milliseconds: short interruptions end by themselves. */
const DISCONNECTED_TIMEOUT = 4000;
/** Longest delay between two attempts, in milliseconds. */
const MAX_DELAY = 30_000;
/** Number of ICE restarts before the connection is replaced. */
const MAX_RESTARTS = 2;
/** Delays of the two measurements after a restart, in milliseconds, the second one after the first. */
const FIRST_MEASUREMENT = 2000;
const SECOND_MEASUREMENT = 8000;

/**
 * @typedef {object} IceRecoveryOptions
 * @property {Clock} clock
 * @property {() => RTCPeerConnection} connection
 * @property {() => void} onUnrecoverable  only a new connection will help
 */

/**
 * Restores a connection whose network path is lost: restarts ICE (RFC 8445, section 9), and has the connection replaced if
 * that does not help.
 */
export class IceRecovery {
  #options;
  /** Number of failures since the last `connected`. */
  #attempt = 0;
  /** @type {unknown} */
  #restartTimer;
  /** @type {unknown} */
  #measurementTimer;

  /** @param {IceRecoveryOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /** @param {RTCPeerConnectionState} state */
  stateChanged(state) {
    this.#options.clock.clearTimeout(this.#restartTimer);
    if (state === 'connected') this.#attempt = 0;
    if (state === 'disconnected') this.#scheduleRestart(DISCONNECTED_TIMEOUT);
    // Without any network a browser fails again at once after each restart, hence the delay.
    if (state === 'failed') this.#scheduleRestart(this.#nextDelay());
  }

  /**
   * Both sides have agreed on new ICE credentials. Between Chromium and Firefox, one side may go on with the old ones, so
   * that it receives nothing although both report `connected`. Two measurements of the received bytes detect this.
   */
  restarted() {
    const { clock } = this.#options;
    clock.clearTimeout(this.#measurementTimer);
    this.#measurementTimer = clock.setTimeout(() => this.#measure(), FIRST_MEASUREMENT);
  }

  stop() {
    const { clock } = this.#options;
    clock.clearTimeout(this.#restartTimer);
    clock.clearTimeout(this.#measurementTimer);
  }

  /** @param {number} delay */
  #scheduleRestart(delay) {
    this.#restartTimer = this.#options.clock.setTimeout(() => this.#restart(), delay);
  }

  #restart() {
    const { connection, onUnrecoverable } = this.#options;
    if (this.#attempt > MAX_RESTARTS) onUnrecoverable();
    else connection().restartIce();
  }

  #nextDelay() {
    const delay = this.#attempt === 0 ? 0 : Math.min(MAX_DELAY, 1000 * 2 ** this.#attempt);
    this.#attempt += 1;
    return delay;
  }

  async #measure() {
    const { clock, connection } = this.#options;
    const measured = connection();
    const before = await bytesReceived(measured);
    if (measured !== connection() || measured.connectionState === 'closed') return;
    const compare = () => this.#compare(measured, before);
    this.#measurementTimer = clock.setTimeout(compare, SECOND_MEASUREMENT);
  }

  /**
   * @param {RTCPeerConnection} measured
   * @param {number} before
   */
  async #compare(measured, before) {
    const { connection, onUnrecoverable } = this.#options;
    const after = await bytesReceived(measured);
    const isCurrent = measured === connection() && measured.connectionState === 'connected';
    if (isCurrent && after <= before) onUnrecoverable();
  }
}
