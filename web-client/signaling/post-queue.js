/** Largest number of messages that the server takes in one POST (docs/protocol.md). */
const MAX_MESSAGES = 1_000;

/**
 * Sends messages by HTTP POST: in order, one request at a time. Messages that are added meanwhile share the next request.
 *
 * @param {(body: string) => Promise<boolean>} post  resolves to true after delivery, and to false if the queue is to stop
 * @param {number} maxBytes  of a body
 * @returns {(message: string) => void} adds a message, which is JSON
 */
export function postQueue(post, maxBytes) {
  /** @type {string[]} */
  const waiting = [];
  let isSending = false;

  /** Removes the messages that fit into one body, at least one. */
  const nextBatch = () => {
    let bytes = '[]'.length;
    const end = waiting.findIndex((message, index) =>
      (bytes += byteLength(message) + 1) > maxBytes ? index > 0 : index >= MAX_MESSAGES,
    );
    return waiting.splice(0, end < 0 ? waiting.length : end);
  };

  const send = async () => {
    isSending = true;
    await null; // collects the messages of the same turn into one request
    while (waiting.length > 0) if (!(await post(`[${nextBatch().join(',')}]`))) return;
    isSending = false;
  };

  return (message) => {
    waiting.push(message);
    if (!isSending) void send();
  };
}

/** @param {string} text  @returns {number} its length in UTF-8, as the server counts */
export function byteLength(text) {
  return new TextEncoder().encode(text).length;
}
