import { SignalingError } from './error.js';

/**
 * How a client goes on after its connection has ended or its join was refused: it stops, because a person has to act first;
 * it connects again and resumes its seat; or it joins under a new seat, because the server no longer has the events that
 * the client missed.
 *
 * @typedef {'stop' | 'resume' | 'rejoin'} Recovery
 */

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

/**
 * @param {string} errorCode
 * @returns {Recovery | undefined} undefined for the code of an error that ends no connection
 */
export function recoveryAfter(errorCode) {
  return CLOSE_CODES.find(([, , ...codes]) => codes.includes(errorCode))?.[1];
}

/**
 * The reason of a close, as an error.
 *
 * @param {number} [closeCode]  an unknown one, which proxies and browsers may set, means that the connection was lost
 * @param {string} [message]
 */
export function closeError(closeCode, message) {
  const [, , code = 'connection-lost'] = CLOSE_CODES.find(([each]) => each === closeCode) ?? [];
  return new SignalingError(code, message);
}
