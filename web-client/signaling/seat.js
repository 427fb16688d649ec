/** @import { Clock } from './clock.js' */
/** @import { Outlet } from './outbox.js' */
/** @import { IceServer, JoinedNotice, Request, RoomEvent } from './protocol.js' */
/** @import { RosterChange } from './roster.js' */
import { Asks } from './asks.js';
import { SignalingError } from './error.js';
import { Outbox } from './outbox.js';
import { Roster } from './roster.js';

/** How long a request waits that was not taken, where the server does not say it, in milliseconds. */
const DEFAULT_RETRY_AFTER = 1000;

/**
 * @typedef {object} Arrival  what a join has brought
 * @property {boolean} again  whether it was not the first one
 * @property {RosterChange[]} changes  in what the others differ from those known before
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
  #roster = new Roster();
  #outbox;
  #asks;

  /** @param {{ clock: Clock, outlet: () => Outlet | undefined }} options */
  constructor({ clock, outlet }) {
    this.#asks = new Asks(clock);
    this.#outbox = new Outbox({ clock, outlet });
  }

  get self() {
    return this.#roster.self;
  }

  get peers() {
    return this.#roster.peers;
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
   * @param {JoinedNotice} joined
   * @returns {Arrival}
   */
  joined(joined) {
    const again = this.self !== undefined;
    const changes = this.#roster.replace(joined);
    const refusals = this.#missed(joined);
    const unsure = joined.resumed ? this.#resumed(joined.received) : this.#renewed(joined.seq);
    // A seat that is resumed on a better transport has been heard on the other one meanwhile.
    this.#cursor = joined.resumed ? Math.max(joined.seq, this.#cursor ?? 0) : joined.seq;
    this.iceServers = joined.iceServers ?? this.iceServers;
    this.#outbox.limits = { ...this.#outbox.limits, ...joined.limits };
    this.#outbox.flush();
    return { again, changes: again ? changes : [], unsure, refusals };
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
    return true;
  }

  /** @param {number} received */
  acknowledged(received) {
    this.#outbox.acknowledge(received);
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
    if (error.code !== 'internal') this.#outbox.acknowledge(error.re);
    return true;
  }

  /**
   * Whether the server could not even read which request it refused: only a new join tells where things stand.
   *
   * @param {SignalingError} error
   */
  isPuzzled({ code, re }) {
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
   * @param {number} received
   * @returns {Request[]}
   */
  #resumed(received) {
    this.#outbox.resume(received);
    return [];
  }

  /** @param {number} seq */
  #renewed(seq) {
    this.#takenAt = seq;
    const entries = this.#outbox.restart();
    const message = 'The connection was lost before an answer came: ask again, if asking twice does no harm.';
    this.#asks.fail(new SignalingError('unsure', message), entries);
    return entries.map(({ request }) => request);
  }
}
