import { cut, isBlank } from './text.js';

/** How long a line may be, in characters. */
export const LONGEST = 2_000;
const LONGEST_AGO = 24 * 60 * 60_000;

/**
 * @typedef {object} Said what the data of a message says in the chat
 * @property {string} text
 * @property {number} [said] when, by the sender's clock: no two lines of a sender have the same
 * @property {number} ago how long it had waited when it was sent, by the sender's clock; ours may tell another time
 */

/**
 * Reads a stranger's data: nothing of it need be as this page writes it.
 *
 * @param {unknown} data
 * @returns {Said | undefined} nothing if it is not for the chat
 */
export function readLine(data) {
  if (typeof data !== 'object' || data === null || !('chat' in data)) return undefined;
  const { chat, said, ago } = /** @type {{ chat: unknown, said?: unknown, ago?: unknown }} */ (data);
  if (typeof chat !== 'string' || isBlank(chat)) return undefined;
  return {
    text: cut(chat, LONGEST),
    said: Number.isSafeInteger(said) ? Number(said) : undefined,
    ago: typeof ago === 'number' && ago > 0 && ago < LONGEST_AGO ? ago : 0,
  };
}

/**
 * How long ago a kept line was said, as far as one can tell.
 *
 * @param {number | undefined} said
 * @param {number} now
 * @returns {number | null} null if that cannot be: a clock is wrong
 */
export function sinceThen(said, now) {
  const ago = now - (said ?? NaN);
  if (ago < 0 && ago > -60_000) return 0;
  return ago >= 0 && ago < LONGEST_AGO ? ago : null;
}
