/** @import { Fetch } from './http-client.js' */
/** @import { Clock } from './clock.js' */
/** @import { AckNotice, ErrorNotice, JoinedNotice } from './protocol.js' */
import { HttpClient, peerUrl, resourceUrl } from './http-client.js';
import { postQueue } from './post-queue.js';

/**
 * @typedef {object} HttpSeat  the seat to listen for
 * @property {string} room  URL
 * @property {JoinedNotice} joined
 * @property {number} heartbeat  in milliseconds
 *
 * @typedef {object} ListenerCallbacks
 * @property {(message: unknown) => void} onMessage  decoded or as JSON
 * @property {(error?: ErrorNotice) => void} onEnd  without an error, the connection was lost
 * @property {() => void} ping  posts a ping
 *
 * @typedef {(seat: HttpSeat, callbacks: ListenerCallbacks, http: HttpClient) => () => void} Listen  returns a function that
 *   ends the listening
 */

/** Size of a POST body, as a multiple of the largest message (docs/protocol.md). */
const MESSAGES_PER_BODY = 16;
const PING = '{"type":"ping"}';

/**
 * The WebSocket interface over HTTP: messages are sent by POST, and a listener (event stream or long polling) receives.
 *
 * The `message` event for `joined` is dispatched when the listener has received something: until then it is unknown
 * whether the network lets anything through.
 */
export class HttpChannel extends EventTarget {
  /** Whether the server has accepted the join, even if the listener has received nothing. */
  hasSeat = false;
  #http;
  #listen;
  /** @type {(() => void) | undefined} */
  #stopListening;
  /** @type {((message: string) => void) | undefined} */
  #post;
  /** @type {JoinedNotice | undefined} until the listener has received something */
  #joined;
  #isOver = false;
  /** Whether to give up the seat of a join without an answer. */
  #isLeaving = false;

  /**
   * @param {string} url  http(s)://host/v1/rooms/{room}
   * @param {{ fetch: Fetch, clock: Clock }} dependencies
   * @param {Listen} listen  starts the listener
   */
  constructor(url, dependencies, listen) {
    super();
    this.url = url;
    this.#http = new HttpClient(dependencies);
    this.#listen = listen;
    queueMicrotask(() => this.#isOver || this.dispatchEvent(new Event('open')));
  }

  /** @param {string} text */
  send(text) {
    const message = JSON.parse(text);
    if (message.type === 'join') void this.#join(text, message.key);
    else if (message.type !== 'leave') this.#post?.(text);
    else this.#isLeaving = !this.hasSeat; // a seat that is known is given up by the client
  }

  close() {
    this.#isOver = true;
    if (!this.#isLeaving) this.#http.close();
    this.#stopListening?.();
  }

  /**
   * @param {string} text
   * @param {string} key
   */
  async #join(text, key) {
    try {
      const { error, text: joined = '' } = await this.#http.request(resourceUrl(this.url, '/peers'), {
        body: text,
      });
      this.#http.key = key;
      if (error) this.#dispatchMessage(error);
      else if (this.#isLeaving) this.#http.leave(this.url, JSON.parse(joined).self);
      else if (!this.#isOver) this.#joinAccepted(JSON.parse(joined));
    } catch {
      this.#end();
    }
  }

  /** @param {JoinedNotice} joined */
  #joinAccepted(joined) {
    const { self, limits, heartbeat } = joined;
    // The seat in the query keeps a late post of an earlier seat from counting for this one.
    const messages = peerUrl(this.url, self, '/messages', { seat: self.seat });
    this.hasSeat = true;
    this.#joined = joined;
    this.#post = postQueue((body) => this.#send(messages, body), limits.messageBytes * MESSAGES_PER_BODY);
    const seat = { room: this.url, joined, heartbeat: heartbeat * 1000 };
    const callbacks = {
      onMessage: (/** @type {unknown} */ message) => this.#receive(message),
      onEnd: (/** @type {ErrorNotice | undefined} */ error) => this.#end(error),
      ping: () => this.#post?.(PING),
    };
    this.#stopListening = this.#listen(seat, callbacks, this.#http);
  }

  /**
   * @param {string} url
   * @param {string} body
   * @returns {Promise<boolean>} whether to go on
   */
  async #send(url, body) {
    try {
      const result = await this.#http.requestWithRetry(url, { body });
      if (result.error) this.#end(result.error);
      else this.#posted(JSON.parse(result.text));
    } catch {
      this.#end();
    }
    return !this.#isOver;
  }

  /** @param {AckNotice} ack */
  #posted(ack) {
    // With `peers`, the same code is about the recipients.
    const seatLost = ack.errors?.find(({ code, peers }) => code === 'peer-gone' && !peers);
    if (seatLost) this.#end({ ...seatLost, code: 'lagged' });
    else this.#dispatchMessage(ack);
  }

  /** @param {unknown} message */
  #receive(message) {
    if (this.#joined) this.#dispatchMessage(this.#joined);
    this.#joined = undefined;
    this.#dispatchMessage(message);
  }

  /** @param {unknown} data */
  #dispatchMessage(data) {
    if (!this.#isOver) this.dispatchEvent(new MessageEvent('message', { data }));
  }

  /** @param {ErrorNotice} [error] */
  #end(error) {
    if (this.#isOver) return;
    this.close();
    this.dispatchEvent(Object.assign(new Event('close'), { error }));
  }
}
