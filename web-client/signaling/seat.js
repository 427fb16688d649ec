/** @import { Clock } from './clock.js' */
/** @import { Sender } from './outbox.js' */
/** @import { IceServer, JoinedNotice, Request, RoomEvent } from './protocol.js' */
/** @import { RosterChange } from './roster.js' */
/** @import { StateChange } from './shared-state.js' */
import { SignalingError } from './error.js';
import { STATE } from './features.js';
import { Outbox } from './outbox.js';
import { Roster } from './roster.js';
import { SharedState } from './shared-state.js';

/**
 * @typedef {object} JoinResult
 * @property {boolean} again  whether this peer had a seat before
 * @property {(RosterChange | StateChange)[]} changes  events for all differences from the state known before
 * @property {Request[]} unsure  requests that may or may not have been processed under the previous seat
 * @property {SignalingError[]} refusals  errors that were lost with the previous connection
 */

/**
 * The state that outlives connections: the position in the room's log, the roster, the shared values, and the requests
 * without an answer. It does no I/O; `SignalingClient` passes it what the connections receive.
 */
export class Seat {
  /**
   * Number of the last event that was processed. Without it, the next join takes a new seat.
   *
   * @type {number | undefined}
   */
  cursor;
  /** @type {IceServer[]} */
  iceServers = [];
  /** @type {ReadonlySet<string>} features of the server */
  features = new Set();
  roster = new Roster();
  sharedState = new SharedState();
  outbox;

  /** @param {{ clock: Clock, sender: () => Sender | undefined }} options */
  constructor({ clock, sender }) {
    this.outbox = new Outbox({ clock, sender });
  }

  /**
   * @param {Request} request
   * @param {AbortSignal} [signal]
   * @param {number} [timeout]
   * @returns {Promise<any>} as `Outbox.request`
   * @throws {SignalingError} `unsupported`, and as `Outbox.request`
   */
  request(request, signal, timeout) {
    if (this.roster.self && !this.#isSupported(request)) throw new SignalingError('unsupported');
    const result = this.outbox.request(request, signal, timeout);
    if (request.type === 'update') this.roster.update(request);
    return result;
  }

  /**
   * @param {JoinedNotice} joined
   * @returns {JoinResult}
   */
  joined(joined) {
    const again = this.roster.self !== undefined;
    this.features = new Set(joined.features);
    this.iceServers = joined.iceServers;
    /** @type {(RosterChange | StateChange)[]} */
    const changes = this.roster.replace(joined);
    /** @type {Request[]} */
    let unsure = [];
    /** @type {SignalingError[]} */
    let refusals = [];
    if (joined.resumed) {
      // During an upgrade, the previous transport delivers events until the new one has joined: do not go back before those.
      this.cursor = Math.max(joined.seq, this.cursor ?? 0);
      refusals = this.outbox.resume(joined);
    } else {
      this.cursor = joined.seq;
      changes.push(...this.sharedState.replace(joined));
      // Offers, answers and candidates belong to the pair of seats they were made for: under a new seat, a peer would take
      // a waiting one for a part of the negotiation that starts now.
      const isSignal = (/** @type {Request} */ request) => 'sdp' in request || 'candidate' in request;
      unsure = this.outbox.restart(
        joined,
        (request) => this.#isSupported(request) && !(again && isSignal(request)),
      );
    }
    return { again, changes: again ? changes : [], unsure, refusals };
  }

  /**
   * @param {RoomEvent} event
   * @returns {boolean} false for an event that was applied before, as two transports deliver it during an upgrade
   */
  apply(event) {
    if (!(event.seq > (this.cursor ?? 0))) return false;
    this.cursor = event.seq;
    this.roster.apply(event);
    this.sharedState.apply(event);
    this.outbox.apply(event, this.roster.self?.id);
    return true;
  }

  /**
   * Fails everything that waits for an outcome. A later join takes a new seat.
   *
   * @param {SignalingError} error
   */
  close(error) {
    this.leave();
    this.outbox.close(error);
  }

  /** Ends the seat. A later join takes a new one. */
  leave() {
    this.cursor = undefined;
    return this.outbox.leave();
  }

  /** @param {Request} request */
  #isSupported({ type }) {
    return type !== 'set' || this.features.has(STATE);
  }
}
