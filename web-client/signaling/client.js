/** @import { Clock } from './clock.js' */
/** @import { JoinOptions } from './join-request.js' */
/** @import { Answer } from './pending-asks.js' */
/** @import { Attempt } from './reconnector.js' */
/** @import { RosterChange } from './roster.js' */
/** @import { StateChange } from './shared-state.js' */
/** @import { Transport } from './transport-picker.js' */
/** @import { NetworkOptions } from './transports.js' */
/** @import { Candidate, JoinedNotice, MessageEvent, Notice } from './protocol.js' */
/** @import { Peer, Request, RoomEvent, SharedValue } from './protocol.js' */
import { systemClock } from './clock.js';
import { SignalingError } from './error.js';
import { JoinRequest } from './join-request.js';
import { isRoomEvent } from './protocol.js';
import { Reconnector } from './reconnector.js';
import { Seat } from './seat.js';
import { transportOpeners } from './transports.js';

/**
 * @typedef {'new' | 'connecting' | 'open' | 'reconnecting' | 'closed'} State
 *   `connecting`: until the first join succeeds; `reconnecting`: after the loss of a connection
 *
 * @typedef {object} ClientOptions
 * @property {string | URL} url  https://host/v1/rooms/{room}; ws and wss work as well
 * @property {Transport[]} [transports]  the transports to use; default: all that the browser has
 * @property {() => number} [random]
 * @property {Clock} [clock]
 * @property {Pick<EventTarget, 'addEventListener'>} [environment]  source of 'online' and 'visibilitychange' events
 *
 * @typedef {ClientOptions & JoinOptions & NetworkOptions} Options
 */

/**
 * A seat in a room, which outlives its connections.
 *
 * The client reconnects by itself, repeats requests without an acknowledgement, and dispatches each event of the room
 * once and in order. Requests can be made at any time before the seat is closed: without a connection they wait.
 *
 * Events (`CustomEvent`s, with these details):
 * - `state`: `{ state, transport?, attempt?, retryAt?, error? }`, a new `State` of this client. With `closed`, `error` is
 *   the reason, and absent after `leave`.
 * - `joined`: the notice, with `again` (whether this peer had a seat before). `peers` and `sharedState` are up to date.
 * - `peer-joined`, `peer-updated`, `peer-left`, `offer`, `answer`, `candidate`, `message`, `reply`: events of the room.
 *   After a new seat, roster changes that were missed follow without a `seq`.
 * - `shared-state`: `{ name, value, seq, from? }`, the event that is `state` on the wire; null for a removed value.
 * - `history`: `{ messages }`, the kept messages, the oldest first, for a join with the option `history`.
 * - `unsure`: `{ requests }`, requests that may or may not have been processed under a lost seat.
 * - `error`: a `SignalingError` that refuses a request.
 * - `ice-servers`, `bye`: notices of the server.
 */
export class SignalingClient extends EventTarget {
  #url;
  #joinRequest;
  /** @type {Reconnector} */
  #reconnector;
  /** @type {Seat} */
  #seat;
  /** @type {State} */
  #state = 'new';
  /** @type {Promise<JoinedNotice> | undefined} */
  #firstJoin;
  /** @type {{ resolve: (joined: JoinedNotice) => void, reject: (error: SignalingError) => void } | undefined} */
  #joining;

