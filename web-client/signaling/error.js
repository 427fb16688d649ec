/** @import { ErrorNotice } from './protocol.js' */

/**
 * A refused request, or the reason why a seat has ended.
 *
 * `code` is for programs. It is an error code of the server (docs/protocol.md, "Errors") or one of this library:
 *
 * | code | meaning |
 * | --- | --- |
 * | `ask-timeout` | no reply to `ask` in time |
 * | `bad-message` | the server would refuse the request, so it was not sent |
 * | `bad-option`, `bad-url`, `no-transport` | wrong options of the client |
 * | `closed` | the client has left, or was stopped by an error |
 * | `connection-lost` | the connection has ended without a close code |
 * | `peer-gone` | the peer that was asked has left |
 * | `queue-full`, `too-large` | the request does not fit into the queue, or into one message |
 * | `restart` | the server is restarting (close code 1012) |
 * | `slow` | the connection is too slow for its events (close code 4420) |
 * | `unsupported` | the server lacks the feature |
 * | `unsure` | the request may or may not have been processed |
 *
 * `message` is English text for developers. An application that shows errors to people maps `code` to its own sentences.
 */
export class SignalingError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {object} [details]  as in the server's `error` notice
   * @param {number} [details.re]  id of the refused request
   * @param {string[]} [details.peers]  ids of the addressees that are gone, with `peer-gone`
   * @param {number} [details.retryAfter]  in milliseconds
   * @param {number} [details.seq]  number of the present value, with `conflict`
   */
  constructor(code, message, { re, peers, retryAfter, seq } = {}) {
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
