/** @import { Clock } from './clock.js' */
/** @import { End } from './connection.js' */
/** @import { Join, Notice, RoomEvent } from './protocol.js' */
/** @import { Transport } from './transport-picker.js' */
/** @import { Opener } from './transports.js' */
import { Connection } from './connection.js';
import { SignalingError } from './error.js';
import { TransportPicker } from './transport-picker.js';

/**
 * @typedef {Partial<Pick<EventTarget, 'addEventListener'>> & { navigator?: { onLine?: boolean, connection?: EventTarget } }} Environment
 *   source of the events of the page and the network: the global object of the page, or a stand-in
 *
 * @typedef {'visibilitychange' | 'resume' | 'online' | 'offline' | 'pageshow' | 'pagehide' | 'change'} EnvironmentEvent
 *   `change`: of the network connection
 *
 * @typedef {object} Attempt
 * @property {number} attempt  number of attempts since the last stable connection; 0 for the first
 * @property {number} [retryAt]  time of the next attempt, in milliseconds since the epoch, for display; absent while one is under way
 * @property {SignalingError} [error]  reason for the loss of the last connection
 *
 * @typedef {object} ReconnectorOptions
 * @property {Map<Transport, Opener>} openers  the transports to use, the best first
 * @property {Clock} clock
 * @property {() => number} random
 * @property {Environment} environment
 * @property {() => Join | Promise<Join>} join
 * @property {(message: RoomEvent | Notice) => void} onMessage
 * @property {(attempt: Attempt) => void} onAttempt
 * @property {(type: EnvironmentEvent) => void} onEnvironment  an event of the page or of the network; after `pagehide`, connections
 *   are dropped
 * @property {(error: SignalingError) => void} onEnd  no attempt will follow, because a person has to act first
 */

/**
 * Bounds of the delay before an attempt, in milliseconds: exponential backoff with full jitter. The delay is random between 0
 * and a bound that doubles, so that the clients of a restarted server do not all return at once.
 */
const FIRST_DELAY = 500;
const LONGEST_DELAY = 10_000;
/** Lifetime of a stable connection, in milliseconds. */
const STABLE_LIFETIME = 10_000;
/**
 * Time for which a request sent on a dropped connection may still arrive at the server, in milliseconds. Over HTTP, such a
 * request may take the seat back.
 */
const LATE_REQUEST_TIMEOUT = 10_000;

/**
 * Keeps one connection to the server open until `stop`: reconnects with backoff, falls back to other transports, and
 * upgrades to a better transport while the current one stays in use.
 */
export class Reconnector {
  #options;
  /** Number of attempts since the last stable connection. */
  #attempt = 0;
  #picker;
  /** @type {Connection | undefined} open or opening */
  #connection;
  /** A connection over a better transport that replaces the current one once it has joined. @type {Connection | undefined} */
  #upgrade;
  /** @type {unknown} */
  #reconnectTimer;
  /** @type {unknown} */
  #upgradeTimer;
  /** Until this time, a takeover of the seat may be due to a late request of this client itself. */
  #lateRequestsUntil = 0;
  #listeners = new AbortController();
  /** Whether the page has ended, unless it comes back from the back/forward cache. */
  #isHidden = false;

