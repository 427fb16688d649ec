/** @import { Clock } from '../signaling/clock.js' */
import { MediaMonitor } from './stats.js';

/**
 * Time that each condition may last before the first action, in milliseconds. A short interruption ends by itself
 * (`disconnected`); a peer may take time to answer because its own signaling reconnects.
 */
const TIMEOUTS = {
  broken: 0,
  failed: 0,
  stalled: 0,
  disconnected: 4000,
  unanswered: 10_000,
  connecting: 15_000,
  waiting: 20_000,
};
/** First and longest delay between two actions, in milliseconds. */
const BASE_DELAY = 1000;
const MAX_DELAY = 30_000;
/** Number of gentle actions, ICE restarts or repeated offers, before the connection is replaced. */
const MAX_RESTARTS = 2;
/** Number of actions for media that does not arrive: if a new connection does not help either, no other will. */
const MAX_STALLED = 3;
/** Interval between two measurements of the received media, in milliseconds. */
const MEASURING_INTERVAL = 3000;
/** Number of measurements, and their interval, after the network may have changed. */
const CHECKS = 4;
const CHECK_INTERVAL = 1000;
/** Number of times in a minute that offers of the peer may replace the connection: each of them may fail. */
const MAX_REPLACEMENTS = 10;
/** A connection that works for this long is stable: the next problem is a new one. In milliseconds. */
const STABLE_TIME = 30_000;

/**
 * - `broken`: an operation has failed, or the two sides have descriptions that do not belong together
 * - `unanswered`: an offer waits for its answer
 * - `waiting`: this side waits for the first offer
 * - `stalled`: connected, but packets that the peer sends do not arrive, or frames are not decoded
 *
 * @typedef {keyof typeof TIMEOUTS | 'connected'} Condition
 *
 * @typedef {'restart' | 'repeat' | 'offer' | 'retry' | 'replace'} Action  restart ICE, repeat the offer, make an offer, retry
 *   the operation that failed, or replace the connection
 *
 * @typedef {object} RecoveryOptions
 * @property {Clock} clock
 * @property {() => number} random  0 (inclusive) to 1 (exclusive)
 * @property {() => RTCPeerConnection} connection
 * @property {() => boolean} awaitsOffer  whether the peer has to make the first offer
 * @property {() => boolean} canSignal  whether signals reach the peer soon
 * @property {(action: Action) => void} act
 * @property {() => void} onLost  the connection of a peer without a seat does not work any more
 * @property {(error: unknown) => void} onStatsError
 */

/**
 * Finds out when a connection is in a condition that has lasted too long, and acts: first gently, then by a new connection,
 * with growing delays. It never gives up, except for media that does not arrive on new connections either.
 *
 * Signaling and media take different paths: a peer behind a broken proxy can lose its seat in the middle of a working call.
 * Without a seat nothing can be negotiated, so the connection is lost with the first condition that lasts too long.
 *
 * Delays are random within bounds, so that the two sides of a connection do not act at the same time again and again.
 */
export class Recovery {
  /** Whether the action that was decided on last is still needed. */
  isDue = false;
  #options;
  /** Whether the peer has a seat. */
  #isSeated = false;
  /** @type {Condition | undefined} */
  #condition;
  /** The state that the connection has reported last. @type {RTCPeerConnectionState} */
  #state = 'new';
  #isStopped = false;
  #isBroken = false;
  #isStalled = false;
  /** Number of replacements by offers of the peer, and the start of the minute in which they are counted. */
  #replacements = 0;
  #minute = -Infinity;
  /** Number of actions by reason since the connection was stable. @type {Record<string, number>} */
  #actions = {};
  #connectedSince = 0;
  /** Number of measurements that are left after the network may have changed. */
  #checks = 0;
  #lastAction = -Infinity;
  #monitor = new MediaMonitor();
  /** @type {unknown} */
  #timer;

  /** @param {RecoveryOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /** The peer has a new seat, or no seat any more. @param {boolean} isSeated */
  start(isSeated) {
    this.#actions = {};
    this.#isBroken = false;
    this.#isStalled = false;
    this.#replacements = 0;
    this.#isSeated = isSeated;
    this.#enter(this.#present);
  }

  /** The connection is closed. */
  stop() {
    this.#options.clock.clearTimeout(this.#timer);
    this.#isStopped = true;
  }

  /** @param {RTCPeerConnectionState} state */
  stateChanged(state) {
    this.#state = state;
    this.update();
  }

  /** An operation has failed. Further failures do not postpone the next action. */
  failed() {
    this.#isBroken = true;
    this.update();
  }

  /** Counts a replacement by an offer of the peer. @returns {boolean} whether it is allowed */
  mayReplace() {
    const now = this.#options.clock.now();
    if (now - this.#minute > 60_000) {
      this.#minute = now;
      this.#replacements = 0;
    }
    return ++this.#replacements <= MAX_REPLACEMENTS;
  }

