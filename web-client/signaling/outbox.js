/** @import { Clock } from './clock.js' */
/** @import { MessageLimits, NumberedRequest, Request } from './protocol.js' */
import { SignalingError } from './error.js';
import { RateLimiter } from './rate-limiter.js';
import { encodeRequest } from './request-encoder.js';

/**
 * @typedef {{ id: number, request: Request, tried: boolean }} Entry  `tried`: it may have reached the server
 * @typedef {{ send: (request: NumberedRequest) => void }} Outlet
 *
 * @typedef {object} OutboxOptions
 * @property {Clock} clock
 * @property {() => Outlet | undefined} outlet  what requests can be sent on at the moment
 * @property {number} [bound]  how many requests may wait
 */

/** How many bytes an id takes. */
const LONGEST_ID = `"id":${Number.MAX_SAFE_INTEGER},`.length;

/** The requests that the server has not acknowledged yet, in the order of their ids. */
export class Outbox {
  /** @type {MessageLimits} */
  limits = { messageBytes: 65_536, messagesPerSecond: 50 };
  #clock;
  #outlet;
  #bound;
  /** @type {Entry[]} */
  #entries = [];
  #lastId = 0;
  /** How many of the entries have been sent on the present connection. */
  #sent = 0;
  #pace;
  /** @type {unknown} the timer that goes on with what has to wait for its time */
  #timer;
  /** @type {number | undefined} the id of a request that was not taken: until it is, nothing is sent behind it */
  #probe;

  /** @param {OutboxOptions} options */
  constructor({ clock, outlet, bound = 1000 }) {
    this.#clock = clock;
    this.#outlet = outlet;
    this.#bound = bound;
    this.#pace = new RateLimiter(clock);
  }

  /** Whether the server has yet to answer something. */
  get waits() {
    return this.#entries.length > 0;
  }

  /** @param {number} id */
  has(id) {
    return this.#entries[this.#before(id)]?.id === id;
  }

  /** @param {Request} request */
  add(request) {
    this.#measure(request);
    if (this.#entries.length >= this.#bound) {
      const message = `${this.#bound} messages are waiting already: wait until the server has taken some of them.`;
      throw new SignalingError('queue-full', message);
    }
    this.#lastId += 1;
    const entry = { id: this.#lastId, request, tried: false };
    this.#entries.push(entry);
    this.flush();
    return entry;
  }

  /** Sends what waits, if there is a connection, and no faster than the server takes it. */
  flush() {
    const outlet = this.#outlet();
    if (!outlet) return;
    this.#clock.clearTimeout(this.#timer);
    for (let entry = this.#next; entry; entry = this.#next) {
      const wait = this.#pace.take(this.limits.messagesPerSecond);
      if (wait > 0) {
        this.#timer = this.#clock.setTimeout(() => this.flush(), wait);
        return;
      }
      entry.tried = true;
      this.#sent += 1;
      outlet.send(numbered(entry));
    }
  }

  /** @param {number} received  the server has answered every request up to this id */
  acknowledge(received) {
    const count = this.#before(received + 1);
    this.#entries.splice(0, count);
    this.#sent = Math.max(0, this.#sent - count);
    if (this.#probe === undefined || this.#probe > received) return;
    this.#probe = undefined;
    this.flush();
  }

  /**
   * A request, and so what was sent behind it, was not taken because of when it came.
   *
   * @param {number} id
   * @param {number} delay  before it may be sent again, in milliseconds
   */
  postpone(id, delay) {
    // What was sent behind the first one is refused for that alone, and has its delay.
    if (this.#probe !== undefined && this.#probe < id) return;
    const index = this.#before(id);
    if (this.#entries[index]?.id !== id) return;
    this.#probe = id;
    this.#sent = Math.min(this.#sent, index);
    this.#pace.exhaust(delay);
    this.flush();
  }

  /** @param {number} received  the seat was still there, and this is what it had taken */
  resume(received) {
    this.#startAgain();
    this.acknowledge(received);
  }

  /**
   * The seat is a new one: ids start again, and what was only queued keeps its place in the queue.
   *
   * @param {(request: Request) => boolean} isKnown  whether the server of the new seat can take such requests
   * @returns {{ unsure: Entry[], unsent: Entry[] }}
   *   `unsure`: what may or may not have arrived under the old seat; `unsent`: what will not be sent to this server
   */
  restart(isKnown) {
    const unsure = this.#entries.filter((entry) => entry.tried);
    const queued = this.#entries.filter((entry) => !entry.tried);
    this.#entries = queued.filter(({ request }) => isKnown(request));
    this.#entries.forEach((entry, index) => (entry.id = index + 1));
    this.#lastId = this.#entries.length;
    this.#startAgain();
    return { unsure, unsent: queued.filter(({ request }) => !isKnown(request)) };
  }

  /** Gives up what has not been sent, and tells the id that the server expects next. */
  abandon() {
    this.#clock.clearTimeout(this.#timer);
    this.#lastId -= this.#entries.length - this.#sent;
    this.#entries = this.#entries.slice(0, this.#sent);
    return this.#lastId + 1;
  }

  /** There is another connection, on which nothing was sent or refused yet. */
  #startAgain() {
    this.#sent = 0;
    this.#probe = undefined;
    this.#pace.reset();
  }

  /** What is to be sent next, if anything may be. */
  get #next() {
    const entry = this.#entries[this.#sent];
    return entry && entry.id > (this.#probe ?? entry.id) ? undefined : entry;
  }

  /** @param {Request} request */
  #measure(request) {
    const { messageBytes } = this.limits;
    const bytes = new TextEncoder().encode(encodeRequest(request)).length + LONGEST_ID;
    if (bytes <= messageBytes) return;
    const message = `The message has ${bytes} bytes, and the server takes ${messageBytes}: send less at once.`;
    throw new SignalingError('too-large', message);
  }

  /** @param {number} id */
  #before(id) {
    const index = this.#entries.findIndex((entry) => entry.id >= id);
    return index < 0 ? this.#entries.length : index;
  }
}

/**
 * A server that cannot read what comes later in a message still knows which request it was.
 *
 * @param {Entry} entry
 */
function numbered({ id, request }) {
  const { type, ...rest } = request;
  return /** @type {NumberedRequest} */ ({ type, id, ...rest });
}