  /** @param {ReconnectorOptions} options */
  constructor(options) {
    this.#options = options;
    this.#picker = new TransportPicker([...options.openers.keys()]);
    const { environment } = options;
    // `resume` does not bubble from the document to the window.
    const listening = { signal: this.#listeners.signal, capture: true };
    for (const type of ['visibilitychange', 'resume', 'online', 'offline', 'pageshow', 'pagehide'])
      environment.addEventListener?.(type, this.#changed, listening);
    environment.navigator?.connection?.addEventListener('change', this.#changed, listening);
  }

  /** The page or the network has changed. @param {any} event */
  #changed = ({ type }) => {
    if (type.startsWith('page')) this.#isHidden = type === 'pagehide';
    this.#options.onEnvironment(type);
    if (this.#isHidden) return this.#disconnect();
    // Timers may have slept, and a retry may succeed now.
    if (type !== 'offline' || this.#connection) this.retry();
    if (type === 'online') this.#tryUpgrade();
  };

  /** The connection that holds the seat; undefined while there is none. */
  get connection() {
    return this.#connection?.joined ? this.#connection : undefined;
  }

  /** Connects now instead of after the current delay, or checks the connection. */
  retry() {
    this.#connection?.probe();
    if (this.#connection || this.#upgrade || this.#isHidden) return;
    this.#options.clock.clearTimeout(this.#reconnectTimer);
    this.#reconnect();
  }

  /** Gives up the seat, as far as connections can. @param {number} id  of the request */
  leave(id) {
    for (const connection of [this.#connection, this.#upgrade]) connection?.leave(id);
  }

  stop() {
    this.#isHidden = true;
    this.#listeners.abort();
    this.#disconnect();
  }

  #disconnect() {
    const { clock } = this.#options;
    for (const timer of [this.#reconnectTimer, this.#upgradeTimer]) clock.clearTimeout(timer);
    for (const connection of [this.#connection, this.#upgrade]) connection?.drop();
    this.#connection = undefined;
    this.#upgrade = undefined;
  }

  /** @throws if the connection cannot be opened, as with a malformed URL */
  connect() {
    this.#options.onAttempt({ attempt: this.#attempt });
    // A listener of the application may have left.
    if (this.#isHidden) return;
    this.#connection = this.#open(this.#picker.next);
  }

  /** @param {Transport} transport */
  #open(transport) {
    const { openers, onMessage } = this.#options;
    const connection = new Connection({
      ...this.#options,
      socket: /** @type {Opener} */ (openers.get(transport))(),
      transport,
      onMessage: (message) => {
        if (message.type === 'joined') this.#joined(connection);
        onMessage(message);
      },
      onEnd: (end) => this.#ended(connection, end),
    });
    return connection;
  }

  /** Like `connect`, but keeps trying after an exception: the address has worked once. */
  #reconnect() {
    try {
      this.connect();
    } catch (problem) {
      const error = new SignalingError('connection-lost', String(problem));
      this.#lost({ recovery: 'resume', error, lifetime: 0, failure: 'closed' });
    }
  }

  /** @param {Connection} connection */
  #joined(connection) {
    if (connection === this.#upgrade) {
      this.#dropConnection();
      this.#connection = connection;
      this.#upgrade = undefined;
    }
    this.#picker.joined(connection.transport);
    this.#scheduleUpgrade();
  }

  #scheduleUpgrade() {
    const { clock } = this.#options;
    clock.clearTimeout(this.#upgradeTimer);
    const { upgrade } = this.#picker;
    if (upgrade) this.#upgradeTimer = clock.setTimeout(() => this.#tryUpgrade(), upgrade.delay);
  }

  /** Opens a connection over a better transport beside the current one. */
  #tryUpgrade() {
    const { upgrade } = this.#picker;
    if (!upgrade || !this.connection || this.#upgrade) return;
    try {
      this.#upgrade = this.#open(upgrade.transport);
    } catch {
      this.#upgradeFailed();
    }
  }

  /**
   * If the failed upgrade had sent its join, the server may have moved the seat to it. Only a new join shows where the
   * seat is, so the current connection is given up as well.
   */
  #upgradeFailed() {
    const mayHoldSeat = this.#upgrade?.mayArriveLate;
    this.#lateRequestsFrom(this.#upgrade);
    this.#upgrade = undefined;
    this.#picker.upgradeFailed();
    if (this.#connection && !mayHoldSeat) return this.#scheduleUpgrade();
    this.#dropConnection();
    this.#reconnect();
  }

  #dropConnection() {
    this.#lateRequestsFrom(this.#connection);
    this.#connection?.drop();
    this.#connection = undefined;
  }

  /** @param {Connection} [connection]  that is given up */
  #lateRequestsFrom(connection) {
    if (connection?.mayArriveLate) this.#lateRequestsUntil = this.#options.clock.now() + LATE_REQUEST_TIMEOUT;
  }

  /**
   * @param {Connection} connection
   * @param {End} end
   */
  #ended(connection, end) {
    if (connection === this.#upgrade) return this.#upgradeFailed();
    const wasReplaced = end.error.code === 'replaced';
    const replacedByUs =
      wasReplaced && (this.#upgrade || this.#options.clock.now() < this.#lateRequestsUntil);
    this.#dropConnection();
    if (replacedByUs) this.#lateRequestsUntil = 0; // a second takeover is somebody else's
    const recovery = replacedByUs ? 'resume' : end.recovery;
    // A pending upgrade becomes the only connection, and needs no further attempt.
    if (!this.#upgrade || recovery === 'stop') this.#lost({ ...end, recovery });
  }

  /** @param {End} end */
  #lost({ recovery, error, lifetime, failure, reconnectAfter }) {
    const { clock, random, onAttempt, onEnd } = this.#options;
    if (recovery === 'stop') {
      this.stop();
      return onEnd(error);
    }
    this.#picker.ended(failure);
    // Shorter connections are no success: a server that accepts them and closes them at once needs the growing delay.
    if (lifetime >= STABLE_LIFETIME) this.#attempt = 0;
    const bound = Math.min(FIRST_DELAY * 2 ** this.#attempt, LONGEST_DELAY);
    this.#attempt += 1;
    // The server spreads its clients over time in `reconnectAfter` already.
    const delay = reconnectAfter ?? (error.retryAfter ?? 0) + Math.ceil(random() * bound);
    this.#reconnectTimer = clock.setTimeout(() => this.#reconnect(), delay);
    onAttempt({ attempt: this.#attempt, retryAt: clock.wallTime() + delay, error });
  }
}
