/** @import { Join } from './protocol.js' */
import { announced, wished } from './features.js';
import { newKey } from './key.js';

/**
 * @typedef {object} JoinOptions
 * @property {string} [key]  the secret that holds the seat; whoever keeps it stays the same peer after a reload
 * @property {string} [name]
 * @property {unknown} [data]
 * @property {string} [token]
 * @property {string[]} [features]  what the application can do, besides this library: the others find it in the roster
 * @property {number} [history]  how many kept messages to be told of at each new seat: none, unless told otherwise
 */

/** What a join says of oneself: the latest, so that a server that has lost its state gets it right. */
export class JoinRequest {
  #said;
  #wishes;

  /** @param {JoinOptions} options */
  constructor({ key = newKey(), name, data, token, ...wishes }) {
    this.#said = { key, name, data, token };
    this.#wishes = { features: announced(wishes.features), history: wished(wishes.history) };
  }

  get key() {
    return this.#said.key;
  }

  /** @param {{ name?: string, data?: unknown }} changes  what is absent stays */
  update({ name, data }) {
    const before = this.#said;
    this.#said = { ...before, name: name ?? before.name, data: data === undefined ? before.data : data };
  }

  /**
   * @param {number} [after]
   * @returns {Join}
   */
  greeting(after) {
    return { type: 'join', ...this.#said, ...this.#wishes, after };
  }
}
