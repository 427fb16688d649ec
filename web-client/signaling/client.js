/** @import { Answer } from './pending-asks.js' */
/** @import { Clock } from './clock.js' */
/** @import { JoinOptions } from './join-request.js' */
/** @import { Transport } from './transport-picker.js' */
/** @import { Attempt } from './reconnector.js' */
/** @import { RosterChange } from './roster.js' */
/** @import { StateChange } from './shared-state.js' */
/** @import { NetworkSeams } from './transports.js' */
/** @import { Candidate, JoinedNotice, MessageEvent, Notice } from './protocol.js' */
/** @import { Peer, Request, RoomEvent, SharedValue } from './protocol.js' */
import { systemClock } from './clock.js';
import { SignalingError } from './error.js';
import { JoinRequest } from './join-request.js';
import { Reconnector } from './reconnector.js';
import { isRoomEvent } from './protocol.js';
import { Seat } from './seat.js';
import { waysTo } from './transports.js';

export { SignalingError } from './error.js';
export { newKey, peerIdOf } from './key.js';

/**
 * @typedef {'new' | 'connecting' | 'open' | 'reconnecting' | 'closed'} State
 *   `connecting` until the first join has succeeded, `reconnecting` after the loss of a connection
 *
 * @typedef {object} ClientOptions
 * @property {string | URL} url  https://host/v1/rooms/{room}; wss will do, too
 * @property {Transport[]} [transports]  which may be used; all, unless told otherwise
 * @property {() => number} [random]
 * @property {Clock} [clock]
 * @property {Pick<EventTarget, 'addEventListener'>} [environment]  where 'online' and 'visibilitychange' are heard
 *
 * @typedef {ClientOptions & JoinOptions & NetworkSeams} Options
 */

/** A place in a room that outlives its socket. */
export class SignalingClient extends EventTarget {
  #url;
  #introduction;
  /** @type {Reconnector} */
  #lifeline;
  /** @type {Seat} */
  #seat;
  /** @type {State} */
  #state = 'new';
  /** @type {Promise<JoinedNotice> | undefined} */
  #firstJoin;
  /** @type {{ resolve: (joined: JoinedNotice) => void, reject: (error: SignalingError) => void } | undefined} */
  #joining;

