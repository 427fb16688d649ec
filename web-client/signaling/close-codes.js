import { SignalingError } from './error.js';

/**
 * How a client goes on after its connection was closed or its join refused: it stops, because a person has to act first;
 * it connects again and resumes its seat; or it joins under a new seat, because the server no longer has the events that
 * the client missed.
 *
 * @typedef {'stop' | 'resume' | 'rejoin'} Recovery
 */

/** The close code of a connection that ended without a close frame (RFC 6455, section 7.4.1). */
export const ABNORMAL_CLOSURE = 1006;
export const SERVICE_RESTART = 1012;
export const SEAT_LOST = 4410;

/** Recovery after a refused join, by error code; all others stop. @type {Record<string, Recovery>} */
const AFTER_REFUSED_JOIN = {
  'join-timeout': 'resume',
  lagged: 'rejoin',
  'rate-limited': 'resume',
  slow: 'resume',
  internal: 'resume',
  unavailable: 'resume',
};

/**
 * The close codes of the protocol (docs/protocol.md, section 5), with the error codes that each stands for. The message
 * is for a close without a reason, and for developers.
 *
 * @type {Record<number, { codes: string[], recovery: Recovery, message: string }>}
 */
const CLOSE_CODES = {
  1003: { codes: ['bad-message'], recovery: 'stop', message: 'The server accepts text messages only.' },
  1007: { codes: ['bad-message'], recovery: 'stop', message: 'The server received malformed UTF-8.' },
  1009: { codes: ['too-large'], recovery: 'stop', message: 'The message is too large: send smaller ones.' },
  1011: { codes: ['internal'], recovery: 'resume', message: 'The server failed; its log says why.' },
  1012: { codes: ['restart'], recovery: 'resume', message: 'The server is restarting.' },
  1013: { codes: ['unavailable'], recovery: 'resume', message: 'The server is overloaded.' },
  4400: { codes: ['bad-message'], recovery: 'stop', message: 'The server refused malformed messages.' },
  4401: { codes: ['unauthorized'], recovery: 'stop', message: 'The token is missing, expired or wrong.' },
  4403: { codes: ['forbidden'], recovery: 'stop', message: 'This peer or origin may not be in the room.' },
  4408: { codes: ['join-timeout'], recovery: 'resume', message: 'The join did not arrive in time.' },
  4409: { codes: ['replaced'], recovery: 'stop', message: 'Another connection took over this seat.' },
  4410: { codes: ['lagged'], recovery: 'rejoin', message: 'The server dropped events that were missed.' },
  4420: { codes: ['slow'], recovery: 'resume', message: 'The connection is too slow for its events.' },
  4423: { codes: ['room-full', 'room-locked'], recovery: 'stop', message: 'The room is full or locked.' },
  4429: { codes: ['rate-limited'], recovery: 'resume', message: 'The client exceeded the rate limit.' },
};

/**
 * @param {number} closeCode
 * @returns {Recovery} resume for unknown codes, which proxies and browsers may set
 */
export function recoveryAfterClose(closeCode) {
  return CLOSE_CODES[closeCode]?.recovery ?? 'resume';
}

/**
 * @param {string} errorCode  that refused a join
 * @returns {Recovery}
 */
export function recoveryAfterRefusedJoin(errorCode) {
  return AFTER_REFUSED_JOIN[errorCode] ?? 'stop';
}

/**
 * The close code that a WebSocket would get for an error; the HTTP transports report it instead.
 *
 * @param {string} errorCode
 * @returns {number} 1006 for an error that closes no connection. Of the three codes of `bad-message`, only 4400 concerns
 *   the content of a message and exists over HTTP: the highest.
 */
export function closeCodeOf(errorCode) {
  const [closeCode] =
    Object.entries(CLOSE_CODES).findLast(([, { codes }]) => codes.includes(errorCode)) ?? [];
  return Number(closeCode ?? ABNORMAL_CLOSURE);
}

/**
 * The reason of a close, as an error. For most codes, the server sends the details in an `error` notice just before the close
 * frame, whose reason is limited to 123 bytes (RFC 6455, section 5.5).
 *
 * @param {number} closeCode
 * @param {string} reason  of the close frame, or empty
 * @param {SignalingError} [lastError]  the last error that the server sent; ignored if it is about something else
 */
export function closeError(closeCode, reason, lastError) {
  const close = CLOSE_CODES[closeCode];
  const [code] = close?.codes ?? [];
  if (!close || !code) return new SignalingError('connection-lost', 'The connection to the server was lost.');
  return lastError && close.codes.includes(lastError.code)
    ? lastError
    : new SignalingError(code, reason || close.message);
}