  /**
   * @param {Options} options
   * @throws {SignalingError} `bad-option` or `no-transport`; TypeError for a URL that is malformed
   */
  constructor(options) {
    super();
    const { url, random = Math.random, clock = systemClock, environment } = options;
    this.#url = new URL(url);
    this.#joinRequest = new JoinRequest(options);
    this.#seat = new Seat({ clock, sender: () => this.#reconnector.connection });
    this.#reconnector = new Reconnector({
      openers: transportOpeners(this.#url, { ...options, clock }),
      clock,
      random,
      environment,
      createJoin: () => this.#joinRequest.message(this.#seat.cursor),
      onMessage: (message) => this.#received(message),
      onAttempt: (attempt) => this.#connecting(attempt),
      onEventsLost: () => this.#seat.resetCursor(),
      onStop: (error) => this.#close(error),
    });
  }

  get state() {
    return this.#state;
  }

  /** The transport in use; undefined while there is no connection. */
  get transport() {
    return this.#reconnector.connection?.transport;
  }

  /** The name of the room, from the URL. */
  get room() {
    return this.#url.pathname.split('/').at(-1) ?? '';
  }

  /** The secret that holds the seat. Store it to remain the same peer after a reload. */
  get key() {
    return this.#joinRequest.key;
  }

  /** This peer's roster entry; undefined before the first join. */
  get self() {
    return this.#seat.self;
  }

  /** @returns {ReadonlyMap<string, Peer>} the other peers, by id */
  get peers() {
    return this.#seat.peers;
  }

  /** @returns {ReadonlyMap<string, SharedValue>} the shared values of the room, by name */
  get sharedState() {
    return this.#seat.sharedState;
  }

  /** Features of the server, such as `history` and `state`; empty before the first join. */
  get serverFeatures() {
    return this.#seat.features;
  }

  /** STUN and TURN servers for `RTCPeerConnection`, as the server has sent them last. */
  get iceServers() {
    return this.#seat.iceServers;
  }

  /**
   * Connects and takes a seat. Further calls return the same promise.
   *
   * @returns {Promise<JoinedNotice>} resolves at the first `joined`; rejects with a `SignalingError` if the server refuses
   *   the join for good. Failures of the network are retried until `leave`.
   */
  join() {
    this.#firstJoin ??= new Promise((resolve, reject) => {
      this.#joining = { resolve, reject };
      this.#start();
    });
    return this.#firstJoin;
  }

  /** Sends an SDP offer. @param {string} to  peer id @param {string} sdp @param {unknown} [data]  any JSON value */
  offer(to, sdp, data) {
    this.#describe('offer', to, sdp, data);
  }

  /** Sends an SDP answer. @param {string} to  peer id @param {string} sdp @param {unknown} [data]  any JSON value */
  answer(to, sdp, data) {
    this.#describe('answer', to, sdp, data);
  }

  /**
   * Sends an ICE candidate.
   *
   * @param {string} to  peer id
   * @param {Candidate | null} candidate  null after the last one
   */
  candidate(to, candidate) {
    this.#request({ type: 'candidate', to, candidate });
  }

  /**
   * Sends application data.
   *
   * @param {unknown} data  any JSON value
   * @param {object} [options]
   * @param {string | string[]} [options.to]  peer ids; default: all other peers
   * @param {string[]} [options.except]  peer ids that do not receive it
   * @param {boolean} [options.keep]  whether to keep it for peers that join later; not with `to`
   * @throws {SignalingError} `bad-message`, `too-large`, `queue-full` or `closed`, as all requests
   */
  message(data, { to, except, keep } = {}) {
    this.#request({ type: 'message', to, except, data, ...(keep && { keep }) });
  }

  /**
   * Sends a question to one peer, whose application answers with `reply`.
   *
   * @param {unknown} data  any JSON value
   * @param {{ to: string, timeout?: number }} options  the timeout is in milliseconds, 10 s by default
   * @returns {Promise<Answer>} rejects with `ask-timeout`, `peer-gone`, `unsure`, `closed`, or the refusal of the server
   */
  async ask(data, options) {
    const { to, timeout = 10_000 } = options ?? {};
    this.#checkOpen();
    return this.#seat.ask(data, to, timeout);
  }

  /**
   * Replies to a question.
   *
   * @param {Pick<MessageEvent, 'from' | 'seq'>} question  the detail of a `message` event with `ask`
   * @param {unknown} data  any JSON value
   */
  reply({ from, seq }, data) {
    this.#request({ type: 'reply', to: from, re: seq, data });
  }

  /**
   * Changes this peer's roster entry.
   *
   * @param {{ name?: string, data?: unknown }} changes  absent members stay as they are
   */
  update({ name, data }) {
    this.#request({ type: 'update', name, data });
    this.#joinRequest.update({ name, data });
  }

  /**
   * Sets a shared value of the room.
   *
   * @param {string} name  1 to 64 characters of A-Z a-z 0-9 . _ ~ -
   * @param {unknown} value  any JSON value; null removes it
   * @param {{ if?: number }} [condition]  sets it only if its present `seq` is this; 0 if there must be no value
   * @returns {Promise<number>} the `seq` of the new value. Rejects with `conflict` (`error.seq` is the present one),
   *   `unsure`, `unsupported`, `closed`, or another refusal of the server
   */
  async set(name, value, condition = {}) {
    this.#checkOpen();
    return this.#seat.set({ type: 'set', name, value, if: condition.if });
  }

  /** Gives up the seat. The other peers receive `peer-left` at once. */
  leave() {
    if (this.#state !== 'closed') this.#close();
  }

  /** Connects now, instead of after the current delay between attempts. */
  retry() {
    if (this.#state === 'connecting' || this.#state === 'reconnecting') this.#reconnector.retry();
  }

  #start() {
    try {
      this.#reconnector.start();
    } catch (error) {
      this.#close(new SignalingError('bad-url', `The address ${this.#url} cannot be used: ${error}`));
    }
  }

  /**
   * @param {'offer' | 'answer'} type
   * @param {string} to
   * @param {string} sdp
   * @param {unknown} data
   */
  #describe(type, to, sdp, data) {
    this.#request({ type, to, sdp, ...(data !== undefined && { data }) });
  }

  /** @param {Request} request */
  #request(request) {
    this.#checkOpen();
    this.#seat.request(request);
  }

  #checkOpen() {
    if (this.#state === 'closed') throw closedError();
  }

  /** @param {RoomEvent | Notice} message */
  #received(message) {
    if (isRoomEvent(message)) {
      if (this.#seat.apply(message)) this.#dispatchRoomEvent(message);
      return;
    }
    switch (message.type) {
      case 'joined':
        return this.#joined(message);
      case 'ack':
        this.#seat.acknowledged(message);
        return message.errors?.forEach((error) => this.#refused(SignalingError.of(error)));
      case 'error':
        return this.#refused(SignalingError.of(message));
      case 'ice-servers':
        this.#seat.iceServers = message.iceServers;
        return this.#dispatch('ice-servers', message);
      case 'bye':
        this.#reconnector.serverClosing(message);
        return this.#dispatch('bye', message);
    }
  }

  /** @param {JoinedNotice} joined */
  #joined(joined) {
    const { again, changes, unsure, refusals } = this.#seat.joined(joined);
    this.#changeState('open', { transport: this.transport });
    this.#joining?.resolve(joined);
    this.#dispatch('joined', { ...joined, again });
    if (joined.history) this.#dispatch('history', { messages: joined.history });
    if (unsure.length > 0) this.#dispatch('unsure', { requests: unsure });
    for (const refusal of refusals) this.#refused(refusal);
    for (const change of changes) this.#dispatchRoomEvent(change);
  }

  /** @param {RoomEvent | RosterChange | StateChange} event */
  #dispatchRoomEvent(event) {
    // On this class, `state` is the event for the state of the connection.
    this.#dispatch(event.type === 'state' ? 'shared-state' : event.type, event);
  }

  /** @param {SignalingError} error */
  #refused(error) {
    if (this.#seat.isUnattributed(error)) this.#reconnector.restart(error);
    else if (this.#seat.refused(error)) this.#dispatch('error', error);
  }

  /** @param {Attempt} attempt */
  #connecting(attempt) {
    this.#changeState(this.self ? 'reconnecting' : 'connecting', attempt);
  }

  /** @param {SignalingError} [error]  absent after `leave` */
  #close(error) {
    const reason = error ?? closedError();
    const id = this.#seat.close(reason);
    if (!error) this.#reconnector.connection?.send({ type: 'leave', id });
    this.#reconnector.stop();
    this.#joining?.reject(reason);
    this.#changeState('closed', { error });
  }

  /**
   * @param {State} state
   * @param {Partial<Attempt> & { transport?: Transport }} [detail]
   */
  #changeState(state, detail) {
    this.#state = state;
    this.#dispatch('state', { state, ...detail });
  }

  /**
   * @param {string} type
   * @param {object} detail
   */
  #dispatch(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

function closedError() {
  return new SignalingError('closed', 'The client has left the room: create a new one to join again.');
}
