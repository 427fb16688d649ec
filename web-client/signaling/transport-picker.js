/**
 * @typedef {'websocket' | 'events' | 'polling'} Transport
 *
 * @typedef {'closed' | 'timeout' | 'no-downlink'} Failure  how a connection failed before any message was received
 *   `closed`: it ended soon; `timeout`: no answer in a long time; `no-downlink`: the server has accepted the join, but the
 *   messages that it sends do not arrive
 *
 * @typedef {object} Upgrade  an attempt with a better transport than the current one
 * @property {Transport} transport
 * @property {number} delay  before the attempt, in milliseconds
 */

/**
 * All transports, the best first. WebSocket has the least overhead, but some networks block it; long polling
 * works wherever pages load. @type {Transport[]}
 */
export const TRANSPORTS = ['websocket', 'events', 'polling'];

/** Failures in a row after which another transport gets an attempt. */
const MAX_FAILURES = 2;
/** Delay of the first upgrade, which doubles up to the longest one, in milliseconds. */
const FIRST_UPGRADE_DELAY = 10_000;
const LONGEST_UPGRADE_DELAY = 300_000;

/**
 * Picks the transport of the next connection.
 *
 * The preferred transport is the last one that worked, at first the best one. Its failure alone does not prove that the
 * network blocks it, because the server may be down. So another transport gets one attempt after several failures, and
 * the preferred one is next again; only a join that succeeds changes the preference.
 */
export class TransportPicker {
  #transports;
  /** Indices into the list of transports. */
  #preferred = 0;
  #next = 0;
  #failures = 0;
  #failedUpgrades = 0;

  /** @param {Transport[]} transports  at least one, the best first */
  constructor(transports) {
    this.#transports = transports;
  }

  get next() {
    return /** @type {Transport} */ (this.#transports[this.#next]);
  }

  /** A join has succeeded. @param {Transport} transport */
  joined(transport) {
    const index = this.#transports.indexOf(transport);
    if (index !== this.#preferred) this.#failedUpgrades = 0;
    this.#preferred = index;
    this.ended();
  }

  /** @param {Failure} [failure]  absent if the server has answered, even if only with a refusal: the transport is not to blame */
  ended(failure) {
    // The server is up, so the fault is in this transport: go straight to the next one.
    if (failure === 'no-downlink') {
      this.#next = (this.#next + 1) % this.#transports.length;
      return;
    }
    const wasFallback = this.#next !== this.#preferred;
    if (wasFallback || !failure) this.#failures = 0;
    else this.#failures += failure === 'timeout' ? MAX_FAILURES : 1;
    const fallback = this.#preferred === 0 ? Math.min(1, this.#transports.length - 1) : 0;
    this.#next = this.#failures < MAX_FAILURES ? this.#preferred : fallback;
  }

  /** The next upgrade to attempt; undefined while the best transport is in use. @returns {Upgrade | undefined} */
  get upgrade() {
    if (this.#preferred === 0) return undefined;
    const transport = /** @type {Transport} */ (this.#transports[this.#failedUpgrades % this.#preferred]);
    const delay = Math.min(FIRST_UPGRADE_DELAY * 2 ** this.#failedUpgrades, LONGEST_UPGRADE_DELAY);
    return { transport, delay };
  }

  upgradeFailed() {
    this.#failedUpgrades += 1;
  }
}
