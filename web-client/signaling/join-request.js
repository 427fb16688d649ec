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
  #members;
  #token;

  /** @param {JoinOptions} options */
  constructor({ key = newKey(), name, data, token, ...options }) {
    this.#members = {
      key,
      name,
      data,
      features: announcedFeatures(options.features),
      history: requestedHistory(options.history),
    };
    this.#token = token;
  }

  get key() {
    return this.#members.key;
  }

  /** @param {{ name?: string, data?: unknown }} changes  absent members stay as they are */
  update({ name = this.#members.name, data = this.#members.data }) {
    Object.assign(this.#members, { name, data });
  }

  /**
   * @param {() => number | undefined} after  returns the number of the last event received, to resume the seat; undefined for
   *   a new seat
   * @returns {Join | Promise<Join>} a promise if the token comes from a function
   */
  message(after) {
    const message = (/** @type {string | undefined} */ token) => ({
      type: /** @type {const} */ ('join'),
      ...this.#members,
      token,
      after: after(),
    });
    const token = this.#token;
    return typeof token === 'function' ? (async () => message(await token()))() : message(token);
  }
}
