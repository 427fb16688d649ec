/** @import { Clock } from './clock.js' */
/** @import { Recovery } from './close-codes.js' */
/** @import { ErrorNotice, Join, Notice, NumberedRequest, RoomEvent } from './protocol.js' */
/** @import { Failure, Transport } from './transport-picker.js' */
import { closeError, recoveryAfter } from './close-codes.js';
import { SignalingError } from './error.js';
import { startHeartbeat } from './heartbeat.js';
import { parse } from './validation.js';

/**
 * @typedef {object} SocketLike  the part of the WebSocket interface that is used here; `HttpChannel` implements it, too
 * @property {string} url
 * @property {(text: string) => void} send
 * @property {(code?: number) => void} close
 * @property {(type: string, listener: (event: any) => void) => void} addEventListener  the `message` events of an `HttpChannel`
 *   may have decoded messages, and its `close` event may have an `error` instead of a code
 * @property {boolean} [hasSeat]  of an `HttpChannel`: the server has accepted the join, even if nothing was received since
 *
 * @typedef {object} End
 * @property {Recovery} recovery
 * @property {SignalingError} error
 * @property {number} lifetime  since the join, in milliseconds; 0 without one
 * @property {Failure} [failure]  absent if any message was received
 * @property {number} [reconnectAfter]  delay that the server has asked for, in milliseconds
 *
 * @typedef {object} ConnectionOptions
 * @property {SocketLike} socket  not open yet
 * @property {Transport} transport
 * @property {Clock} clock
 * @property {() => Join | Promise<Join>} join  called when the socket is open
 * @property {(message: RoomEvent | Notice) => void} onMessage
 * @property {(end: End) => void} onEnd  called once, except after `drop`
 */

/** Time for the server to accept the connection and the join, in milliseconds. */
const JOIN_TIMEOUT = 10_000;
/** Lower bound of a reasonable heartbeat, in seconds. */
const SHORTEST_HEARTBEAT = 1;
/** Time for an answer after a change of the network, in milliseconds. */
const PROBE_TIMEOUT = 5000;

/** One connection to the server, from opening to end. The `Reconnector` opens the next one. */
export class Connection {
  transport;
  #socket;
  #onMessage;
  #onEnd;
  /** @type {ReturnType<typeof startHeartbeat> | undefined} since the join */
  #heartbeat;
  #clock;
  #joinDeadline;
  /** @type {number | undefined} */
  #joinedAt;
  #hasReceived = false;
  #hasSentJoin = false;
  #isOver = false;

