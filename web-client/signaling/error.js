/** @import { ErrorNotice, Request } from './protocol.js' */

/** Delay of a repetition in milliseconds, for a refusal that sets none. */
export const DEFAULT_RETRY_AFTER = 1000;

/**
 * A refused request, or the reason why a seat or a connection has ended.
 *
 * `code` is an error code of the server (docs/protocol.md, section 5) or of this library (docs/client.md, "Errors").
 * `message` is the sentence of the server, or a short hint for developers: an application maps `code` to its own sentences.
 */
export class SignalingError extends Error {
  /** The request that was refused, in the event `error`. @type {Request | undefined} */
  request;

  /**
   * @param {string} code
   * @param {string} [message]
   * @param {object} [details]  as in the server's `error` notice
   * @param {number} [details.re]  id of the refused request
   * @param {string[]} [details.peers]  ids of the addressees that are gone, with `peer-gone`
   * @param {number} [details.retryAfter]  in milliseconds
   * @param {number} [details.seq]  number of the present value, with `conflict`
   */
  constructor(code, message = code, { re, peers, retryAfter, seq } = {}) {
    super(message);
    this.name = 'SignalingError';
    this.code = code;
    this.re = re;
    this.peers = peers;
    this.retryAfter = retryAfter;
    this.seq = seq;
  }

  /** @param {ErrorNotice} notice */
  static of(notice) {
    return new SignalingError(notice.code, notice.message, notice);
  }
}
