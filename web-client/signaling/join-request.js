/** @import { Join } from './protocol.js' */
import { announcedFeatures, requestedHistory } from './features.js';
import { newKey } from './key.js';

/**
 * @typedef {object} JoinOptions
 * @property {string} [key]  secret that holds the seat; default: a new one. A page that stores it stays the same peer
 *   after a reload
 * @property {string} [name]  shown in the roster; up to 100 characters
 * @property {unknown} [data]  shown in the roster; up to 8192 characters of JSON
 * @property {string | (() => string | Promise<string>)} [token]  authorization to enter, for servers that require it; a function
 *   is called at each attempt to join, and its failure is that of the attempt (code `token`)
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
  #token;

  /** @param {JoinOptions} options */
  constructor({ key = newKey(), name, data, token, ...options }) {
    this.#profile = { key, name, data };
    this.#token = token;
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
   * @param {() => number | undefined} after  returns the number of the last event received, to resume the seat; undefined for
   *   a new seat
   * @returns {Join | Promise<Join>} a promise if the token comes from a function
   */
  message(after) {
    const token = this.#token;
    const message = (/** @type {string | undefined} */ token) => {
      return {
        type: /** @type {const} */ ('join'),
        ...this.#profile,
        token,
        ...this.#options,
        after: after(),
      };
    };
    return typeof token === 'function'
      ? new Promise((resolve) => resolve(token())).then(message)
      : message(token);
  }
}