  /** @param {ConnectionOptions} options */
  constructor({ socket, transport, clock, join, onMessage, onEnd }) {
    this.transport = transport;
    this.#socket = socket;
    this.#clock = clock;
    this.#onMessage = onMessage;
    this.#onEnd = onEnd;
    this.#joinDeadline = clock.setTimeout(
      () => this.#end(new SignalingError('connection-lost', 'no answer'), { failure: 'timeout' }),
      JOIN_TIMEOUT,
    );
    socket.addEventListener('open', () => this.#isOver || this.#join(join()));
    socket.addEventListener('message', ({ data }) => this.#isOver || this.#receive(data));
    socket.addEventListener('close', (event) => this.#closed(event));
  }

  /** Whether this connection holds the seat. */
  get joined() {
    return this.#joinedAt !== undefined && !this.#isOver;
  }

  /**
   * Whether a request of this connection may still arrive at the server after its end, and take over the seat: a join without
   * an answer, or over HTTP also a poll.
   */
  get mayArriveLate() {
    return this.#hasSentJoin && (this.transport !== 'websocket' || this.#joinedAt === undefined);
  }

  /** @param {Join | NumberedRequest | { type: 'ping' } | { type: 'leave', id: number }} message */
  send(message) {
    this.#socket.send(JSON.stringify(message));
  }

  /**
   * Gives up the seat. If the join has no answer yet, it gives up the seat that it takes, whether that is the previous one or
   * a new one: the server ignores the id that does not fit.
   *
   * @param {number} id  of the request on the previous seat
   */
  leave(id) {
    if (!this.#hasSentJoin) return;
    for (const each of this.joined ? [id] : new Set([1, id])) this.send({ type: 'leave', id: each });
  }

  /** Checks now whether the server still answers. */
  probe() {
    this.#heartbeat?.probe(PROBE_TIMEOUT);
  }

  /** Closes the connection without a call of `onEnd`. */
  drop() {
    this.#isOver = true;
    this.#heartbeat?.stop();
    this.#clock.clearTimeout(this.#joinDeadline);
    this.#socket.close(1000);
  }

  /** @param {Join | Promise<Join>} join @returns {unknown} */
  #join(join) {
    if (join instanceof Promise)
      return join.then(
        (message) => this.#isOver || this.#join(message),
        (problem) => this.#end(new SignalingError('token', String(problem))),
      );
    this.#hasSentJoin = true;
    this.send(join);
  }

  /** @param {unknown} data */
  #receive(data) {
    try {
      const message = parse(data);
      this.#hasReceived = true;
      this.#heartbeat?.receive();
      this.#process(message);
    } catch {
      // Not of the protocol, or nested too deeply for the browser.
      this.#end(new SignalingError('protocol', String(data).slice(0, 200)));
    }
  }

  /** @param {RoomEvent | Notice} message */
  #process(message) {
    if (message.type === 'joined') this.#joinAccepted(message.heartbeat);
    const recovery = message.type === 'error' && this.#recovery(message);
    if (recovery) return this.#end(SignalingError.of(message), { recovery });
    this.#onMessage(message);
    if (message.type === 'bye')
      this.#end(new SignalingError('restart', message.reason), { reconnectAfter: message.reconnectAfter });
  }

  /** @param {ErrorNotice} error @returns {Recovery | undefined} undefined for an error that does not end the connection */
  #recovery({ code, re }) {
    if (!this.joined) return recoveryAfter(code) ?? 'stop';
    // The refusal of a request or a ping proves that the connection is alive.
    if (re !== undefined || code === 'rate-limited') return undefined;
    // The server could not read the id of a request: only a new join shows which requests were processed.
    return code === 'bad-message' ? 'resume' : recoveryAfter(code);
  }

  /** @param {number} heartbeat  in seconds */
  #joinAccepted(heartbeat) {
    this.#joinedAt = this.#clock.now();
    this.#clock.clearTimeout(this.#joinDeadline);
    this.#heartbeat = startHeartbeat({
      clock: this.#clock,
      period: Math.max(heartbeat, SHORTEST_HEARTBEAT) * 1000,
      ping: () => this.send({ type: 'ping' }),
      onEnd: () => this.#end(new SignalingError('connection-lost', 'no answer')),
    });
  }

  /** @param {{ code?: number, reason?: string, error?: ErrorNotice }} event */
  #closed({ code, reason, error }) {
    // Browsers do not report why a WebSocket could not be opened, so that pages cannot scan networks (WebSockets standard,
    // "feedback from the protocol").
    const hint = this.#hasReceived ? undefined : `no connection to ${this.#socket.url}`;
    this.#end(error ? SignalingError.of(error) : closeError(code, reason || hint));
  }

  /**
   * @param {SignalingError} error
   * @param {Partial<End>} [end]  `failure` if nothing was received
   */
  #end(error, { recovery = recoveryAfter(error.code) ?? 'resume', failure = 'closed', reconnectAfter } = {}) {
    if (this.#isOver) return;
    this.drop();
    const now = this.#clock.now();
    this.#onEnd({
      recovery,
      error,
      lifetime: now - (this.#joinedAt ?? now),
      failure:
        this.#hasReceived || error.code === 'token'
          ? undefined
          : this.#socket.hasSeat
            ? 'no-downlink'
            : failure,
      reconnectAfter,
    });
  }
}
