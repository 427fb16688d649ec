/** @import { Clock } from './clock.js' */
/** @import { Failure, Transport } from './transport-picker.js' */
/** @import { Outcome } from './close-codes.js' */
/** @import { ErrorNotice, Join, Notice, NumberedRequest, RoomEvent } from './protocol.js' */
import { SignalingError } from './error.js';
import { Heartbeat } from './heartbeat.js';
import { afterClose, afterRefusal, closeError } from './close-codes.js';
import { parse } from './protocol.js';

/**
 * @typedef {object} WebSocketLike
 * @property {string} url
 * @property {(text: string) => void} send
 * @property {(code?: number) => void} close
 * @property {(type: string, listener: (event: any) => void) => void} addEventListener
 * @property {boolean} [admitted]  whether the server has given a seat, though perhaps nothing more has come
 *
 * @typedef {object} End
 * @property {Outcome} then
 * @property {SignalingError} error
 * @property {number} lasted  since the join, in milliseconds
 * @property {Failure} [failure]  if nothing was ever heard
 *
 * @typedef {object} ConnectionOptions
 * @property {WebSocketLike} socket
 * @property {Transport} transport
 * @property {Clock} clock
 * @property {() => Join} greeting  what to say first
 * @property {(message: RoomEvent | Notice) => void} heard
 * @property {(end: End) => void} ended  called once, unless this side dropped the connection
 */

/** How long a server may take to accept the connection and the join, in milliseconds. */
const JOIN_TIMEOUT = 10_000;
const DEFAULT_HEARTBEAT = 20;
/** What closes a connection unless it answers a request. */
const LEAVES_OPEN = ['forbidden', 'unavailable'];

/** One WebSocket, or what stands in for it, from its opening to its end. */
export class Connection {
  transport;
  #socket;
  #heard;
  #ended;
  #heartbeat;
  #clock;
  #deadline;
  /** @type {number | undefined} */
  #joinedAt;
  #silent = true;
  #hasGreeted = false;
  #over = false;
  /** @type {SignalingError | undefined} */
  #complaint;

  /** @param {ConnectionOptions} options */
  constructor({ socket, transport, clock, greeting, heard, ended }) {
    this.transport = transport;
    this.#socket = socket;
    this.#clock = clock;
    this.#heard = heard;
    this.#ended = ended;
    this.#heartbeat = new Heartbeat({
      clock,
      ping: () => this.send({ type: 'ping' }),
      dead: () => this.#lose('The server does not answer any more.'),
    });
    this.#deadline = clock.setTimeout(
      () => this.#lose('The server does not answer.', 'silent'),
      JOIN_TIMEOUT,
    );
    socket.addEventListener('open', () => this.#over || this.#greet(greeting()));
    socket.addEventListener('message', ({ data }) => this.#over || this.#receive(data));
    socket.addEventListener('close', ({ code, reason }) => this.#closed(code, reason));
  }

  /** Whether the server has given this connection a seat. */
  get joined() {
    return this.#joinedAt !== undefined && !this.#over;
  }

  /** Whether a seat was asked for, so that the server may have given it. */
  get hasGreeted() {
    return this.#hasGreeted;
  }

  /** @param {Join | NumberedRequest | { type: 'ping' } | { type: 'leave', id: number }} message */
  send(message) {
    this.#socket.send(JSON.stringify(message));
  }

  /** Makes sure that the other end is still there. */
  probe() {
    this.#heartbeat.probe();
  }

  /** Ends the connection, to come again. @param {SignalingError} error */
  giveUp(error) {
    this.#end('again', error);
  }

  /** Ends the connection from this side, for which nobody needs to be told. */
  drop() {
    this.#over = true;
    this.#heartbeat.stop();
    this.#clock.clearTimeout(this.#deadline);
    this.#socket.close(1000);
  }

  /** @param {Join} join */
  #greet(join) {
    this.#hasGreeted = true;
    this.send(join);
  }

  /** @param {unknown} text */
  #receive(text) {
    const message = parse(text);
    if (!message) return this.#lose('The server sent something that is not a message of this protocol.');
    this.#silent = false;
    this.#heartbeat.heard();
    if (message.type === 'joined') this.#welcome(message.heartbeat ?? DEFAULT_HEARTBEAT);
    if (message.type === 'error' && !this.#isAnswer(message)) this.#complaint = SignalingError.of(message);
    if (this.#complaint && !this.joined) this.#end(afterRefusal(this.#complaint.code), this.#complaint);
    else this.#heard(message);
  }

  /**
   * Whether an error refuses one request and is not what a close with the same code would be about.
   *
   * @param {ErrorNotice} error
   */
  #isAnswer({ code, re }) {
    return this.joined && re !== undefined && LEAVES_OPEN.includes(code);
  }

  /** @param {number} seconds */
  #welcome(seconds) {
    this.#joinedAt = this.#clock.now();
    this.#clock.clearTimeout(this.#deadline);
    this.#heartbeat.start(seconds * 1000);
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  #closed(code, reason) {
    const error = closeError(code, reason, this.#complaint);
    if (error.code === 'connection-lost' && this.#joinedAt === undefined)
      this.#lose(`Could not connect to the server (${this.#socket.url}): check the network and the address.`);
    else this.#end(afterClose(code), error);
  }

  /**
   * @param {string} message
   * @param {Failure} [failure]
   */
  #lose(message, failure) {
    this.#end('again', new SignalingError('connection-lost', message), failure);
  }

  /**
   * @param {Outcome} then
   * @param {SignalingError} error
   * @param {Failure} [failure]
   */
  #end(then, error, failure = 'refused') {
    if (this.#over) return;
    this.drop();
    const now = this.#clock.now();
    this.#ended({
      then,
      error,
      lasted: now - (this.#joinedAt ?? now),
      failure: this.#silent ? (this.#socket.admitted ? 'deaf' : failure) : undefined,
    });
  }
}
