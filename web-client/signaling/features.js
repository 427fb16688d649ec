import { SignalingError } from './error.js';

/** The server keeps messages sent with `keep` for peers that join later. */
export const HISTORY = 'history';
/** The room has shared values. */
export const STATE = 'state';

/** Limits of the protocol (docs/protocol.md): a join that exceeds them is refused with `bad-message`. */
const MAX_FEATURES = 16;
const MAX_HISTORY = 100;
const FEATURE_NAME = /^[A-Za-z0-9._-]{1,32}$/;

/**
 * The features that a join announces: those of this library, and those of the application.
 *
 * @param {string[]} [own]  of the application
 * @throws {SignalingError} `bad-option`
 */
export function announcedFeatures(own = []) {
  const features = [...new Set([HISTORY, STATE, ...own])];
  if (
    features.length <= MAX_FEATURES &&
    features.every((name) => typeof name === 'string' && FEATURE_NAME.test(name))
  )
    return features;
  throw new SignalingError('bad-option', 'features');
}

/**
 * The number of kept messages that a join asks for.
 *
 * @param {number} [count]
 * @returns {number | undefined} undefined for none, so that the member is absent
 * @throws {SignalingError} `bad-option`
 */
export function requestedHistory(count = 0) {
  if (Number.isSafeInteger(count) && count >= 0 && count <= MAX_HISTORY) return count || undefined;
  throw new SignalingError('bad-option', 'history');
}
