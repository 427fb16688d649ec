/** @import { Clock } from './clock.js' */
/** @import { JoinOptions } from './join-request.js' */
/** @import { TypedEventTarget } from './events.js' */
/** @import { Attempt, Environment, EnvironmentEvent } from './reconnector.js' */
/** @import { RosterChange } from './roster.js' */
/** @import { StateChange } from './shared-state.js' */
/** @import { Transport } from './transport-picker.js' */
/** @import { NetworkOptions } from './transports.js' */
/** @import { ByeNotice, Candidate, CandidateEvent, DescriptionEvent, ErrorNotice, IceServersNotice, JoinedNotice } from './protocol.js' */
/** @import { KeptMessage, MessageEvent, Notice, Peer, PeerEvent, PeerLeftEvent, ReplyEvent } from './protocol.js' */
/** @import { Request, RoomEvent, SharedValue } from './protocol.js' */
import { abortable } from './abort.js';
import { recoveryAfter } from './close-codes.js';
import { systemClock } from './clock.js';
import { SignalingError } from './error.js';
import { dispatch } from './events.js';
import { HttpClient } from './http-client.js';
import { JoinRequest } from './join-request.js';
import { Reconnector } from './reconnector.js';
import { Seat } from './seat.js';
import { browserNetwork, roomUrl, transportOpeners } from './transports.js';
import { isKnown } from './validation.js';

/**
 * @typedef {'new' | 'connecting' | 'open' | 'reconnecting' | 'closed'} State
 *   `connecting`: until the first join succeeds; `reconnecting`: after the loss of a connection
 *
 * @typedef {object} ClientOptions
 * @property {string | URL} url  https://host/v1/rooms/{room}; ws and wss work as well
 * @property {Transport[]} [transports]  the transports to use; default: all that the browser has
 * @property {() => number} [random]
 * @property {Clock} [clock]
 * @property {Environment} [environment]  default: the global object of the page
 *
 * @typedef {ClientOptions & JoinOptions & NetworkOptions} Options
 *
 * @typedef {{ from: string, data: unknown }} Answer  `from`: id of the peer that replied
 *
 * @typedef {Partial<Attempt> & { state: State, transport?: Transport, offline?: true }} StateDetail  with `closed`, `error` is
 *   the reason, and absent after `leave`; `offline` if the browser has no network
 *
 * @typedef {object} ClientEvents  the details of the events
 * @property {StateDetail} state  a new state of this client, or of the network
 * @property {JoinedNotice & { again: boolean }} joined  `again`: this peer had a seat before. `peers` and `sharedState` are
 *   up to date
 * @property {Unnumbered<PeerEvent>} peer-joined  after a new seat, roster changes that were missed follow without a `seq`
 * @property {Unnumbered<PeerEvent>} peer-updated
 * @property {Unnumbered<PeerLeftEvent>} peer-left
 * @property {DescriptionEvent} offer
 * @property {DescriptionEvent} answer
 * @property {CandidateEvent} candidate
 * @property {MessageEvent} message
 * @property {ReplyEvent} reply
 * @property {StateChange} shared-state  the event that is `state` on the wire; null for a removed value
 * @property {{ messages: KeptMessage[] }} history  the oldest first, for a join with the option `history`
 * @property {{ requests: Request[] }} unsure  requests that may or may not have been processed under a lost seat
 * @property {SignalingError} error  refuses a request
 * @property {IceServersNotice} ice-servers
 * @property {ByeNotice} bye
 * @property {{ type: EnvironmentEvent }} environment  the page or its network has changed: connections of any kind may be lost
 */

/** @template {{ seq: number }} Event @typedef {Omit<Event, 'seq'> & { seq?: number }} Unnumbered */

/**
 * A seat in a room, which outlives its connections.
 *
 * The client reconnects by itself, repeats requests without an acknowledgement, and dispatches each event of the room
 * once and in order. Requests can be made at any time before the seat is closed: without a connection they wait. It gives up
 * the seat when the page ends, and takes a new one when the page comes back from the back/forward cache.
 */
