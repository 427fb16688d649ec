import { SignalingError } from './error.js';

/**
 * What a client does after its connection was closed or its join refused: it *stops* (a person must act),
 * comes *again* (resuming) or joins *anew* (without `after`).
 *
 * @typedef {'stop' | 'again' | 'anew'} Outcome
 */

/** What is not said by anybody: a connection that ended without a close (RFC 6455, 7.4.1). */
export const LOST = 1006;

/** @type {Record<string, Outcome>} */
const AFTER_REFUSAL = {
  'join-timeout': 'again',
  lagged: 'anew',
  'rate-limited': 'again',
  slow: 'again',
  internal: 'again',
  unavailable: 'again',
};

/** @type {Record<number, { codes: string[], then: Outcome, message: string }>} */
const CLOSES = {
  1003: { codes: ['bad-message'], then: 'stop', message: 'The server cannot read this page: reload it.' },
  1007: { codes: ['bad-message'], then: 'stop', message: 'The server cannot read this page: reload it.' },
  1009: { codes: ['too-large'], then: 'stop', message: 'A message was too large: send less at once.' },
  1011: { codes: ['internal'], then: 'again', message: 'The server made a mistake.' },
  1012: { codes: ['restart'], then: 'again', message: 'The server restarts.' },
  1013: { codes: ['unavailable'], then: 'again', message: 'The server is overloaded.' },
  4400: {
    codes: ['bad-message'],
    then: 'stop',
    message: 'The server does not understand this page: reload it.',
  },
  4401: {
    codes: ['unauthorized'],
    then: 'stop',
    message: 'This invitation is not valid: ask for a new one.',
  },
  4403: {
    codes: ['forbidden'],
    then: 'stop',
    message: 'You may not be in this room: ask the one who runs it.',
  },
  4408: { codes: ['join-timeout'], then: 'again', message: 'The connection was too slow.' },
  4409: {
    codes: ['replaced'],
    then: 'stop',
    message: 'This seat was taken over from another tab or window.',
  },
  4410: { codes: ['lagged'], then: 'anew', message: 'The server no longer knows what was missed.' },
  4420: { codes: ['slow'], then: 'again', message: 'The connection was too slow.' },
  4423: {
    codes: ['room-full', 'room-locked'],
    then: 'stop',
    message: 'The room is full or locked: try again later.',
  },
  4429: { codes: ['rate-limited'], then: 'again', message: 'Too many messages in a short time.' },
};

/**
 * @param {number} closeCode
 * @returns {Outcome}
 */
export function afterClose(closeCode) {
  return CLOSES[closeCode]?.then ?? 'again';
}

/**
 * The close code that says what an HTTP request was refused for; 1006 if that is none of those that end a connection.
 *
 * @param {string} code  of the error
 */
export function closeCodeOf(code) {
  const [closeCode] = Object.entries(CLOSES).find(([, { codes }]) => codes.includes(code)) ?? [];
  return Number(closeCode ?? LOST);
}

/**
 * @param {string} code  of the error that answered a join
 * @returns {Outcome}
 */
export function afterRefusal(code) {
  return AFTER_REFUSAL[code] ?? 'stop';
}

/**
 * Why a connection was closed, for a person: as the server said last, if that was about this.
 *
 * @param {number} closeCode
 * @param {string} reason  as the server gave it, or empty
 * @param {SignalingError} [complaint]  the last error that the server sent
 */
export function closeError(closeCode, reason, complaint) {
  const close = CLOSES[closeCode];
  const [code] = close?.codes ?? [];
  if (!close || !code) return new SignalingError('connection-lost', 'The connection to the server was lost.');
  return complaint && close.codes.includes(complaint.code)
    ? complaint
    : new SignalingError(code, reason || close.message);
}
