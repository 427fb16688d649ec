/** @import { Clock } from '../signaling/clock.js' */
import { bytesReceived } from './flow.js';

/** How often the connection is looked at, and how long it may be silent, in milliseconds. */
const PERIOD = 2000;
const PATIENCE = 10_000;

/**
 * @typedef {object} LingeringOptions
 * @property {() => RTCPeerConnection} connection
 * @property {Clock} clock
 * @property {() => void} over  no media flows any more
 */

/** Watches over a connection whose peer has lost its signaling, until no media flows any more. */
export class Lingering {
  #options;
  #bytes = 0;
  #lastFlow;
  #stopped = false;
  /** @type {unknown} */
  #timer;

  /** @param {LingeringOptions} options */
  constructor(options) {
    this.#options = options;
    this.#lastFlow = options.clock.now();
    this.#look();
  }

  stop() {
    this.#stopped = true;
    this.#options.clock.clearTimeout(this.#timer);
  }

  async #look() {
    const { connection, clock, over } = this.#options;
    const flows = await this.#flows(connection());
    if (this.#stopped) return;
    if (flows) this.#timer = clock.setTimeout(() => this.#look(), PERIOD);
    else over();
  }

  /** @param {RTCPeerConnection} connection */
  async #flows(connection) {
    if (isDead(connection)) return false;
    const { clock } = this.#options;
    // Of a connection that cannot tell, nothing is known to flow.
    const bytes = await bytesReceived(connection).catch(() => this.#bytes);
    if (bytes > this.#bytes) this.#lastFlow = clock.now();
    this.#bytes = bytes;
    return clock.now() - this.#lastFlow < PATIENCE;
  }
}

/** @param {RTCPeerConnection} connection */
function isDead({ connectionState }) {
  return connectionState === 'failed' || connectionState === 'closed';
}