export class SignalingClient extends /** @type {new () => TypedEventTarget<ClientEvents>} */ (EventTarget) {
  /** The name of the room, from the URL. */
  room;
  #joinRequest;
  #newHttp;
  #newReconnector;
  /** @type {Reconnector | undefined} since the last start */
  #reconnector;
  #seat;
  #environment;
  /** Whether the server has given this client a seat that it has not given up. */
  #holdsSeat = false;
  /** @type {StateDetail} */
  #state = { state: 'new' };
  /** @type {Promise<JoinedNotice> | undefined} the current join, also after it was accepted */
  #join;
  /** @type {{ resolve: (joined: JoinedNotice) => void, reject: (error: SignalingError) => void } | undefined} until it is settled */
  #joining;

  /**
   * @param {Options} options
   * @throws {SignalingError} `bad-option` or `no-transport`; TypeError for a URL that is malformed
   */
  constructor(options) {
    super();
    const { random = Math.random, clock = systemClock, environment = globalThis } = options;
    const room = roomUrl(options.url);
    this.room = new URL(room).pathname.replace(/.*[/]/, '');
    this.#joinRequest = new JoinRequest(options);
    this.#environment = environment;
    const network = options.connect ? options : { ...browserNetwork(), ...options };
    const openers = transportOpeners(room, { ...network, clock });
    this.#newHttp = () => network.fetch && new HttpClient({ room, fetch: network.fetch, clock });
    this.#seat = new Seat({ clock, sender: () => this.#reconnector?.connection });
    this.#newReconnector = () =>
      new Reconnector({
        openers,
        clock,
        random,
        environment,
        join: () => this.#joinRequest.message(() => this.#seat.cursor),
        onMessage: (message) => this.#received(message),
        onAttempt: (attempt) => this.#connecting(attempt),
        onEnvironment: (type) => {
          if (type === 'pagehide') this.#leave();
          if (type === 'online' || type === 'offline') this.#changeState(this.#state);
          dispatch(this, 'environment', { type });
        },
        onEnd: (error) => this.#close(error),
      });
  }

  get state() {
    return this.#state.state;
  }

  /** The transport in use; undefined while there is no connection. */
  get transport() {
    return this.#reconnector?.connection?.transport;
  }

  /** The secret that holds the seat. Store it to remain the same peer after a reload. */
  get key() {
    return this.#joinRequest.key;
  }

  /** This peer's roster entry; undefined before the first join. */
  get self() {
    return this.#seat.roster.self;
  }

  /** @returns {ReadonlyMap<string, Peer>} the other peers, by id */
  get peers() {
    return this.#seat.roster.peers;
  }

