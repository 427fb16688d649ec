/** @import { ClientHarness } from './client-harness.js' */
import { ANN } from './client-harness.js';

export const PAGE = 'slides.page';

/** A `state` event. @param {number} seq @param {unknown} value @param {string} [from] @param {string} [name] */
export function state(seq, value, from = ANN, name = PAGE) {
  return { type: 'state', seq, from, name, value };
}

/** An `error` notice. @param {string} code @param {number} re @param {object} [details] */
export function error(code, re, details) {
  return { type: 'error', code, message: 'As the server says.', re, ...details };
}

/**
 * The present result of a promise: its value, the code (and `seq`) of its error, or 'pending'.
 *
 * @param {Promise<unknown>} promise
 */
export async function outcome(promise) {
  const pending = new Promise((resolve) => setImmediate(() => resolve('pending')));
  return Promise.race([
    promise.catch(({ code, seq }) => (seq === undefined ? code : { code, seq })),
    pending,
  ]);
}

/** @param {ClientHarness} harness */
export function values({ client }) {
  return Object.fromEntries(client.sharedState);
}
