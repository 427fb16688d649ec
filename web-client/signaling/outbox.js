/** @import { Clock } from './clock.js' */
/** @import { JoinedNotice, MessageLimits, NumberedRequest, Request, RoomEvent, StateEvent } from './protocol.js' */
import { abortable } from './abort.js';
import { DEFAULT_RETRY_AFTER, SignalingError } from './error.js';
import { byteLength } from './post-queue.js';
import { RateLimiter } from './rate-limiter.js';
import { encodeRequest } from './request-encoder.js';

/**
 * @typedef {object} Entry
 * @property {number} id  changes if an entry before it is cancelled, or if it is sent under a new seat
 * @property {Request} request
 * @property {boolean} attempted  whether it may have reached the server
 * @property {(outcome?: unknown) => void} settle  resolves the promise of the request, or rejects it with an error
 * @property {unknown} [timer]
 *
 * @typedef {{ send: (request: NumberedRequest) => void }} Sender
 * @typedef {{ type: 'leave', id: number }} Leave
 *
 * @typedef {object} OutboxOptions
 * @property {Clock} clock
 * @property {() => Sender | undefined} sender  the connection that holds the seat; undefined while there is none
 */

/** Largest number of requests without an acknowledgement. */
const CAPACITY = 1000;
/** Bytes that the longest id adds to a message: `"id":9007199254740991,`. */
const ID_BYTES = 22;
/** Time for the event of an accepted `set`, in milliseconds: longer than the server keeps a seat without a connection. */
const EVENT_TIMEOUT = 120_000;

/**
 * The requests of a client: those without an acknowledgement, in the order of their ids, and those without an outcome.
 *
 * Ids count up from 1 within a seat, without gaps. The server processes each id once, so a request can be sent again on
 * the next connection without being processed twice.
 *
 * The outcome is the acknowledgement for most requests, the reply for a question, and the `state` event for a `set`: the event
 * has the number that `set` resolves to. State events do not name their requests, but have the same order. Over HTTP,
 * acknowledgements and events arrive on different connections, so that an event may overtake the refusal of an earlier
 * request. Where two waiting requests set the same value, an event therefore waits until the outcome of the first one is known.
 */
export class Outbox {
  /** @type {MessageLimits} defaults until the first `joined` */
  #limits = { messageBytes: 65_536, messagesPerSecond: 50 };
  #clock;
  #sender;
  #rateLimiter;
  /** @type {Entry[]} those without an acknowledgement */
  #entries = [];
  /** @type {Set<Entry>} those without an outcome, in the order of their ids */
  #waiting = new Set();
  /** @type {StateEvent[]} own events that have no request assigned yet */
  #unmatched = [];
  #lastId = 0;
  /** Number of the last event before the seat. */
  #startedAt = 0;
  /** Last id that the server has processed or refused. */
  #received = 0;
  /** Last id that was sent on the current connection. */
  #sent = 0;
  /** Id of a request that was refused for a while: no later one is sent before it is accepted. */
  #postponed = Infinity;
  /** @type {unknown} */
  #flushTimer;

  /** @param {OutboxOptions} options */
  constructor({ clock, sender }) {
    this.#clock = clock;
    this.#sender = sender;
    this.#rateLimiter = new RateLimiter(clock);
  }