  /** @returns {ReadonlyMap<string, SharedValue>} the shared values of the room, by name */
  get sharedState() {
    return this.#seat.sharedState.values;
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
   * Connects and takes a seat. Further calls join once; after `leave`, and after an error that has closed the client, the next
   * call takes a new seat.
   *
   * @param {{ signal?: AbortSignal }} [options]  `signal`: leaves if it is aborted before the join is accepted
   * @returns {Promise<JoinedNotice>} resolves at the first `joined`; rejects with a `SignalingError` if the server refuses
   *   the join for good, or the URL is not that of a room; with the reason of the signal if it is aborted. Failures of the
   *   network are retried until `leave`.
   */
  join({ signal } = {}) {
    return abortable(
      signal,
      () => (this.#join = (this.state !== 'closed' && this.#join) || this.#start()),
      () => this.leave(),
    );
  }

  /** Sends an SDP offer. @param {string} to  peer id @param {string} sdp @param {unknown} [data]  any JSON value */
  offer(to, sdp, data) {
    return this.#request({ type: 'offer', to, sdp, data });
  }

  /** Sends an SDP answer. @param {string} to  peer id @param {string} sdp @param {unknown} [data]  any JSON value */
  answer(to, sdp, data) {
    return this.#request({ type: 'answer', to, sdp, data });
  }

  /**
   * Sends an ICE candidate.
   *
   * @param {string} to  peer id
   * @param {Candidate | null} candidate  null after the last one
   */
  candidate(to, candidate) {
    return this.#request({ type: 'candidate', to, candidate });
  }

  /**
   * Sends application data.
   *
   * @param {unknown} data  any JSON value
   * @param {object} [options]
   * @param {string | string[]} [options.to]  peer ids; default: all other peers
   * @param {string[]} [options.except]  peer ids that do not receive it
   * @param {boolean} [options.keep]  whether to keep it for peers that join later; not with `to`
   * @returns {Promise<void>} the receipt, as of all requests but `ask` and `set`: resolves when the server has accepted the request; rejects with
   *   its refusal, `unsure` or `closed`. It need not be used: a rejection is never reported as unhandled.
   * @throws {SignalingError} `bad-message`, `too-large`, `queue-full` or `closed`, as all requests
   */
  message(data, { to, except, keep } = {}) {
    return this.#request({ type: 'message', to, except, data, keep: keep || undefined });
  }

  /**
   * Sends a question to one peer, whose application answers with `reply`.
   *
   * @param {unknown} data  any JSON value
   * @param {{ to: string, timeout?: number, signal?: AbortSignal }} options  the timeout is in milliseconds, 10 s by default;
   *   an aborted signal ends the waiting; the question is sent only if it was not waiting for a connection
   * @returns {Promise<Answer>} rejects with `ask-timeout`, `peer-gone`, `unsure`, `closed`, or the refusal of the server
   */
  async ask(data, { to, timeout = 10_000, signal } = /** @type {any} */ ({})) {
    return this.#request({ type: 'message', to, data, ask: true }, signal, timeout);
  }

  /**
   * Replies to a question.
   *
   * @param {Pick<MessageEvent, 'from' | 'seq'>} question  the detail of a `message` event with `ask`
   * @param {unknown} data  any JSON value
   */
  reply({ from, seq }, data) {
    return this.#request({ type: 'reply', to: from, re: seq, data });
  }

  /**
   * Changes this peer's roster entry.
   *
   * @param {{ name?: string, data?: unknown }} changes  absent members stay as they are
   */
  update({ name, data }) {
    const receipt = this.#request({ type: 'update', name, data });
    this.#joinRequest.update({ name, data });
    return receipt;
  }

  /**
   * Sets a shared value of the room.
   *
   * @param {string} name  1 to 64 characters of A-Z a-z 0-9 . _ ~ -
   * @param {unknown} value  any JSON value; null removes it
   * @param {{ if?: number, signal?: AbortSignal }} [options]  `if`: sets it only if its present `seq` is this; 0 if there must
   *   be no value. `signal`: ends the waiting if it is aborted; the value is set only if the request was not
   *   waiting for a connection
   * @returns {Promise<number>} the `seq` of the new value. Rejects with `conflict` (`error.seq` is the present one),
   *   `unsure`, `unsupported`, `closed`, or another refusal of the server
   */
  async set(name, value, { if: condition, signal } = {}) {
    return this.#request({ type: 'set', name, value, if: condition }, signal);
  }

  /** Gives up the seat. The other peers receive `peer-left` at once. */
  leave() {
    if (this.state !== 'closed') this.#close();
  }

  /** Connects now, instead of after the current delay between attempts. */
  retry() {
    this.#reconnector?.retry();
  }

  #start() {
    /** @type {Promise<JoinedNotice>} */
    const joined = new Promise((resolve, reject) => (this.#joining = { resolve, reject }));
    this.#reconnector = this.#newReconnector();
    try {
      this.#reconnector.connect();
    } catch (error) {
      this.#close(new SignalingError('bad-url', String(error)));
    }
    return joined;
  }

  /**
   * @param {Request} request
   * @param {AbortSignal} [signal]  ends the waiting
   * @param {number} [timeout]  for a reply, in milliseconds
   * @returns {Promise<any>}
   */
  #request(request, signal, timeout) {
    if (this.state === 'closed') throw new SignalingError('closed');
    return this.#seat.request(request, signal, timeout);
  }

  /** @param {RoomEvent | Notice} message */
  #received(message) {
    switch (message.type) {
      case 'joined':
        return this.#joined(message);
      case 'ack':
        // Refusals first: all other requests are accepted.
        for (const error of message.errors ?? []) this.#refused(error);
        return this.#seat.outbox.acknowledge(message.received);
      case 'error':
        return this.#refused(message);
      case 'ice-servers':
        this.#seat.iceServers = message.iceServers;
        return dispatch(this, 'ice-servers', message);
      case 'bye':
        return dispatch(this, 'bye', message);
      case 'pong':
        return;
      default:
        // An event of an unknown type has been processed as well.
        if (this.#seat.apply(message) && isKnown(message.type)) this.#dispatchRoomEvent(message);
    }
  }

  /** @param {JoinedNotice} joined */
  #joined(joined) {
    const { again, changes, unsure, refusals } = this.#seat.joined(joined);
    const joining = this.#joining;
    this.#joining = undefined;
    this.#holdsSeat = true;
    this.#changeState({ state: 'open', transport: this.transport });
    joining?.resolve(joined);
    dispatch(this, 'joined', { ...joined, again });
    if (joined.history) dispatch(this, 'history', { messages: joined.history });
    if (unsure.length > 0) dispatch(this, 'unsure', { requests: unsure });
    for (const refusal of refusals) dispatch(this, 'error', refusal);
    for (const change of changes) this.#dispatchRoomEvent(change);
  }

  /** @param {RoomEvent | RosterChange | StateChange} event */
  #dispatchRoomEvent(event) {
    // On this class, `state` is the event for the state of the connection.
    dispatch(this, event.type === 'state' ? 'shared-state' : event.type, event);
  }

