/** @import { Clock } from './clock.js' */
/** @import { End, WebSocketLike } from './connection.js' */
/** @import { ByeNotice, Join, Notice, RoomEvent } from './protocol.js' */
import { Backoff } from './backoff.js';
import { Connection } from './connection.js';
import { SignalingError } from './error.js';

/**
 * @typedef {{ attempt: number, retryAt?: number, error?: SignalingError }} Attempt
 *   `attempt`: how many times it has been tried again; `retryAt`: when the next try starts, absent when one is under way
 *
 * @typedef {object} LifelineOptions
 * @property {() => WebSocketLike} connect
 * @property {Clock} clock
 * @property {() => number} random
 * @property {Pick<EventTarget, 'addEventListener'>} environment
 * @property {() => Join} greeting
 * @property {(message: RoomEvent | Notice) => void} heard
 * @property {(attempt: Attempt) => void} trying
 * @property {() => void} forget  the server no longer has what this client missed
 * @property {(error: SignalingError) => void} stopped  a person must act
 */

/** Keeps one connection to the server for as long as the seat is wanted. */
export class Lifeline {
  #options;
  #backoff;
  /** @type {Connection | undefined} */
  #connection;
  /** @type {unknown} */
  #timer;
  /** @type {number | undefined} */
  #reconnectAfter;
  #listening = new AbortController();

  /** @param {LifelineOptions} options */
  constructor(options) {
    this.#options = options;
    this.#backoff = new Backoff({ random: options.random });
  }

  start() {
    const { environment } = this.#options;
    const { signal } = this.#listening;
    environment.addEventListener('online', () => this.#hurry(), { signal });
    environment.addEventListener('visibilitychange', (event) => isVisible(event) && this.#hurry(), {
      signal,
    });
    this.#connect();
  }

  /** The connection that has a seat, if there is one at the moment. */
  get connection() {
    return this.#connection?.joined ? this.#connection : undefined;
  }

  /** Connects now instead of at the end of the present delay. */
  retry() {
    if (this.#connection) return;
    this.#options.clock.clearTimeout(this.#timer);
    this.#connectAgain();
  }

  /** Leaves the connection that there is for another one. @param {SignalingError} error  why */
  renew(error) {
    this.#connection?.giveUp(error);
  }

  /** @param {ByeNotice} bye */
  saidBye({ reconnectAfter }) {
    this.#reconnectAfter = reconnectAfter;
  }

  stop() {
    this.#listening.abort();
    this.#options.clock.clearTimeout(this.#timer);
    this.#connection?.drop();
    this.#connection = undefined;
  }

  /** Something has changed for the better, or at least enough to look again. */
  #hurry() {
    if (this.#connection) this.#connection.probe();
    else this.retry();
  }

  #connect() {
    const { clock, connect, greeting, heard, trying } = this.#options;
    this.#reconnectAfter = undefined;
    trying({ attempt: this.#backoff.attempt });
    this.#connection = new Connection({
      socket: connect(),
      clock,
      greeting,
      heard,
      ended: (end) => this.#ended(end),
    });
  }

  /** What could be connected to once is tried for ever. */
  #connectAgain() {
    try {
      this.#connect();
    } catch (problem) {
      const error = new SignalingError('connection-lost', `No connection could be opened: ${problem}`);
      this.#ended({ then: 'again', error, lasted: 0 });
    }
  }

  /** @param {End} end */
  #ended({ then, error, lasted }) {
    const { clock, forget, stopped, trying } = this.#options;
    this.#connection = undefined;
    if (then === 'stop') {
      this.stop();
      return stopped(error);
    }
    if (then === 'anew') forget();
    this.#backoff.ended(lasted);
    const delay = this.#delay(error);
    this.#timer = clock.setTimeout(() => this.#connectAgain(), delay);
    trying({ attempt: this.#backoff.attempt, retryAt: clock.now() + delay, error });
  }

  /** @param {SignalingError} error */
  #delay({ retryAfter = 0 }) {
    const jitter = this.#backoff.next();
    return this.#reconnectAfter ?? retryAfter + jitter;
  }
}

/** @param {Event} event */
function isVisible({ target }) {
  return /** @type {{ visibilityState?: string } | null} */ (target)?.visibilityState === 'visible';
}
