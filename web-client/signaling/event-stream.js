/** @import { Clock } from './clock.js' */
/** @import { Place, Ears } from './http-channel.js' */

/**
 * @typedef {object} StreamLike
 * @property {number} readyState
 * @property {() => void} close
 * @property {(type: string, listener: (event: any) => void) => void} addEventListener
 *
 * @typedef {new (url: string) => StreamLike} EventSourceLike
 */

/** How long the first message of a stream may take: a proxy that keeps it back will keep all the others. */
const GREETING_TIMEOUT = 5000;
/** How long the browser may take to open again a stream that has ended. */
const REOPEN_TIMEOUT = 10_000;
/** Before the server thinks of ending it for silence, the stream's owner posts something; in parts of the heartbeat. */
const PING_AFTER = 0.75;
/** The server says something at least once in each heartbeat. */
const SILENCE = 2;
const CLOSED = 2;

/** Hears a room by server-sent events. A stream that ends is opened again, where it ended, by the browser. */
export class EventStream {
  #source;
  #ears;
  #clock;
  #heartbeat;
  /** @type {unknown} */
  #deadline;
  #dueAt = 0;
  /** @type {unknown} */
  #pulse;

  /**
   * @param {Place} place
   * @param {Ears & { ping: () => void }} ears
   * @param {{ EventSource: EventSourceLike, clock: Clock }} seams
   */
  constructor({ url, joined, heartbeat }, ears, { EventSource, clock }) {
    this.#ears = ears;
    this.#clock = clock;
    this.#heartbeat = heartbeat;
    // The only secret in a URL, for EventSource sends no header: it is good for listening alone.
    this.#source = new EventSource(`${url}/events?after=${joined.seq}&ticket=${joined.ticket}`);
    this.#source.addEventListener('message', ({ data }) => this.#heard(data));
    this.#source.addEventListener('error', () => this.#stumbled());
    this.#expect(GREETING_TIMEOUT);
    this.#ping();
  }

  close() {
    this.#source.close();
    this.#clock.clearTimeout(this.#deadline);
    this.#clock.clearTimeout(this.#pulse);
  }

  /** @param {string} text */
  #heard(text) {
    this.#expect(this.#heartbeat * SILENCE);
    this.#ears.heard(text);
  }

  /** A stream that stays closed was refused; why is told to who joins again. */
  #stumbled() {
    if (this.#source.readyState === CLOSED) this.#ears.ended();
    else this.#expect(Math.min(REOPEN_TIMEOUT, this.#dueAt - this.#clock.now()));
  }

  /** @param {number} delay  within which something must be heard */
  #expect(delay) {
    this.#clock.clearTimeout(this.#deadline);
    this.#dueAt = this.#clock.now() + delay;
    this.#deadline = this.#clock.setTimeout(() => this.#ears.ended(), delay);
  }

  #ping() {
    this.#pulse = this.#clock.setTimeout(() => {
      this.#ears.ping();
      this.#ping();
    }, this.#heartbeat * PING_AFTER);
  }
}