  /** @param {ErrorNotice} notice */
  #refused(notice) {
    const error = SignalingError.of(notice);
    if (this.#seat.outbox.refuse(error)) dispatch(this, 'error', error);
  }

  /** @param {Attempt} attempt */
  #connecting(attempt) {
    // The server no longer has the events that this client missed.
    if (attempt.error && recoveryAfter(attempt.error.code) === 'rejoin') this.#seat.cursor = undefined;
    this.#changeState({ state: this.#joining ? 'connecting' : 'reconnecting', ...attempt });
    if (this.#joining && attempt.error?.code === 'connection-lost') void this.#diagnose(this.#joining);
  }

  /** Ends a join that cannot succeed: browsers hide why a WebSocket failed. @param {object} joining */
  async #diagnose(joining) {
    const error = await this.#newHttp()
      ?.diagnose()
      .catch(() => {});
    if (error && this.#joining === joining) this.#close(error);
  }

  /** @param {SignalingError} [error]  absent after `leave` */
  #close(error) {
    const reason = error ?? new SignalingError('closed');
    if (!error) this.#leave();
    this.#holdsSeat = false;
    this.#seat.close(reason);
    this.#reconnector?.stop();
    this.#joining?.reject(reason);
    this.#joining = undefined;
    this.#changeState({ state: 'closed', error });
  }

  /** Gives up the seat over the connections, and by an HTTP request, which needs none and survives the end of the page. */
  #leave() {
    const { sent, leave } = this.#seat.leave();
    this.#reconnector?.leave(leave.id);
    const http = this.#holdsSeat && this.#newHttp();
    if (http) Object.assign(http, { key: this.key, self: this.self }).leave([...sent, leave]);
    this.#holdsSeat = false;
  }

  /** @param {StateDetail} detail */
  #changeState({ offline, ...detail }) {
    this.#state = detail;
    dispatch(
      this,
      'state',
      this.#environment.navigator?.onLine === false ? { ...detail, offline: true } : detail,
    );
  }
}
