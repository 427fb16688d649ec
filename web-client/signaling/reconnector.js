/** @import { Clock } from './clock.js' */
/** @import { End } from './connection.js' */
/** @import { Transport } from './transport-picker.js' */
/** @import { ByeNotice, Join, Notice, RoomEvent } from './protocol.js' */
/** @import { Way } from './transports.js' */
import { Backoff } from './backoff.js';
import { Connection } from './connection.js';
import { SignalingError } from './error.js';
import { TransportPicker } from './transport-picker.js';

/**
 * @typedef {{ attempt: number, retryAt?: number, error?: SignalingError }} Attempt
 *   `attempt`: how many times it has been tried again; `retryAt`: when the next try starts, absent when one is under way
 *
 * @typedef {object} ReconnectorOptions
 * @property {Map<Transport, Way>} ways  to the server, from the best to the last resort
 * @property {Clock} clock
 * @property {() => number} random
 * @property {Pick<EventTarget, 'addEventListener'>} [environment]
 * @property {() => Join} greeting
 * @property {(message: RoomEvent | Notice) => void} heard
 * @property {(attempt: Attempt) => void} trying
 * @property {() => void} forget  the server no longer has what this client missed
 * @property {(error: SignalingError) => void} stopped  a person must act
 */

/** How long a request may be on its way that was sent on a connection which was left since, in milliseconds. */
const STRAGGLING = 10_000;

/** Keeps one connection to the server for as long as the seat is wanted, over the best transport that there is. */
export class Reconnector {
  #options;
  #backoff;
  #ladder;
  /** @type {Connection | undefined} */
  #connection;
  /** A connection over a better transport, which takes the other's place when it has joined. @type {Connection | undefined} */
  #trial;
  /** @type {unknown} */
  #timer;
  /** @type {unknown} */
  #climbing;
  /** @type {number | undefined} */
  #reconnectAfter;
  /** Until when what takes the seat over may be a late request of our own, from the connection before. */
  #stragglersUntil = 0;
  #listening = new AbortController();

  /** @param {ReconnectorOptions} options */
  constructor(options) {
    this.#options = options;
    this.#backoff = new Backoff({ random: options.random });
    this.#ladder = new TransportPicker([...options.ways.keys()]);
  }

  start() {
    const { environment = surroundings() } = this.#options;
    const { signal } = this.#listening;
    environment.addEventListener('online', () => this.#hurry(), { signal });
    environment.addEventListener('online', () => this.#climb(), { signal });
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
    if (this.#connection || this.#trial) return;
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
    const { clock } = this.#options;
    this.#listening.abort();
    for (const timer of [this.#timer, this.#climbing]) clock.clearTimeout(timer);
    for (const connection of [this.#connection, this.#trial]) connection?.drop();
    this.#connection = undefined;
    this.#trial = undefined;
  }

  /** Something has changed for the better, or at least enough to look again. */
  #hurry() {
    if (this.#connection) this.#connection.probe();
    else this.retry();
  }

  #connect() {
    this.#reconnectAfter = undefined;
    this.#options.trying({ attempt: this.#backoff.attempt });
    this.#connection = this.#open(this.#ladder.next);
  }

  /** @param {Transport} transport */
  #open(transport) {
    const { clock, greeting, ways } = this.#options;
    const connection = new Connection({
      socket: /** @type {Way} */ (ways.get(transport))(),
      transport,
      clock,
      greeting,
      heard: (message) => this.#heard(connection, message),
      ended: (end) => this.#ended(connection, end),
    });
    return connection;
  }

  /** What could be connected to once is tried for ever. */
  #connectAgain() {
    try {
      this.#connect();
    } catch (problem) {
      const error = new SignalingError('connection-lost', `No connection could be opened: ${problem}`);
      this.#lost({ then: 'again', error, lasted: 0, failure: 'refused' });
    }
  }

  /**
   * @param {Connection} connection
   * @param {RoomEvent | Notice} message
   */
  #heard(connection, message) {
    if (message.type === 'joined') this.#settle(connection);
    this.#options.heard(message);
  }

  /** @param {Connection} connection  which has a seat now */
  #settle(connection) {
    if (connection === this.#trial) {
      this.#leave();
      this.#connection = connection;
      this.#trial = undefined;
    }
    this.#ladder.worked(connection.transport);
    this.#climbLater();
  }

  #climbLater() {
    const { clock } = this.#options;
    clock.clearTimeout(this.#climbing);
    const { climb } = this.#ladder;
    if (climb) this.#climbing = clock.setTimeout(() => this.#climb(), climb.delay);
  }

  /** Tries a better transport beside the one in use, which is left only when the other has joined. */
  #climb() {
    const { climb } = this.#ladder;
    if (!climb || !this.connection || this.#trial) return;
    try {
      this.#trial = this.#open(climb.transport);
    } catch {
      this.#slip();
    }
  }

  /** The trial has failed. One that has said `join` may have taken the seat over: only another join tells. */
  #slip() {
    const isInDoubt = this.#trial?.hasGreeted;
    this.#trial = undefined;
    this.#ladder.slipped();
    if (this.#connection && !isInDoubt) return this.#climbLater();
    this.#leave();
    this.#connectAgain();
  }

  #leave() {
    this.#connection?.drop();
    this.#connection = undefined;
    this.#stragglersUntil = this.#options.clock.now() + STRAGGLING;
  }

  /**
   * @param {Connection} connection
   * @param {End} end
   */
  #ended(connection, end) {
    if (connection === this.#trial) return this.#slip();
    const isReplaced = end.error.code === 'replaced';
    const isOurDoing = isReplaced && (this.#trial || this.#options.clock.now() < this.#stragglersUntil);
    this.#leave();
    if (isOurDoing) this.#stragglersUntil = 0; // the next time it is somebody else
    const then = isOurDoing ? 'again' : end.then;
    if (!this.#trial || then === 'stop') this.#lost({ ...end, then }); // else the trial goes on in its place
  }

  /** @param {End} end */
  #lost({ then, error, lasted, failure }) {
    const { clock, forget, stopped, trying } = this.#options;
    if (then === 'stop') {
      this.stop();
      return stopped(error);
    }
    if (then === 'anew') forget();
    if (failure) this.#ladder.failed(failure);
    else this.#ladder.answered();
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

function surroundings() {
  return 'addEventListener' in globalThis ? globalThis : new EventTarget();
}

/** @param {Event} event */
function isVisible({ target }) {
  return /** @type {{ visibilityState?: string } | null} */ (target)?.visibilityState === 'visible';
}
