/** @import { ErrorNotice } from './protocol.js' */

/** What the server refused, or what ended a seat: a code for programs, a sentence for people. */
export class SignalingError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {{ re?: number, peers?: string[], retryAfter?: number, seq?: number }} [details]
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
