/** @import { HttpClient, RequestOptions } from './http-client.js' */
/** @import { AckNotice, ErrorNotice, JoinedNotice } from './protocol.js' */
import { postQueue } from './post-queue.js';

/**
 * @typedef {(channel: HttpChannel, joined: JoinedNotice) => void | (() => void)} Listen  receives the messages of the server, and
 *   returns a function that releases what `http.close` does not release, such as timers
 */

/** Size of a POST body, as a multiple of the largest message (docs/protocol.md). */
const MESSAGES_PER_BODY = 16;

/**
 * The WebSocket interface over HTTP: messages are sent by POST, and a listener (event stream or long polling) receives.
 *
 * The `message` event for `joined` is dispatched when the listener has received something: until then it is unknown
 * whether the network lets anything through.
 */
export class HttpChannel extends EventTarget {
  http;
  #listen;
  /** @type {void | (() => void) | undefined} */
  #stopListening;
  /** @type {((message: string) => void) | undefined} */
  #post;
  /** @type {JoinedNotice | undefined} until the listener has received something */
  #joined;
  #isOver = false;
  /** Whether to give up the seat of a join without an answer. */
  #isLeaving = false;

  /**
   * @param {HttpClient} http  of this channel alone
   * @param {Listen} listen
   */
  constructor(http, listen) {
    super();
    this.http = http;
    this.#listen = listen;
    queueMicrotask(() => this.#isOver || this.#dispatch('open'));
  }

  /** Whether the server has accepted the join, even if the listener has received nothing. */
  get hasSeat() {
    return this.http.self !== undefined;
  }

  get url() {
    return this.http.room;
  }

  /** @param {string} text */
  send(text) {
    const message = JSON.parse(text);
    if (message.type === 'join') void this.#join(text, message.key);
    else if (message.type !== 'leave') this.#post?.(text);
    else if (this.#joined) this.http.leave();
    else this.#isLeaving = !this.hasSeat; // otherwise the client knows of the seat, and gives it up
  }

  close() {
    this.#isOver = true;
    if (!this.#isLeaving) this.http.close();
    this.#stopListening?.();
  }

  /** For the listener. @param {unknown} message  decoded or as JSON */
  receive(message) {
    if (this.#joined) this.#dispatchMessage(this.#joined);
    this.#joined = undefined;
    this.#dispatchMessage(message);
  }

  /** For the listener. @param {ErrorNotice} [error]  without it, the connection was lost */
  end(error) {
    if (this.#isOver) return;
    this.close();
    this.#dispatch('close', { error });
  }

  /**
   * @param {string} body
   * @param {string} key
   */
  async #join(body, key) {
    try {
      const { error, text = '' } = await this.http.request('/peers', { body });
      if (error) return this.#dispatchMessage(error);
      const joined = JSON.parse(text);
      Object.assign(this.http, { key, self: joined.self });
      if (this.#isLeaving) this.http.leave();
      else if (!this.#isOver) this.#joinAccepted(joined);
    } catch {
      this.end();
    }
  }

  /** @param {JoinedNotice} joined */
  #joinAccepted(joined) {
    this.#joined = joined;
    // The seat in the query keeps a late post of an earlier seat from counting for this one.
    const query = { seat: joined.self.seat };
    this.#post = postQueue(
      (body) => this.#send({ query, body }),
      joined.limits.messageBytes * MESSAGES_PER_BODY,
    );
    this.#stopListening = this.#listen(this, joined);
  }

  /**
   * @param {RequestOptions} options
   * @returns {Promise<boolean>} whether to go on
   */
  async #send(options) {
    try {
      const { error, text = '' } = await this.http.requestWithRetry('/messages', options);
      if (error) this.end(error);
      else this.#posted(JSON.parse(text));
    } catch {
      this.end();
    }
    return !this.#isOver;
  }

  /** @param {AckNotice} ack */
  #posted(ack) {
    // With `peers`, the same code is about the recipients.
    const seatLost = ack.errors?.find(({ code, peers }) => code === 'peer-gone' && !peers);
    if (seatLost) this.end({ ...seatLost, code: 'lagged' });
    else this.#dispatchMessage(ack);
  }

  /** @param {unknown} data */
  #dispatchMessage(data) {
    if (!this.#isOver) this.#dispatch('message', { data });
  }

  /** @param {string} type @param {object} [members]  of the event */
  #dispatch(type, members) {
    this.dispatchEvent(Object.assign(new Event(type), members));
  }
}
