/** Largest number of messages that the server takes in one POST (docs/protocol.md). */
const MAX_MESSAGES = 1_000;

/**
 * Sends messages by HTTP POST: in order, one request at a time. Messages that are added meanwhile share the next request.
 */
export class PostQueue {
  /** @type {string[]} */
  #waiting = [];
  #isSending = false;
  #post;
  #maxBytes;

  /**
   * @param {object} options
   * @param {(body: string) => Promise<boolean>} options.post  resolves to true after delivery, and to false if the queue is
   *   to stop
   * @param {number} options.maxBytes  of a body
   */
  constructor({ post, maxBytes }) {
    this.#post = post;
    this.#maxBytes = maxBytes;
  }

  /** @param {string} message  as JSON */
  add(message) {
    this.#waiting.push(message);
    if (!this.#isSending) void this.#send();
  }

  async #send() {
    this.#isSending = true;
    await null; // collects the messages of the same turn into one request
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#batchSize());
      if (!(await this.#post(`[${batch.join(',')}]`))) return;
    }
    this.#isSending = false;
  }

  /** The number of waiting messages that fit into one body, at least one. */
  #batchSize() {
    let bytes = '[]'.length;
    const last = this.#waiting.findIndex((message) => (bytes += byteLength(message) + 1) > this.#maxBytes);
    return Math.min(MAX_MESSAGES, last < 0 ? this.#waiting.length : Math.max(1, last));
  }
}

/** @param {string} text  @returns {number} its length in UTF-8, as the server counts */
export function byteLength(text) {
  return new TextEncoder().encode(text).length;
}
