import { isBlank, truncate } from './text.js';

/** In UTF-16 code units, as for the `maxlength` of the field. */
export const MAX_LENGTH = 2_000;
/** In milliseconds. Older times are those of a wrong clock. */
const MAX_AGE = 24 * 60 * 60_000;

/**
 * A chat message, sent as the data of a `message`: `{ chat, said, ago }`. Pages of all versions must keep these names.
 *
 * @typedef {object} ChatMessage
 * @property {string} text  `chat` in the data
 * @property {number} [sentAt]  `said` in the data: time by the sender's clock, in milliseconds since the epoch. Unique for each
 *   message of a sender
 * @property {number} ago  time for which it had waited when it was sent, in milliseconds. The receiver cannot compute it: its
 *   clock may differ from the sender's
 */

/**
 * Parses the data of a message. It comes from a stranger, whose page may send anything.
 *
 * @param {unknown} data
 * @returns {ChatMessage | undefined} undefined if it is not a chat message
 */
export function parseChatMessage(data) {
  if (typeof data !== 'object' || data === null || !('chat' in data)) return undefined;
  const { chat, said, ago } = /** @type {{ chat: unknown, said?: unknown, ago?: unknown }} */ (data);
  if (typeof chat !== 'string' || isBlank(chat)) return undefined;
  return {
    text: truncate(chat, MAX_LENGTH),
    sentAt: Number.isSafeInteger(said) ? Number(said) : undefined,
    ago: typeof ago === 'number' && ago > 0 && ago < MAX_AGE ? ago : 0,
  };
}

/**
 * The age of a kept message, by comparing the clocks of sender and receiver.
 *
 * @param {number | undefined} sentAt
 * @param {number} now
 * @returns {number | null} in milliseconds; null if the clocks differ too much
 */
export function ageOf(sentAt, now) {
  const age = now - (sentAt ?? NaN);
  if (age < 0 && age > -60_000) return 0;
  return age >= 0 && age < MAX_AGE ? age : null;
}