  /**
   * @param {Request} request
   * @param {AbortSignal} [signal]  ends the waiting, and cancels a request that was not sent yet
   * @param {number} [timeout]  for the reply to a question, in milliseconds
   * @returns {Promise<any>} settles with the outcome. It need not be used: a rejection is never reported as unhandled
   * @throws {SignalingError} `bad-message`, `too-large` or `queue-full`
   */
  request(request, signal, timeout) {
    /** @type {Entry} */
    let entry;
    return abortable(
      signal,
      () => {
        const { text, copy } = encodeRequest(request);
        const bytes = byteLength(text) + ID_BYTES;
        const { messageBytes } = this.#limits;
        if (bytes > messageBytes) throw new SignalingError('too-large', `${bytes} > ${messageBytes} bytes`);
        if (this.#entries.length >= CAPACITY) throw new SignalingError('queue-full');
        const result = new Promise((resolve, reject) => {
          const settle = (/** @type {unknown} */ outcome) => {
            this.#clock.clearTimeout(entry.timer);
            this.#waiting.delete(entry);
            if (outcome instanceof Error) reject(outcome);
            else resolve(outcome);
          };
          entry = { id: ++this.#lastId, request: copy, attempted: false, settle };
        });
        result.catch(() => {});
        if (timeout !== undefined) this.#expire(entry, timeout, 'ask-timeout');
        this.#entries.push(entry);
        this.#waiting.add(entry);
        this.#flush();
        return result;
      },
      () => this.#cancel(entry),
    );
  }

  /** Sends the waiting requests, within the rate limit, if there is a connection. */
  #flush() {
    const sender = this.#sender();
    if (!sender) return;
    this.#clock.clearTimeout(this.#flushTimer);
    for (const entry of this.#entries.filter(({ id }) => id > this.#sent)) {
      if (entry.id > this.#postponed) return;
      const delay = this.#rateLimiter.take(this.#limits.messagesPerSecond);
      if (delay > 0) {
        this.#flushTimer = this.#clock.setTimeout(() => this.#flush(), delay);
        return;
      }
      entry.attempted = true;
      this.#sent = entry.id;
      sender.send(withId(entry));
    }
  }

  /** The server has processed or refused all requests up to an id. @param {number} received */
  acknowledge(received) {
    this.#received = Math.max(this.#received, received);
    this.#sent = Math.max(this.#sent, received);
    this.#entries = this.#entries.filter(({ id }) => id > received);
    const accepted = [...this.#waiting].filter(({ id }) => id <= received);
    for (const entry of accepted) {
      if (entry.request.type === 'set') this.#expire(entry, EVENT_TIMEOUT, 'unsure');
      else if (!('ask' in entry.request)) entry.settle();
    }
    this.#match();
    if (this.#postponed > received) return;
    this.#postponed = Infinity;
    this.#flush();
  }

  /**
   * The server has refused a request.
   *
   * @param {SignalingError} error
   * @returns {boolean} whether this is the outcome; false for a request that is sent again, and for a ping
   */
  refuse(error) {
    const { code, re = 0, retryAfter = DEFAULT_RETRY_AFTER } = error;
    if (code === 'rate-limited' || code === 'unavailable') {
      this.#postpone(re, retryAfter);
      return false;
    }
    for (const { id, request, settle } of this.#waiting)
      if (id === re) settle(Object.assign(error, { request }));
    // All requests before it have been processed.
    if (this.#has(re) && code !== 'internal') this.acknowledge(re);
    return true;
  }

  /** @param {RoomEvent} event @param {string} [self]  id of this peer */
  apply(event, self) {
    if (event.type === 'peer-left') {
      for (const { settle } of this.#asksTo(event.from)) settle(new SignalingError('peer-gone'));
    }
    // Ids repeat with each seat. A question from before this seat has failed, and its reply must not be taken for that to a
    // new question.
    if (event.type === 'reply' && event.re > this.#startedAt) {
      const { from, data } = event;
      for (const { id, settle } of this.#asksTo(from)) if (id === event.ask) settle({ from, data });
    }
    if (event.type === 'state' && event.from === self) {
      this.#unmatched.push(event);
      this.#match();
    }
  }

  /**
   * The seat was resumed.
   *
   * @param {JoinedNotice} joined
   * @returns {SignalingError[]} refusals that were lost with the previous connection
   */
  resume({ limits, received, errors = [] }) {
    const refusals = errors.filter(({ re }) => this.#has(re)).map(SignalingError.of);
    this.#newConnection(limits);
    for (const refusal of refusals) this.refuse(refusal);
    this.acknowledge(received);
    this.#flush();
    return refusals;
  }

  /**
   * A new seat was taken: ids start again at 1, and requests that were never sent keep their order.
   *
   * @param {JoinedNotice} joined
   * @param {(request: Request) => boolean} isValid  whether the request can be sent under the new seat
   * @returns {Request[]} requests that may or may not have been processed under the old seat
   */
  restart({ limits, seq }, isValid) {
    this.#startedAt = seq;
    const unsure = this.#entries.filter(({ attempted }) => attempted);
    this.#entries = this.#entries.filter(({ attempted, request }) => !attempted && isValid(request));
    for (const { attempted, request, settle } of this.#waiting) {
      if (attempted) settle(new SignalingError('unsure'));
      else if (!isValid(request)) settle(new SignalingError('unsupported'));
    }
    this.#lastId = 0;
    for (const entry of this.#entries) entry.id = ++this.#lastId;
    this.#received = 0;
    this.#unmatched = [];
    this.#newConnection(limits);
    this.#flush();
    return unsure.map(({ request }) => request);
  }

  /**
   * Ends the seat. The requests wait for the next one, or for `close`.
   *
   * @returns {{ sent: NumberedRequest[], leave: Leave }} the requests that may not have arrived, and the one to send after them
   */
  leave() {
    this.#clock.clearTimeout(this.#flushTimer);
    const sent = this.#entries.filter(({ id }) => id <= this.#sent);
    return { sent: sent.map(withId), leave: { type: 'leave', id: this.#sent + 1 } };
  }

  /** Removes all requests. @param {SignalingError} error  their outcome */
  close(error) {
    for (const { settle } of this.#waiting) settle(error);
    this.#entries = [];
  }

  /**
   * Sends a request again after a delay, and with it all requests after it: the server refuses those with the same
   * error until this one arrives again.
   *
   * @param {number} id
   * @param {number} delay  in milliseconds
   */
  #postpone(id, delay) {
    // The refusal of a request after the postponed one changes nothing.
    if (id > this.#postponed || !this.#has(id)) return;
    this.#postponed = id;
    this.#sent = Math.min(this.#sent, id - 1);
    this.#rateLimiter.exhaust(delay);
    this.#flush();
  }

  /** @param {MessageLimits} limits */
  #newConnection(limits) {
    this.#limits = limits;
    this.#sent = 0;
    this.#postponed = Infinity;
    this.#rateLimiter.reset();
  }

  /** Removes a request that was not sent. Ids have no gaps, so those after it move up. @param {Entry} cancelled */
  #cancel(cancelled) {
    if (cancelled.attempted || !this.#entries.includes(cancelled)) return;
    cancelled.settle();
    this.#entries = this.#entries.filter((entry) => entry !== cancelled);
    for (const entry of this.#entries) if (entry.id > cancelled.id) entry.id -= 1;
    this.#lastId -= 1;
  }

  /** Whether a request has no acknowledgement. @param {number | undefined} id */
  #has(id) {
    return this.#entries.find((entry) => entry.id === id) !== undefined;
  }

  /** @param {string} peer */
  #asksTo(peer) {
    return [...this.#waiting].filter(({ request }) => 'ask' in request && request.to === peer);
  }

  /**
   * @param {Entry} entry
   * @param {number} timeout
   * @param {string} code
   */
  #expire(entry, timeout, code) {
    entry.timer ??= this.#clock.setTimeout(() => entry.settle(new SignalingError(code)), timeout);
  }

  #match() {
    for (let event = this.#unmatched[0]; event; event = this.#unmatched[0]) {
      const wanted = assignmentOf(event);
      const [first, second] = [...this.#waiting].filter(
        ({ request, attempted }) => attempted && request.type === 'set' && assignmentOf(request) === wanted,
      );
      if (first && second && first.id > this.#received) return;
      this.#unmatched.shift();
      first?.settle(event.seq);
    }
  }
}

/** The server passes values on without changing their JSON. @param {{ name: string, value: unknown }} assignment */
function assignmentOf({ name, value }) {
  return JSON.stringify([name, value]);
}

/**
 * The id goes first: a server that cannot parse the rest can still report which request it refuses.
 *
 * @param {Entry} entry
 * @returns {any}  a `NumberedRequest`
 */
function withId({ id, request }) {
  const { type, ...rest } = request;
  return { type, id, ...rest };
}
