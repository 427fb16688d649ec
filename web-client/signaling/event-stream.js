/** @import { Clock } from './clock.js' */
/** @import { HttpSeat, ListenerCallbacks } from './http-channel.js' */

import { peerUrl } from './http-client.js';

/**
 * @typedef {object} EventSourceLike  the part of the EventSource interface that is used here
 * @property {number} readyState
 * @property {() => void} close
 * @property {(type: string, listener: (event: any) => void) => void} addEventListener
 *
 * @typedef {new (url: string) => EventSourceLike} EventSourceConstructor
 */

/** Time for the first message, in milliseconds. The server sends one at once; a proxy that buffers it buffers them all. */
const FIRST_MESSAGE_TIMEOUT = 5000;
/** Time for the browser to reopen a stream that has ended, in milliseconds. */
const REOPEN_TIMEOUT = 10_000;
/** Interval of pings, in heartbeats. The server takes a listener that posts nothing for lost. */
const PING_INTERVAL = 0.75;
/** Longest silence of a working stream, in heartbeats. The server sends something at least once in each. */
const SILENCE_TIMEOUT = 2;
/** `EventSource.CLOSED`, which tests do not have. */
const CLOSED = 2;

/**
 * Receives events by Server-Sent Events (HTML standard). The browser reopens an interrupted stream by itself, and continues
 * after the last event by the header `Last-Event-ID`.
 */
export class EventStream {
  #source;
  #callbacks;
  #clock;
  #heartbeat;
  /** @type {unknown} */
  #deadlineTimer;
  #deadline = 0;
  /** @type {unknown} */
  #pingTimer;

  /**
   * @param {HttpSeat} seat
   * @param {ListenerCallbacks} callbacks
   * @param {{ EventSource: EventSourceConstructor, clock: Clock }} dependencies
   */
  constructor({ room, joined, heartbeat }, callbacks, { EventSource, clock }) {
    this.#callbacks = callbacks;
    this.#clock = clock;
    this.#heartbeat = heartbeat;
    // EventSource cannot send headers. The ticket in the URL may end up in logs, and allows nothing but listening.
    const { self, seq: after, ticket } = joined;
    this.#source = new EventSource(peerUrl(room, self, '/events', { after, ticket }));
    this.#source.addEventListener('message', ({ data }) => this.#receive(data));
    this.#source.addEventListener('error', () => this.#interrupted());
    this.#expectMessageWithin(FIRST_MESSAGE_TIMEOUT);
    this.#schedulePing();
  }

  close() {
    this.#source.close();
    this.#clock.clearTimeout(this.#deadlineTimer);
    this.#clock.clearTimeout(this.#pingTimer);
  }

  /** @param {string} text */
  #receive(text) {
    this.#expectMessageWithin(this.#heartbeat * SILENCE_TIMEOUT);
    this.#callbacks.onMessage(text);
  }

  /** A closed source was refused by the server. EventSource hides the response; the next join gets the reason. */
  #interrupted() {
    if (this.#source.readyState === CLOSED) this.#callbacks.onEnd();
    else this.#expectMessageWithin(Math.min(REOPEN_TIMEOUT, this.#deadline - this.#clock.now()));
  }

  /** @param {number} delay */
  #expectMessageWithin(delay) {
    this.#clock.clearTimeout(this.#deadlineTimer);
    this.#deadline = this.#clock.now() + delay;
    this.#deadlineTimer = this.#clock.setTimeout(() => this.#callbacks.onEnd(), delay);
  }

  #schedulePing() {
    this.#pingTimer = this.#clock.setTimeout(() => {
      this.#callbacks.ping();
      this.#schedulePing();
    }, this.#heartbeat * PING_INTERVAL);
  }
}
