/** How many to know; the server keeps fewer than this. */
const MOST = 1_000;

/**
 * Which lines of the chat are shown already. The same line may come as an event, as one of those that were kept, and once
 * more from a sender who could not know that it had arrived.
 */
export class ShownLines {
  /** @type {Set<string>} */
  #keys = new Set();

  /**
   * @param {{ seq?: number, from: string, said?: number, text: string }} line of one's own lines nobody tells the `seq`
   * @returns {boolean} whether it is new
   */
  add({ seq, from, said, text }) {
    const keys = [];
    if (seq !== undefined) keys.push(`${seq}`);
    if (said !== undefined) keys.push(`${from} ${said} ${text}`);
    const isNew = !keys.some((key) => this.#keys.has(key));
    for (const key of keys) this.#keys.add(key);
    for (const key of this.#keys) {
      if (this.#keys.size <= MOST) break;
      this.#keys.delete(key);
    }
    return isNew;
  }
}
