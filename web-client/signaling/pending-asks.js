/** @import { Entry } from './outbox.js' */
/** @import { Clock } from './clock.js' */
/** @import { ReplyEvent } from './protocol.js' */
import { SignalingError } from './error.js';

/**
 * @typedef {{ from: string, data: unknown }} Answer  `from`: id of the peer that replied
 * @typedef {{ to: string, entry: Entry, settle: (result: Answer | SignalingError) => void }} Pending
 */

/** The questions (`ask`) without a reply. */
export class PendingAsks {
  /** @type {Set<Pending>} */
  #pending = new Set();
  #clock;

  /** @param {Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /**
   * @param {Entry} entry  the request; its id changes if it is sent under a new seat
   * @param {string} to
   * @param {number} timeout  in milliseconds
   * @returns {Promise<Answer>}
   */
  add(entry, to, timeout) {
    return new Promise((resolve, reject) => {
      const error = new SignalingError('ask-timeout', `No reply within ${timeout / 1000} s.`);
      const timer = this.#clock.setTimeout(() => pending.settle(error), timeout);
      /** @type {Pending} */
      const pending = {
        to,
        entry,
        settle: (result) => {
          this.#clock.clearTimeout(timer);
          this.#pending.delete(pending);
          if (result instanceof Error) reject(result);
          else resolve(result);
        },
      };
      this.#pending.add(pending);
    });
  }

  /** @param {ReplyEvent} reply */
  replied({ from, data, ask }) {
    this.#settle(({ to, entry }) => to === from && entry.id === ask, { from, data });
  }

  /** The server has refused a request. @param {SignalingError} error */
  refused(error) {
    this.#settle(({ entry }) => entry.id === error.re, error);
  }

  /** @param {string} peer */
  peerLeft(peer) {
    this.#settle(
      ({ to }) => to === peer,
      new SignalingError('peer-gone', 'The peer left before it replied.'),
    );
  }

  /**
   * @param {SignalingError} error
   * @param {Entry[]} [entries]  default: all
   */
  fail(error, entries) {
    this.#settle(({ entry }) => !entries || entries.includes(entry), error);
  }

  /**
   * @param {(pending: Pending) => boolean} condition
   * @param {Answer | SignalingError} result
   */
  #settle(condition, result) {
    for (const pending of [...this.#pending].filter(condition)) pending.settle(result);
  }
}
