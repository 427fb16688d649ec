/** @import { Entry } from './outbox.js' */
/** @import { Clock } from './clock.js' */
/** @import { ReplyEvent } from './protocol.js' */
import { SignalingError } from './error.js';

/**
 * @typedef {{ from: string, data: unknown }} Answer
 * @typedef {{ to: string, entry: Entry, settle: (answer: Answer | SignalingError) => void }} Pending
 */

/** The questions that wait for their answer. */
export class PendingAsks {
  /** @type {Set<Pending>} */
  #pending = new Set();
  #clock;

  /** @param {Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /**
   * @param {Entry} entry  the request that asks
   * @param {string} to
   * @param {number} timeout
   * @returns {Promise<Answer>}
   */
  wait(entry, to, timeout) {
    return new Promise((resolve, reject) => {
      const late = new SignalingError('ask-timeout', `No answer came within ${timeout / 1000} s.`);
      const timer = this.#clock.setTimeout(() => pending.settle(late), timeout);
      /** @type {Pending} */
      const pending = {
        to,
        entry,
        settle: (answer) => {
          this.#clock.clearTimeout(timer);
          this.#pending.delete(pending);
          if (answer instanceof Error) reject(answer);
          else resolve(answer);
        },
      };
      this.#pending.add(pending);
    });
  }

  /** @param {ReplyEvent} reply */
  answered({ from, data, ask }) {
    this.#settle(({ to, entry }) => to === from && entry.id === ask, { from, data });
  }

  /**
   * The server has refused a request.
   *
   * @param {SignalingError} error
   */
  refused(error) {
    this.#settle(({ entry }) => entry.id === error.re, error);
  }

  /** @param {string} peer  who will not answer any more */
  gone(peer) {
    this.#settle(({ to }) => to === peer, new SignalingError('peer-gone', 'The one who was asked has left.'));
  }

  /**
   * @param {SignalingError} error
   * @param {Entry[]} [entries]  absent: all
   */
  fail(error, entries) {
    this.#settle(({ entry }) => !entries || entries.includes(entry), error);
  }

  /**
   * @param {(pending: Pending) => boolean} chosen
   * @param {Answer | SignalingError} answer
   */
  #settle(chosen, answer) {
    for (const pending of [...this.#pending].filter(chosen)) pending.settle(answer);
  }
}
