/** @import { Clock } from './clock.js' */
/** @import { Outlet } from './outbox.js' */
/** @import { AckNotice, Assignment, IceServer, JoinedNotice, Request, RoomEvent } from './protocol.js' */
/** @import { RosterChange } from './roster.js' */
/** @import { StateChange } from './shared-state.js' */
import { PendingAsks } from './pending-asks.js';
import { SignalingError } from './error.js';
import { STATE } from './features.js';
import { Outbox } from './outbox.js';
import { Roster } from './roster.js';
import { PendingSets } from './pending-sets.js';
import { SharedState } from './shared-state.js';
import { encodeRequest } from './request-encoder.js';

/** How long a request waits that was not taken, where the server does not say it, in milliseconds. */
const DEFAULT_RETRY_AFTER = 1000;

/**
 * @typedef {object} Arrival  what a join has brought
 * @property {boolean} again  whether it was not the first one
 * @property {(RosterChange | StateChange)[]} changes  in what the room differs from what was known before
 * @property {Request[]} unsure  what may or may not have arrived under the seat before
 * @property {SignalingError[]} refusals  those whose errors were lost with the connection
 */

/** What outlives a socket: how far the room's log was read, who is there, and what waits to be sent. */
export class Seat {
  /** @type {number | undefined} the `seq` of the last event that was processed */
  #cursor;
  /** Where the log was when the present seat was taken. */
  #takenAt = 0;
  /** @type {IceServer[]} */
  iceServers = [];
  /** @type {ReadonlySet<string>} what the server can do */
  features = new Set();
  #roster = new Roster();
  #shared = new SharedState();
  #outbox;
  #asks;
  #sets;

  /** @param {{ clock: Clock, outlet: () => Outlet | undefined }} options */
  constructor({ clock, outlet }) {
    this.#asks = new PendingAsks(clock);
    this.#sets = new PendingSets(clock);
    this.#outbox = new Outbox({ clock, outlet });
  }

  get self() {
    return this.#roster.self;
  }

  get peers() {
    return this.#roster.peers;
  }

  get sharedState() {
    return this.#shared.values;
  }

  get cursor() {
    return this.#cursor;
  }

  /** The server no longer has what this client missed: the next join starts anew. */
  forget() {
    this.#cursor = undefined;
  }

  /** @param {Request} request */
  request(request) {
    const entry = this.#outbox.add(request);
    if (request.type === 'update') this.#roster.rename(request);
    return entry;
  }

  /**
   * @param {unknown} data
   * @param {string} to
   * @param {number} timeout
   */
  ask(data, to, timeout) {
    return this.#asks.wait(this.request({ type: 'message', to, data, ask: true }), to, timeout);
  }

  /**
   * @param {Assignment} assignment
   * @returns {Promise<number>} the `seq` at which it is set
   */
  async set(assignment) {
    if (this.self && !this.features.has(STATE)) throw withoutState();
    // A copy, which nobody changes while it waits.
    const request = JSON.parse(encodeRequest(assignment));
    return this.#sets.wait(this.request(request), request);
  }

  /**
   * @param {JoinedNotice} joined
   * @returns {Arrival}
   */
  joined(joined) {
    const again = this.self !== undefined;
    this.features = new Set(joined.features);
    const changes = this.#roster.replace(joined);
    const refusals = this.#missed(joined);
    const { unsure, state } = joined.resumed ? this.#resumed(joined) : this.#renewed(joined);
    // A seat that is resumed on a better transport has been heard on the other one meanwhile.
    this.#cursor = joined.resumed ? Math.max(joined.seq, this.#cursor ?? 0) : joined.seq;
    this.iceServers = joined.iceServers ?? this.iceServers;
    this.#outbox.limits = { ...this.#outbox.limits, ...joined.limits };
    this.#outbox.flush();
    return { again, changes: again ? [...changes, ...state] : [], unsure, refusals };
  }

  /**
   * @param {RoomEvent} event
   * @returns {boolean} whether it is new
   */
  happened(event) {
    if (this.#cursor !== undefined && event.seq <= this.#cursor) return false;
    this.#cursor = event.seq;
    this.#roster.apply(event);
    if (event.type === 'peer-left') this.#asks.gone(event.from);
    // An id of this seat may also have been used under the one before, whose questions have failed already.
    if (event.type === 'reply' && event.re > this.#takenAt) this.#asks.answered(event);
    if (event.type === 'state') this.#shared.apply(event);
    if (event.type === 'state' && event.from === this.self?.id) this.#sets.happened(event);
    return true;
  }

  /** @param {AckNotice} ack */
  acknowledged(ack) {
    this.#outbox.acknowledge(ack.received);
    this.#sets.acknowledged(ack);
  }

  /**
   * @param {SignalingError} error
   * @returns {boolean} whether the application has to know, because nothing can be done here
   */
  refused(error) {
    // A ping that came too soon, whose refusal is a sign of life as good as any.
    if (error.re === undefined) return error.code !== 'rate-limited';
    if (error.code === 'rate-limited' || error.code === 'unavailable') {
      this.#outbox.postpone(error.re, error.retryAfter ?? DEFAULT_RETRY_AFTER);
      return false;
    }
    this.#asks.refused(error);
    this.#sets.refused(error);
    if (error.code !== 'internal') this.#outbox.acknowledge(error.re);
    return true;
  }

  /**
   * Whether the server could not even read which request it refused: only a new join tells where things stand.
   *
   * @param {SignalingError} error
   */
  isUnattributed({ code, re }) {
    return code === 'bad-message' && re === undefined && this.#outbox.waits;
  }

  /**
   * Nothing more will be sent or answered.
   *
   * @param {SignalingError} error
   * @returns {number} the id with which a request to leave is taken
   */
  close(error) {
    this.#asks.fail(error);
    this.#sets.fail(error);
    return this.#outbox.abandon();
  }

  /**
   * Refusals whose errors were lost with the connection: their requests still wait for an answer.
   *
   * @param {JoinedNotice} joined
   */
  #missed({ errors = [] }) {
    return errors.filter(({ re }) => re !== undefined && this.#outbox.has(re)).map(SignalingError.of);
  }

  /**
   * @param {JoinedNotice} joined
   * @returns {{ unsure: Request[], state: StateChange[] }}
   */
  #resumed(joined) {
    this.#outbox.resume(joined.received);
    this.#sets.acknowledged(joined);
    return { unsure: [], state: [] };
  }

  /**
   * @param {JoinedNotice} joined
   * @returns {{ unsure: Request[], state: StateChange[] }}
   */
  #renewed(joined) {
    this.#takenAt = joined.seq;
    const isKnown = (/** @type {Request} */ { type }) => type !== 'set' || this.features.has(STATE);
    const entries = this.#outbox.restart(isKnown);
    const message = 'The connection was lost before an answer came: ask again, if asking twice does no harm.';
    this.#asks.fail(new SignalingError('unsure', message), entries.unsure);
    this.#sets.renewed();
    this.#sets.fail(withoutState(), (entry) => entries.unsent.includes(entry));
    return { unsure: entries.unsure.map(({ request }) => request), state: this.#shared.replace(joined) };
  }
}

function withoutState() {
  return new SignalingError(
    'unsupported',
    'This server has no shared state: keep the value in the application.',
  );
}
