/** @import { Fetch } from './http-client.js' */
/** @import { Clock } from './clock.js' */
/** @import { AckNotice, JoinedNotice } from './protocol.js' */
import { ABNORMAL_CLOSURE, closeCodeOf, SEAT_LOST, SERVICE_RESTART } from './close-codes.js';
import { HttpClient, peerUrl, resourceUrl } from './http-client.js';
import { postQueue } from './post-queue.js';
import { parse } from './validation.js';

/**
 * @typedef {object} HttpSeat  the seat to listen for
 * @property {string} room  URL
 * @property {JoinedNotice} joined
 * @property {number} heartbeat  in milliseconds
 *
 * @typedef {object} ListenerCallbacks
 * @property {(text: string) => void} onMessage
 * @property {(closeCode?: number) => void} onEnd  without a code, the connection was lost
 * @property {() => void} ping  posts a ping
 *
 * @typedef {(seat: HttpSeat, callbacks: ListenerCallbacks, http: HttpClient) => () => void} Listen  returns a function that
 *   ends the listening
 */

/** In seconds, for a `joined` that does not set it. */
const DEFAULT_HEARTBEAT = 20;
const DEFAULT_MESSAGE_BYTES = 65_536;
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
  /** @type {string | undefined} the `joined` notice, until the listener has received something */
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
      const result = await this.#http.request(resourceUrl(this.url, '/peers'), { body: text });
      this.#http.key = key;
      if (this.#isLeaving && !result.error) return this.#giveUp(JSON.parse(result.text));
      if (this.#isOver) return;
      if (result.error) return this.#dispatchMessage(JSON.stringify(result.error));
      this.#joinAccepted(JSON.parse(result.text), result.text);
    } catch {
      this.#end(ABNORMAL_CLOSURE);
    }
  }

  /** @param {JoinedNotice} joined */
  #giveUp({ self }) {
    this.#http.sendKeepalive(peerUrl(this.url, self, '', { seat: self.seat }), { method: 'DELETE' });
  }

  /**
   * @param {JoinedNotice} joined
   * @param {string} text
   */
  #joinAccepted(joined, text) {
    const { self, limits, heartbeat = DEFAULT_HEARTBEAT } = joined;
    // The seat in the query keeps a late post of an earlier seat from counting for this one.
    const messages = peerUrl(this.url, self, '/messages', { seat: self.seat });
    this.hasSeat = true;
    this.#joined = text;
    this.#post = postQueue(
      (body) => this.#send(messages, body),
      (limits?.messageBytes ?? DEFAULT_MESSAGE_BYTES) * MESSAGES_PER_BODY,
    );
    const seat = { room: this.url, joined, heartbeat: heartbeat * 1000 };
    const callbacks = {
      onMessage: (/** @type {string} */ message) => this.#receive(message),
      onEnd: (closeCode = ABNORMAL_CLOSURE) => this.#end(closeCode),
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
      if (this.#isOver) return false;
      if (result.error) this.#end(closeCodeOf(result.error.code));
      else if (saysSeatLost(result.text)) this.#end(SEAT_LOST);
      else this.#dispatchMessage(result.text);
    } catch {
      this.#end(ABNORMAL_CLOSURE);
    }
    return !this.#isOver;
  }

  /** @param {string} text */
  #receive(text) {
    if (this.#joined) this.#dispatchMessage(this.#joined);
    this.#joined = undefined;
    const message = parse(text);
    // A listener gets an error where a WebSocket would be closed.
    if (message?.type === 'error') return this.#end(closeCodeOf(message.code));
    this.#dispatchMessage(text);
    if (message?.type === 'bye') this.#end(SERVICE_RESTART);
  }

  /** @param {string} text */
  #dispatchMessage(text) {
    if (!this.#isOver) this.dispatchEvent(new MessageEvent('message', { data: text }));
  }

  /** @param {number} code */
  #end(code) {
    if (this.#isOver) return;
    this.close();
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason: '' }));
  }
}

/**
 * Whether the answer to a post says that the sender has lost its seat. The same error code with `peers` is about the
 * addressees.
 *
 * @param {string} text
 */
function saysSeatLost(text) {
  const { errors = [] } = /** @type {AckNotice} */ (JSON.parse(text));
  return errors.some(({ code, peers }) => code === 'peer-gone' && !peers);
}
