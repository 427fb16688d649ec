/** @import { Clock } from './clock.js' */
/** @import { NumberedRequest, Request } from './protocol.js' */
import { SignalingError } from './error.js';

/**
 * @typedef {{ id: number, request: Request, tried: boolean }} Entry  `tried`: it may have reached the server
 * @typedef {{ send: (request: NumberedRequest) => void }} Outlet
 *
 * @typedef {object} OutboxOptions
 * @property {Clock} clock
 * @property {() => Outlet | undefined} outlet  what requests can be sent on at the moment
 * @property {number} [bound]  how many requests may wait
 */

/** The requests that the server has not acknowledged yet, in the order of their ids. */
export class Outbox {
  /** The size of the largest message that the server takes. */
  messageBytes = 65_536;
  #clock;
  #outlet;
  #bound;
  /** @type {Entry[]} */
  #entries = [];
  #lastId = 0;
  /** How many of the entries have been sent on the present connection. */
  #sent = 0;
  /** @type {unknown} the timer that ends a pause, if the server has asked for one */
  #pause;

  /** @param {OutboxOptions} options */
  constructor({ clock, outlet, bound = 1000 }) {
    this.#clock = clock;
    this.#outlet = outlet;
    this.#bound = bound;
  }

  /** @param {Request} request */
  add(request) {
    this.#measure(request);
    if (this.#entries.length >= this.#bound) {
      const message = `${this.#bound} messages are waiting to be sent already: wait until the connection is back.`;
      throw new SignalingError('queue-full', message);
    }
    this.#lastId += 1;
    const entry = { id: this.#lastId, request, tried: false };
    this.#entries.push(entry);
    this.flush();
    return entry;
  }

  /** Sends what waits, if there is a connection and the server does not want a pause. */
  flush() {
    const outlet = this.#outlet();
    if (!outlet || this.#pause !== undefined) return;
    for (const entry of this.#entries.slice(this.#sent)) {
      entry.tried = true;
      this.#sent += 1;
      outlet.send({ ...entry.request, id: entry.id });
    }
  }

  /** @param {number} received  the server has answered every request up to this id */
  acknowledge(received) {
    const count = this.#before(received + 1);
    this.#entries.splice(0, count);
    this.#sent = Math.max(0, this.#sent - count);
  }

  /**
   * A request, and so what was sent behind it, was not taken because of when it came.
   *
   * @param {number} id
   * @param {number} delay  before it may be sent again, in milliseconds
   */
  postpone(id, delay) {
    this.#sent = Math.min(this.#sent, this.#before(id));
    this.#endPause();
    this.#pause = this.#clock.setTimeout(() => {
      this.#endPause();
      this.flush();
    }, delay);
  }

  /** @param {number} received  the seat was still there, and this is what it had taken */
  resume(received) {
    this.acknowledge(received);
    this.#sent = 0;
    this.#endPause();
  }

  /**
   * The seat is a new one: ids start again, and what was only queued keeps its place in the queue.
   *
   * @returns {Entry[]} what may or may not have arrived under the old seat
   */
  restart() {
    const unsure = this.#entries.filter((entry) => entry.tried);
    this.#entries = this.#entries.filter((entry) => !entry.tried);
    this.#entries.forEach((entry, index) => (entry.id = index + 1));
    this.#lastId = this.#entries.length;
    this.#sent = 0;
    this.#endPause();
    return unsure;
  }

  /** Gives up what has not been sent, and tells the id that the server expects next. */
  abandon() {
    this.#endPause();
    this.#lastId -= this.#entries.length - this.#sent;
    this.#entries = this.#entries.slice(0, this.#sent);
    return this.#lastId + 1;
  }

  #endPause() {
    this.#clock.clearTimeout(this.#pause);
    this.#pause = undefined;
  }

  /** @param {Request} request */
  #measure(request) {
    const text = JSON.stringify({ ...request, id: Number.MAX_SAFE_INTEGER });
    const bytes = new TextEncoder().encode(text).length;
    if (bytes <= this.messageBytes) return;
    const message = `The message has ${bytes} bytes, and the server takes ${this.messageBytes}: send less at once.`;
    throw new SignalingError('too-large', message);
  }

  /** @param {number} id */
  #before(id) {
    const index = this.#entries.findIndex((entry) => entry.id >= id);
    return index < 0 ? this.#entries.length : index;
  }
}
