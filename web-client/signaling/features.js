import { SignalingError } from './error.js';

/** The server keeps messages for those who come later. */
export const HISTORY = 'history';
/** The room has values that all share. */
export const STATE = 'state';

const MOST_FEATURES = 16;
const MOST_HISTORY = 100;
const FEATURE = /^[A-Za-z0-9._-]{1,32}$/;

/**
 * What a join announces: that which this library can do, and what the application can.
 *
 * @param {string[]} [own]  the application's
 */
export function announced(own = []) {
  const library = [HISTORY, STATE];
  const features = [...new Set([...library, ...own])];
  if (features.length <= MOST_FEATURES && features.every(isFeature)) return features;
  throw new SignalingError(
    'bad-option',
    `Announce at most ${MOST_FEATURES - library.length} features of your own, each of 1 to 32 letters, digits, dots, dashes and underscores.`,
  );
}

/**
 * How many kept messages a join asks for; nothing, if none are wanted.
 *
 * @param {number} [count]
 */
export function wished(count = 0) {
  if (Number.isInteger(count) && count >= 0 && count <= MOST_HISTORY) return count || undefined;
  throw new SignalingError('bad-option', `The history is a whole number of messages, 0 to ${MOST_HISTORY}.`);
}

/** @param {unknown} name */
function isFeature(name) {
  return typeof name === 'string' && FEATURE.test(name);
}
