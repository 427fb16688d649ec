/** Number of keys to remember. It exceeds the number of messages that a server keeps, each with two keys. */
const MAX_KEYS = 1_000;

/**
 * Detects chat messages that are shown already. The same message may arrive as an event, as a kept message, and once more
 * from a sender that could not know of its delivery.
 */
export class SeenMessages {
  /** @type {Set<string>} the oldest first */
  #keys = new Set();

  /**
   * @param {object} message
   * @param {number} [message.seq]  absent for a message of this page, which does not receive its own event
   * @param {string} message.from
   * @param {number} [message.sentAt]
   * @param {string} message.text
   * @returns {boolean} whether it is new
   */
  add({ seq, from, sentAt, text }) {
    const keys = [];
    if (seq !== undefined) keys.push(`${seq}`);
    if (sentAt !== undefined) keys.push(`${from} ${sentAt} ${text}`);
    const isNew = !keys.some((key) => this.#keys.has(key));
    for (const key of keys) this.#keys.add(key);
    for (const key of this.#keys) {
      if (this.#keys.size <= MAX_KEYS) break;
      this.#keys.delete(key);
    }
    return isNew;
  }
}
