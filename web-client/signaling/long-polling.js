/** @import { HttpClient } from './http-client.js' */
/** @import { HttpSeat, ListenerCallbacks } from './http-channel.js' */
import { closeCodeOf } from './close-codes.js';
import { peerUrl } from './http-client.js';
import { isRoomEvent, parse } from './protocol.js';

/** Stands for an empty answer, which is a sign of life like any message. */
const PONG = '{"type":"pong"}';
/** Longest wait of the server before an empty answer, in heartbeats: shorter than the silence that the client accepts. */
const WAIT = 0.75;
/** Time for an answer beyond that wait, in milliseconds. */
const NETWORK_TIMEOUT = 10_000;

/** Receives events by long polling: each request is answered when there are events, or empty after a while. */
export class LongPolling {
  #url;
  #callbacks;
  #http;
  /** Number of the last event received. */
  #after;
  /** In seconds. */
  #wait;
  #isOver = false;

  /**
   * @param {HttpSeat} seat
   * @param {Omit<ListenerCallbacks, 'ping'>} callbacks
   * @param {HttpClient} http
   */
  constructor({ room, joined, heartbeat }, callbacks, http) {
    this.#url = (/** @type {number} */ wait) =>
      peerUrl(room, joined.self, '/messages', { after: this.#after, wait });
    this.#callbacks = callbacks;
    this.#http = http;
    this.#after = joined.seq;
    this.#wait = Math.ceil((heartbeat * WAIT) / 1000);
    void this.#listen();
  }

  close() {
    this.#isOver = true;
  }

  async #listen() {
    try {
      // The first poll does not wait: its answer shows that answers arrive.
      for (let wait = 0; !this.#isOver; wait = this.#wait) await this.#poll(wait);
    } catch {
      this.#callbacks.onEnd();
    }
  }

  /** @param {number} wait  in seconds */
  async #poll(wait) {
    const result = await this.#http.requestWithRetry(this.#url(wait), {
      timeout: wait * 1000 + NETWORK_TIMEOUT,
    });
    if (result.error) return this.#refused(result.error.code, result.isRetry);
    /** @type {unknown[]} */
    const messages = JSON.parse(result.text);
    if (messages.length === 0) this.#receive(PONG);
    for (const message of messages) this.#receive(JSON.stringify(message));
  }

  /**
   * An abandoned poll that arrives late replaces its own retry at the server: that is not a takeover by another client.
   *
   * @param {string} code
   * @param {boolean} isRetry
   */
  #refused(code, isRetry) {
    if (code === 'replaced' && isRetry) this.#callbacks.onEnd();
    else this.#callbacks.onEnd(closeCodeOf(code));
  }

  /** @param {string} text */
  #receive(text) {
    if (this.#isOver) return;
    const message = parse(text);
    if (message && isRoomEvent(message)) this.#after = message.seq;
    this.#callbacks.onMessage(text);
  }
}
