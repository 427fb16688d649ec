/** @import { Clock } from './clock.js' */
/** @import { MessageLimits, NumberedRequest, Request } from './protocol.js' */
import { SignalingError } from './error.js';
import { byteLength } from './post-queue.js';
import { RateLimiter } from './rate-limiter.js';
import { encodeRequest } from './request-encoder.js';

/**
 * @typedef {{ id: number, request: Request, attempted: boolean, signal?: AbortSignal }} Entry  `attempted`: it may have
 *   reached the server. If not, an abort of `signal` cancels it, and the id is another one's
 * @typedef {{ send: (request: NumberedRequest) => void }} Sender
 * @typedef {{ type: 'leave', id: number }} Leave
 *
 * @typedef {object} OutboxOptions
 * @property {Clock} clock
 * @property {() => Sender | undefined} sender  the connection that holds the seat; undefined while there is none
 * @property {number} [capacity]  largest number of waiting requests
 */

/** Bytes that the longest id adds to a message. */
const ID_BYTES = `"id":${Number.MAX_SAFE_INTEGER},`.length;

/**
 * The requests without an acknowledgement, in the order of their ids.
 *
 * Ids count up from 1 within a seat, without gaps. The server processes each id once, so a request can be sent again on
 * the next connection without being processed twice.
 */
export class Outbox {
  /** @type {MessageLimits} defaults until the first `joined` */
  limits = { messageBytes: 65_536, messagesPerSecond: 50 };
  #clock;
  #sender;
  #capacity;
  /** @type {Entry[]} */
  #entries = [];
  #lastId = 0;
  /** Number of entries that were sent on the current connection. */
  #sent = 0;
  #rateLimiter;
  /** @type {unknown} */
  #flushTimer;
  /** @type {number | undefined} id of a request that was refused for a while: no later one is sent before it is accepted */
  #postponed;

  /** @param {OutboxOptions} options */
  constructor({ clock, sender, capacity = 1000 }) {
    this.#clock = clock;
    this.#sender = sender;
    this.#capacity = capacity;
    this.#rateLimiter = new RateLimiter(clock);
  }

  get isEmpty() {
    return this.#entries.length === 0;
  }

  /** @param {number} id */
  has(id) {
    return this.#entries[this.#indexOf(id)]?.id === id;
  }

  /**
   * @param {Request} request
   * @param {AbortSignal} [signal]
   * @returns {Entry}
   * @throws {SignalingError} `bad-message`, `too-large` or `queue-full`
   */
  add(request, signal) {
    const { text, copy } = encodeRequest(request);
    const bytes = byteLength(text) + ID_BYTES;
    const { messageBytes } = this.limits;
    if (bytes > messageBytes) throw new SignalingError('too-large', `${bytes} > ${messageBytes} bytes`);
    if (this.#entries.length >= this.#capacity) throw new SignalingError('queue-full');
    this.#lastId += 1;
    const entry = { id: this.#lastId, request: copy, attempted: false, signal };
    this.#entries.push(entry);
    this.flush();
    return entry;
  }

  /** Sends the waiting requests, within the rate limit, if there is a connection. */
  flush() {
    const sender = this.#sender();
    if (!sender) return;
    this.#clock.clearTimeout(this.#flushTimer);
    for (let entry = this.#next; entry; entry = this.#next) {
      if (entry.signal?.aborted && !entry.attempted) {
        this.#removeNext();
        continue;
      }
      const delay = this.#rateLimiter.take(this.limits.messagesPerSecond);
      if (delay > 0) {
        this.#flushTimer = this.#clock.setTimeout(() => this.flush(), delay);
        return;
      }
      entry.attempted = true;
      this.#sent += 1;
      sender.send(withId(entry));
    }
  }

  /** Removes all requests up to an id, which the server has processed or refused. @param {number} received */
  acknowledge(received) {
    const count = this.#indexOf(received + 1);
    this.#entries.splice(0, count);
    this.#sent = Math.max(0, this.#sent - count);
    if (this.#postponed === undefined || this.#postponed > received) return;
    this.#postponed = undefined;
    this.flush();
  }

  /**
   * Sends a request again after a delay, and with it all requests after it: the server refuses those with the same
   * error until this one arrives again.
   *
   * @param {number} id
   * @param {number} delay  in milliseconds
   */
  postpone(id, delay) {
    // The refusal of a request after the postponed one changes nothing.
    if (this.#postponed !== undefined && this.#postponed < id) return;
    const index = this.#indexOf(id);
    if (this.#entries[index]?.id !== id) return;
    this.#postponed = id;
    this.#sent = Math.min(this.#sent, index);
    this.#rateLimiter.exhaust(delay);
    this.flush();
  }

  /** The seat was resumed. @param {number} received  last id that the server has processed or refused */
  resume(received) {
    this.#newConnection();
    this.acknowledge(received);
  }

  /**
   * A new seat was taken: ids start again at 1, and requests that were never sent keep their order.
   *
   * @param {(request: Request) => boolean} isValid  whether the request can be sent under the new seat
   * @returns {{ unsure: Entry[], dropped: Entry[] }} the removed entries. `unsure`: they may or may not have been processed
   *   under the old seat; `dropped`: they were never sent, and will not be
   */
  restart(isValid) {
    const unsure = this.#entries.filter((entry) => entry.attempted);
    const queued = this.#entries.filter((entry) => !entry.attempted);
    this.#entries = queued.filter(({ request }) => isValid(request));
    this.#entries.forEach((entry, index) => (entry.id = index + 1));
    this.#lastId = this.#entries.length;
    this.#newConnection();
    return { unsure, dropped: queued.filter(({ request }) => !isValid(request)) };
  }

  /**
   * Ends the seat. The requests wait for the next one, or for `clear`.
   *
   * @returns {{ sent: NumberedRequest[], leave: Leave }} the requests that may not have arrived, and the one to send after them
   */
  leave() {
    this.#clock.clearTimeout(this.#flushTimer);
    const sent = this.#entries.slice(0, this.#sent);
    const id = this.#lastId - (this.#entries.length - this.#sent) + 1;
    this.#newConnection();
    return { sent: sent.map(withId), leave: { type: 'leave', id } };
  }

  clear() {
    this.#entries = [];
    this.#lastId = 0;
  }

  #newConnection() {
    this.#sent = 0;
    this.#postponed = undefined;
    this.#rateLimiter.reset();
  }

  /** The entry to send next; undefined if there is none, or if it has to wait for the postponed one. */
  get #next() {
    const entry = this.#entries[this.#sent];
    return entry && entry.id > (this.#postponed ?? entry.id) ? undefined : entry;
  }

  /** Removes an entry that was never sent. Ids have no gaps, so the entries after it, which were not sent either, move up. */
  #removeNext() {
    this.#entries.splice(this.#sent, 1);
    for (const entry of this.#entries.slice(this.#sent)) entry.id -= 1;
    this.#lastId -= 1;
  }

  /** The index of the first entry with this id or a higher one. @param {number} id */
  #indexOf(id) {
    const index = this.#entries.findIndex((entry) => entry.id >= id);
    return index < 0 ? this.#entries.length : index;
  }
}

/**
 * The id goes first: a server that cannot parse the rest can still report which request it refuses.
 *
 * @param {Entry} entry
 */
function withId({ id, request }) {
  const { type, ...rest } = request;
  return /** @type {NumberedRequest} */ ({ type, id, ...rest });
}
