/** @import { Scene } from './scene.js' */
import { ANN } from './scene.js';

export const PAGE = 'slides.page';

/** @param {number} seq @param {unknown} value @param {string} [from] @param {string} [name] */
export function state(seq, value, from = ANN, name = PAGE) {
  return { type: 'state', seq, from, name, value };
}

/** @param {string} code @param {number} re @param {object} [details] */
export function error(code, re, details) {
  return { type: 'error', code, message: 'As the server says.', re, ...details };
}

/** What has become of a promise by now. @param {Promise<unknown>} promise */
export async function outcome(promise) {
  const pending = new Promise((resolve) => setImmediate(() => resolve('pending')));
  return Promise.race([
    promise.catch(({ code, seq }) => (seq === undefined ? code : { code, seq })),
    pending,
  ]);
}

/** @param {Scene} scene */
export function values({ client }) {
  return Object.fromEntries(client.sharedState);
}
