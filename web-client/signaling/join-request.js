/** @import { Join } from './protocol.js' */
import { announcedFeatures, requestedHistory } from './features.js';
import { newKey } from './key.js';

/**
 * @typedef {object} JoinOptions
 * @property {string} [key]  secret that holds the seat; default: a new one. A page that stores it stays the same peer
 *   after a reload
 * @property {string} [name]  shown in the roster; up to 100 characters
 * @property {unknown} [data]  shown in the roster; up to 8192 characters of JSON
 * @property {string} [token]  authorization to enter, for servers that require it
 * @property {string[]} [features]  features of the application, up to 14; other peers see them in the roster
 * @property {number} [history]  number of kept messages to receive with each new seat, 0 (default) to 100
 */

/**
 * Builds the `join` message of each connection. It has the latest name and data: a server that has lost its state knows
 * the peer from the join alone.
 */
export class JoinRequest {
  #profile;
  #options;

  /** @param {JoinOptions} options */
  constructor({ key = newKey(), name, data, token, ...options }) {
    this.#profile = { key, name, data, token };
    const { features } = options;
    this.#options = { features: announcedFeatures(features), history: requestedHistory(options.history) };
  }

  get key() {
    return this.#profile.key;
  }

  /** @param {{ name?: string, data?: unknown }} changes  absent members stay as they are */
  update({ name, data }) {
    const before = this.#profile;
    this.#profile = { ...before, name: name ?? before.name, data: data === undefined ? before.data : data };
  }

  /**
   * @param {number} [after]  number of the last event received, to resume the seat; absent for a new seat
   * @returns {Join}
   */
  message(after) {
    return { type: 'join', ...this.#profile, ...this.#options, after };
  }
}
