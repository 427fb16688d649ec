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

/**
 * The close codes of the protocol (docs/protocol.md, section 5), with the error codes that each stands for.
 *
 * @type {[closeCode: number, recovery: Recovery, ...errorCodes: string[]][]}
 */
const CLOSE_CODES = [
  [1003, 'stop', 'bad-message'],
  [1007, 'stop', 'bad-message'],
  [1009, 'stop', 'too-large'],
  [1011, 'resume', 'internal'],
  [1012, 'resume', 'restart'],
  [1013, 'resume', 'unavailable'],
  [4400, 'stop', 'bad-message'],
  [4401, 'stop', 'unauthorized'],
  [4403, 'stop', 'forbidden'],
  [4408, 'resume', 'join-timeout'],
  [4409, 'stop', 'replaced'],
  [4410, 'rejoin', 'lagged'],
  [4420, 'resume', 'slow'],
  [4423, 'stop', 'room-full', 'room-locked'],
  [4429, 'resume', 'rate-limited'],
];

/** @param {number} closeCode */
function rowOf(closeCode) {
  return CLOSE_CODES.find(([each]) => each === closeCode);
}

/**
 * Of the three close codes of `bad-message`, only 4400 concerns the content of a message and exists over HTTP: the last.
 *
 * @param {string} errorCode
 */
function rowOfError(errorCode) {
  return CLOSE_CODES.findLast(([, , ...codes]) => codes.includes(errorCode));
}

/**
 * @param {number} closeCode
 * @returns {Recovery} resume for unknown codes, which proxies and browsers may set
 */
export function recoveryAfterClose(closeCode) {
  return rowOf(closeCode)?.[1] ?? 'resume';
}

/**
 * @param {string} errorCode  that refused a join
 * @returns {Recovery} stop for unknown codes
 */
export function recoveryAfterRefusedJoin(errorCode) {
  return rowOfError(errorCode)?.[1] ?? 'stop';
}

/**
 * The close code that a WebSocket would get for an error; the HTTP transports report it instead.
 *
 * @param {string} errorCode
 * @returns {number} 1006 for an error that closes no connection
 */
export function closeCodeOf(errorCode) {
  return rowOfError(errorCode)?.[0] ?? ABNORMAL_CLOSURE;
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
  const [, , code = 'connection-lost', ...others] = rowOf(closeCode) ?? [];
  const explains = lastError && [code, ...others].includes(lastError.code);
  return explains ? lastError : new SignalingError(code, reason || code);
}
