/** @import { Clock } from '../signaling/clock.js' */
import { bytesReceived } from '../rtc/stats.js';

/** Interval between two checks of a connection, in milliseconds. */
const CHECK_INTERVAL = 2000;
/** A connection that has received nothing for this long is dead, in milliseconds. */
const SILENCE_TIMEOUT = 10_000;

/**
 * Peers whose signaling has timed out while their media may still flow.
 *
 * Signaling and media take different paths: a peer behind a broken proxy can lose its seat in the middle of a working
 * call. The mesh keeps the `RTCPeerConnection` of such a peer, and this class reports when it has stopped receiving.
 */
export class OrphanedPeers {
  /** @type {Map<string, AbortController>} the running check of each peer, by peer id */
  #checks = new Map();
  #clock;
  #dead;

  /**
   * @param {Clock} clock
   * @param {(id: string) => void} dead  called once for a peer whose media has stopped
   */
  constructor(clock, dead) {
    this.#clock = clock;
    this.#dead = dead;
  }

  /**
   * Starts to watch a peer.
   *
   * @param {string} id
   * @param {() => RTCPeerConnection} connection  read at each check: a peer's connection may be replaced
   */
  add(id, connection) {
    this.delete(id);
    const check = new AbortController();
    this.#checks.set(id, check);
    void this.#watch(id, connection, check.signal);
  }

  /** @param {string} id  of a peer that has a seat again, or that has left */
  delete(id) {
    this.#checks.get(id)?.abort();
    this.#checks.delete(id);
  }

  /**
   * @param {string} id
   * @param {() => RTCPeerConnection} connection
   * @param {AbortSignal} signal
   */
  async #watch(id, connection, signal) {
    let bytes = 0;
    for (let lastReceived = this.#clock.now(); !signal.aborted; ) {
      const current = connection();
      if (isDead(current)) break;
      // A connection without statistics counts as silent.
      const total = await bytesReceived(current).catch(() => bytes);
      if (total > bytes) lastReceived = this.#clock.now();
      bytes = total;
      if (this.#clock.now() - lastReceived >= SILENCE_TIMEOUT) break;
      await this.#pause(signal);
    }
    if (!signal.aborted) this.#dead(id);
  }

  /** @param {AbortSignal} signal */
  #pause(signal) {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve(undefined);
      const stop = () => this.#clock.clearTimeout(timer);
      const timer = this.#clock.setTimeout(() => {
        signal.removeEventListener('abort', stop);
        resolve(undefined);
      }, CHECK_INTERVAL);
      signal.addEventListener('abort', stop);
    });
  }
}

/** @param {RTCPeerConnection} connection */
function isDead({ connectionState }) {
  return connectionState === 'failed' || connectionState === 'closed';
}
