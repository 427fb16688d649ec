/** @import { Clock } from './clock.js' */
/** @import { Outcome } from './outcome.js' */
/** @import { Join, Notice, NumberedRequest, RoomEvent } from './protocol.js' */
import { SignalingError } from './error.js';
import { Heartbeat } from './heartbeat.js';
import { afterClose, afterRefusal, closeError } from './outcome.js';

/**
 * @typedef {object} WebSocketLike
 * @property {string} url
 * @property {(text: string) => void} send
 * @property {(code?: number) => void} close
 * @property {(type: string, listener: (event: any) => void) => void} addEventListener
 *
 * @typedef {{ then: Outcome, error: SignalingError, lasted: number }} End  `lasted`: since the join, in milliseconds
 *
 * @typedef {object} ConnectionOptions
 * @property {WebSocketLike} socket
 * @property {Clock} clock
 * @property {() => Join} greeting  what to say first
 * @property {(message: RoomEvent | Notice) => void} heard
 * @property {(end: End) => void} ended  called once, unless this side dropped the connection
 */

/** How long a server may take to accept the connection and the join, in milliseconds. */
const JOIN_TIMEOUT = 10_000;
const DEFAULT_HEARTBEAT = 20;

/** One WebSocket, from its opening to its end. */
export class Connection {
  #socket;
  #heard;
  #ended;
  #heartbeat;
  #clock;
  #deadline;
  /** @type {number | undefined} */
  #joinedAt;
  #opened = false;
  #over = false;
  /** @type {SignalingError | undefined} */
  #complaint;

  /** @param {ConnectionOptions} options */
  constructor({ socket, clock, greeting, heard, ended }) {
    this.#socket = socket;
    this.#clock = clock;
    this.#heard = heard;
    this.#ended = ended;
    this.#heartbeat = new Heartbeat({
      clock,
      ping: () => this.send({ type: 'ping' }),
      dead: () => this.#lose('The server does not answer any more.'),
    });
    this.#deadline = clock.setTimeout(() => this.#lose('The server does not answer.'), JOIN_TIMEOUT);
    socket.addEventListener('open', () => this.#over || this.#greet(greeting()));
    socket.addEventListener('message', ({ data }) => this.#over || this.#receive(data));
    socket.addEventListener('close', ({ code, reason }) => this.#closed(code, reason));
  }

  /** Whether the server has given this connection a seat. */
  get joined() {
    return this.#joinedAt !== undefined && !this.#over;
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
    this.#opened = true;
    this.send(join);
  }

  /** @param {unknown} text */
  #receive(text) {
    const message = parse(text);
    if (!message) return this.#lose('The server sent something that is not a message of this protocol.');
    this.#heartbeat.heard();
    if (message.type === 'joined') this.#welcome(message.heartbeat ?? DEFAULT_HEARTBEAT);
    if (message.type === 'error') this.#complaint = SignalingError.of(message);
    if (this.#complaint && !this.joined) this.#end(afterRefusal(this.#complaint.code), this.#complaint);
    else this.#heard(message);
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
    if (this.#opened) this.#end(afterClose(code), closeError(code, reason, this.#complaint));
    else
      this.#lose(`Could not connect to the server (${this.#socket.url}): check the network and the address.`);
  }

  /** @param {string} message */
  #lose(message) {
    this.giveUp(new SignalingError('connection-lost', message));
  }

  /**
   * @param {Outcome} then
   * @param {SignalingError} error
   */
  #end(then, error) {
    if (this.#over) return;
    this.drop();
    const now = this.#clock.now();
    this.#ended({ then, error, lasted: now - (this.#joinedAt ?? now) });
  }
}

/**
 * @param {unknown} text
 * @returns {RoomEvent | Notice | undefined}
 */
function parse(text) {
  try {
    const message = JSON.parse(String(text));
    return typeof message?.type === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}