  /** @param {Options} options */
  constructor(options) {
    super();
    const { url, random = Math.random, clock = systemClock, environment } = options;
    this.#url = new URL(url);
    this.#introduction = new JoinRequest(options);
    this.#seat = new Seat({ clock, outlet: () => this.#lifeline.connection });
    this.#lifeline = new Reconnector({
      ways: waysTo(this.#url, { ...options, clock }),
      clock,
      random,
      environment,
      greeting: () => this.#introduction.greeting(this.#seat.cursor),
      heard: (message) => this.#heard(message),
      trying: (attempt) => this.#trying(attempt),
      forget: () => this.#seat.forget(),
      stopped: (error) => this.#close(error),
    });
  }

  get state() {
    return this.#state;
  }

  /** Which way the server is heard and spoken to, as long as there is one. */
  get transport() {
    return this.#lifeline.connection?.transport;
  }

  get room() {
    return this.#url.pathname.split('/').at(-1) ?? '';
  }

  get key() {
    return this.#introduction.key;
  }

  get self() {
    return this.#seat.self;
  }

  /** @returns {ReadonlyMap<string, Peer>} the others */
  get peers() {
    return this.#seat.peers;
  }

  /** @returns {ReadonlyMap<string, SharedValue>} the values that the whole room shares, by their names */
  get sharedState() {
    return this.#seat.sharedState;
  }

  /** What the server can do, as it has said in `joined`. */
  get serverFeatures() {
    return this.#seat.features;
  }

  get iceServers() {
    return this.#seat.iceServers;
  }

  /**
   * Takes a seat, and keeps it from now on.
   *
   * @returns {Promise<JoinedNotice>}
   */
  join() {
    this.#firstJoin ??= new Promise((resolve, reject) => {
      this.#joining = { resolve, reject };
      this.#start();
    });
    return this.#firstJoin;
  }

  /** @param {string} to @param {string} sdp */
  offer(to, sdp) {
    this.#request({ type: 'offer', to, sdp });
  }

  /** @param {string} to @param {string} sdp */
  answer(to, sdp) {
    this.#request({ type: 'answer', to, sdp });
  }

  /**
   * @param {string} to
   * @param {Candidate | null} candidate  null at the end of candidates
   */
  candidate(to, candidate) {
    this.#request({ type: 'candidate', to, candidate });
  }

  /**
   * @param {unknown} data
   * @param {{ to?: string | string[], except?: string[], keep?: boolean }} [audience]
   *   everybody else, unless told otherwise; with `keep`, those who come later, too
   */
  message(data, { to, except, keep } = {}) {
    this.#request({ type: 'message', to, except, data, ...(keep && { keep }) });
  }

  /**
   * @param {unknown} data
   * @param {{ to: string, timeout?: number }} options  the time-out is in milliseconds
   * @returns {Promise<Answer>}
   */
  async ask(data, options) {
    const { to, timeout = 10_000 } = options ?? {};
    this.#mustBeOurs();
    return this.#seat.ask(data, to, timeout);
  }

  /**
   * @param {Pick<MessageEvent, 'from' | 'seq'>} question  the detail of a 'message' event with `ask`
   * @param {unknown} data
   */
  reply({ from, seq }, data) {
    this.#request({ type: 'reply', to: from, re: seq, data });
  }

  /** @param {{ name?: string, data?: unknown }} changes  what is absent stays */
  update({ name, data }) {
    this.#request({ type: 'update', name, data });
    this.#introduction.update({ name, data });
  }

  /**
   * Sets a value that the whole room shares.
   *
   * @param {string} name
   * @param {unknown} value  null removes it
   * @param {{ if?: number }} [condition]  `if` it was last set at this `seq`, or is absent, for 0: otherwise `conflict`
   * @returns {Promise<number>} the `seq` at which it is set now
   */
  async set(name, value, condition = {}) {
    this.#mustBeOurs();
    return this.#seat.set({ type: 'set', name, value, if: condition.if });
  }

  /** Gives the seat up. */
  leave() {
    if (this.#state !== 'closed') this.#close();
  }

  /** Connects now, if it is waiting for the time to try again. */
  retry() {
    if (this.#state === 'connecting' || this.#state === 'reconnecting') this.#lifeline.retry();
  }

  #start() {
    try {
      this.#lifeline.start();
    } catch (error) {
      this.#close(new SignalingError('bad-url', `The address ${this.#url} cannot be used: ${error}`));
    }
  }

  /** @param {Request} request */
  #request(request) {
    this.#mustBeOurs();
    this.#seat.request(request);
  }

  #mustBeOurs() {
    if (this.#state === 'closed') throw givenUp();
  }

  /** @param {RoomEvent | Notice} message */
  #heard(message) {
    if (isRoomEvent(message)) {
      if (this.#seat.happened(message)) this.#happened(message);
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
        return this.#tell('ice-servers', message);
      case 'bye':
        this.#lifeline.saidBye(message);
        return this.#tell('bye', message);
    }
  }

  /** @param {JoinedNotice} joined */
  #joined(joined) {
    const { again, changes, unsure, refusals } = this.#seat.joined(joined);
    this.#turn('open', { transport: this.transport });
    this.#joining?.resolve(joined);
    this.#tell('joined', { ...joined, again });
    if (joined.history) this.#tell('history', { messages: joined.history });
    if (unsure.length > 0) this.#tell('unsure', { requests: unsure });
    for (const refusal of refusals) this.#refused(refusal);
    for (const change of changes) this.#happened(change);
  }

  /** @param {RoomEvent | RosterChange | StateChange} event */
  #happened(event) {
    // `state` has always been the event of the connection's own.
    this.#tell(event.type === 'state' ? 'shared-state' : event.type, event);
  }

  /** @param {SignalingError} error */
  #refused(error) {
    if (this.#seat.isUnattributed(error)) this.#lifeline.renew(error);
    else if (this.#seat.refused(error)) this.#tell('error', error);
  }

  /** @param {Attempt} attempt */
  #trying(attempt) {
    this.#turn(this.self ? 'reconnecting' : 'connecting', attempt);
  }

  /** @param {SignalingError} [error]  what ended the seat, if it was not this client */
  #close(error) {
    const reason = error ?? givenUp();
    const id = this.#seat.close(reason);
    if (!error) this.#lifeline.connection?.send({ type: 'leave', id });
    this.#lifeline.stop();
    this.#joining?.reject(reason);
    this.#turn('closed', { error });
  }

  /**
   * @param {State} state
   * @param {Partial<Attempt> & { transport?: Transport }} [detail]
   */
  #turn(state, detail) {
    this.#state = state;
    this.#tell('state', { state, ...detail });
  }

  /**
   * @param {string} type
   * @param {object} detail
   */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

function givenUp() {
  return new SignalingError('closed', 'This seat is given up: join again first.');
}