  /** A negotiation is complete, and ICE connects with its candidates, or a new connection is in use. */
  progressed() {
    this.isDue = false;
    this.#isBroken = false;
    this.#isStalled = false;
    delete this.#actions.unanswered;
    this.#monitor = new MediaMonitor();
    if (this.#state !== 'connected') this.#state = 'connecting';
    this.#enter(this.#present);
  }

  /** Reads the condition of the connection. */
  update() {
    const present = this.#present;
    if (present !== this.#condition) this.#enter(present);
  }

  /** The network may have changed, or timers may have slept: checks the connection now. */
  check() {
    const { act, canSignal, clock } = this.#options;
    const condition = this.#present;
    if (condition === 'connected') this.#checks = CHECKS;
    else if (!this.#isSeated || (condition !== 'failed' && condition !== 'disconnected')) return;
    else if (!canSignal() || clock.now() - this.#lastAction < BASE_DELAY) return;
    else {
      this.#lastAction = clock.now();
      act('restart');
    }
    this.#enter(condition);
  }

  /** @returns {Condition} */
  get #present() {
    const { connection, awaitsOffer } = this.#options;
    if (this.#isSeated) {
      if (this.#isBroken) return 'broken';
      if (connection().signalingState === 'have-local-offer') return 'unanswered';
      if (awaitsOffer()) return 'waiting';
    }
    if (this.#state === 'connected') return this.#isStalled ? 'stalled' : 'connected';
    return this.#state === 'disconnected' || this.#state === 'failed' ? this.#state : 'connecting';
  }

  /** @param {Condition} condition */
  #enter(condition) {
    const { clock } = this.#options;
    clock.clearTimeout(this.#timer);
    if (this.#isStopped) return;
    if (condition === 'connected' && this.#condition !== condition) this.#connectedSince = clock.now();
    this.#condition = condition;
    this.#timer =
      condition === 'connected'
        ? clock.setTimeout(() => this.#measure(), this.#checks > 0 ? CHECK_INTERVAL : MEASURING_INTERVAL)
        : clock.setTimeout(() => this.#act(), this.#delay(condition));
  }

  /** @param {Exclude<Condition, 'connected'>} condition */
  #delay(condition) {
    const { random } = this.#options;
    const timeout = TIMEOUTS[condition] * (1 + random() / 4);
    const count = this.#actions[reasonOf(condition)] ?? 0;
    if (count === 0 && condition !== 'broken') return timeout;
    return timeout + (Math.min(MAX_DELAY, BASE_DELAY * 2 ** count) * (1 + random())) / 2;
  }

  #act() {
    const { act, canSignal, clock, onLost } = this.#options;
    if (!this.#isSeated) return onLost();
    if (!canSignal()) {
      this.#timer = clock.setTimeout(() => this.#act(), BASE_DELAY);
      return;
    }
    const condition = /** @type {Exclude<Condition, 'connected'>} */ (this.#condition);
    const reason = reasonOf(condition);
    const count = this.#actions[reason] ?? 0;
    this.#actions[reason] = count + 1;
    this.#lastAction = clock.now();
    this.#isStalled = false;
    this.#monitor = new MediaMonitor();
    this.isDue = true;
    act(actionFor(condition, count));
    this.#enter(this.#present);
  }

  async #measure() {
    const { clock, connection, onStatsError } = this.#options;
    const monitor = this.#monitor;
    // The next measurement, even if this one never ends.
    this.#enter('connected');
    const timer = this.#timer;
    /** @type {unknown} */
    let failure;
    const reports = await connection()
      .getStats()
      .catch((error) => void (failure = error));
    if (timer !== this.#timer || this.#isStopped) return;
    if (reports) monitor.add(reports);
    else onStatsError(failure);
    let isStalled = this.#isSeated ? monitor.isStalled : monitor.isSilent || !reports;
    if (this.#checks > 0) {
      // Between frequent measurements, ICE checks may be missing although the connection works.
      isStalled = monitor.hasStopped;
      this.#checks -= 1;
      if (this.#checks === 0) this.#monitor = new MediaMonitor();
    }
    this.#isStalled = isStalled && (this.#actions.stalled ?? 0) < MAX_STALLED;
    if (!isStalled && clock.now() - this.#connectedSince >= STABLE_TIME) this.#actions = {};
    this.update();
  }
}

/** Conditions with the same actions count as one. @param {Condition} condition */
function reasonOf(condition) {
  return condition === 'connecting' || condition === 'disconnected' ? 'failed' : condition;
}

/** @param {Exclude<Condition, 'connected'>} condition @param {number} count  of actions so far @returns {Action} */
function actionFor(condition, count) {
  if (condition === 'waiting') return 'offer';
  if (condition === 'broken') return count === 0 ? 'retry' : 'replace';
  if (condition === 'stalled') return count === 0 ? 'restart' : 'replace';
  if (count >= MAX_RESTARTS) return 'replace';
  return condition === 'unanswered' ? 'repeat' : 'restart';
}
