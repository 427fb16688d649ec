/** How many the server takes in one post. */
const MOST_MESSAGES = 1_000;

/**
 * Carries messages to the server: in order, one post at a time, and together what has gathered meanwhile.
 */
export class PostQueue {
  /** @type {string[]} */
  #waiting = [];
  /** @type {string[]} what is on its way, and may have arrived */
  #underway = [];
  #post;
  #maxBytes;

  /**
   * @param {object} options
   * @param {(body: string) => Promise<boolean>} options.post  resolves when it is delivered; false if nothing will be
   * @param {number} options.maxBytes  of a body
   */
  constructor({ post, maxBytes }) {
    this.#post = post;
    this.#maxBytes = maxBytes;
  }

  /** What may not have arrived yet. */
  get unsettled() {
    return [...this.#underway, ...this.#waiting];
  }

  /** @param {string} message */
  put(message) {
    this.#waiting.push(message);
    if (this.unsettled.length === 1) void this.#carry();
  }

  async #carry() {
    await null; // what is said in one breath goes in one post
    while (this.#waiting.length > 0) {
      this.#underway = this.#waiting.splice(0, this.#howMany());
      if (!(await this.#post(bodyOf(this.#underway)))) return;
      this.#underway = [];
    }
  }

  /** How many of those that wait fit into one body; one at the least. */
  #howMany() {
    let bytes = '[]'.length;
    const last = this.#waiting.findIndex((message) => (bytes += bytesOf(message) + 1) > this.#maxBytes);
    return Math.min(MOST_MESSAGES, last < 0 ? this.#waiting.length : Math.max(1, last));
  }
}

/** @param {string[]} messages */
export function bodyOf(messages) {
  return `[${messages.join(',')}]`;
}

/** @param {string} text */
export function bytesOf(text) {
  return new TextEncoder().encode(text).length;
}
