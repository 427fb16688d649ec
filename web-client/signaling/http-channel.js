/** @import { Fetch } from './http-client.js' */
/** @import { Clock } from './clock.js' */
/** @import { AckNotice, JoinedNotice } from './protocol.js' */
import { HttpClient } from './http-client.js';
import { closeCodeOf, LOST } from './close-codes.js';
import { bodyOf, bytesOf, PostQueue } from './post-queue.js';
import { parse } from './protocol.js';

/**
 * @typedef {object} Place  where a seat listens
 * @property {string} url  of the peer
 * @property {JoinedNotice} joined
 * @property {number} heartbeat  in milliseconds
 *
 * @typedef {object} Ears  what hears the room
 * @property {(text: string) => void} heard
 * @property {(code?: number) => void} ended  with the close code that says why; lost, if nothing says it
 *
 * @typedef {{ close: () => void }} Listener
 * @typedef {(place: Place, ears: Ears & { ping: () => void }, http: HttpClient) => Listener} Listen
 */

const DEFAULT_HEARTBEAT = 20;
const DEFAULT_MESSAGE_BYTES = 65_536;
/** How many of the longest messages a body may hold. */
const MESSAGES_IN_A_BODY = 16;
/** How much a page may send that outlives it (Fetch standard, "keepalive"), with something to spare. */
const LAST_WORDS = 60_000;
const PING = '{"type":"ping"}';
const RESTARTING = 1012;
const SEAT_LOST = 4410;

/**
 * A connection over HTTP, with the face of a WebSocket: what is said is posted, and a listener hears the room.
 *
 * `joined` is passed on when the listener has heard something: who has joined can speak and hear.
 */
export class HttpChannel extends EventTarget {
  /** Whether the server has given a seat, though perhaps nothing more has come. */
  admitted = false;
  #http;
  #listen;
  /** @type {Listener | undefined} */
  #listener;
  /** @type {PostQueue | undefined} */
  #postbox;
  /** @type {string | undefined} `joined`, until it can be passed on */
  #welcome;
  /** @type {(leave: string) => void} */
  #leave = () => {};
  #over = false;

  /**
   * @param {string} url  http(s)://host/v1/rooms/{room}
   * @param {{ fetch: Fetch, clock: Clock }} seams
   * @param {Listen} listen
   */
  constructor(url, seams, listen) {
    super();
    this.url = url;
    this.#http = new HttpClient(seams);
    this.#listen = listen;
    queueMicrotask(() => this.#over || this.dispatchEvent(new Event('open')));
  }

  /** @param {string} text */
  send(text) {
    const message = JSON.parse(text);
    if (message.type === 'join') void this.#join(text, message.key);
    else if (message.type === 'leave') this.#leave(text);
    else this.#postbox?.put(text);
  }

  close() {
    this.#over = true;
    this.#http.close();
    this.#listener?.close();
  }

  /**
   * @param {string} text
   * @param {string} key
   */
  async #join(text, key) {
    try {
      const answer = await this.#http.ask(`${this.url}/peers`, { body: text });
      if (this.#over) return;
      if (answer.error) return this.#say(JSON.stringify(answer.error));
      this.#http.key = key;
      this.#seated(JSON.parse(answer.text), answer.text);
    } catch {
      this.#end(LOST);
    }
  }

  /**
   * @param {JoinedNotice} joined
   * @param {string} text
   */
  #seated(joined, text) {
    const url = `${this.url}/peers/${joined.self.id}`;
    const seat = `?seat=${joined.self.seat}`;
    const messageBytes = joined.limits?.messageBytes ?? DEFAULT_MESSAGE_BYTES;
    this.admitted = true;
    this.#welcome = text;
    this.#postbox = new PostQueue({
      post: (body) => this.#post(`${url}/messages${seat}`, body),
      maxBytes: messageBytes * MESSAGES_IN_A_BODY,
    });
    this.#leave = (leave) => this.#sayLast(url, seat, leave);
    const place = { url, joined, heartbeat: (joined.heartbeat ?? DEFAULT_HEARTBEAT) * 1000 };
    const ears = {
      heard: (/** @type {string} */ message) => this.#hear(message),
      ended: (code = LOST) => this.#end(code),
      ping: () => this.#postbox?.put(PING),
    };
    this.#listener = this.#listen(place, ears, this.#http);
  }

  /**
   * @param {string} url
   * @param {string} body
   */
  async #post(url, body) {
    try {
      const answer = await this.#http.insist(url, { body });
      if (this.#over) return false;
      if (answer.error) this.#end(closeCodeOf(answer.error.code));
      else if (hasLostSeat(answer.text)) this.#end(SEAT_LOST);
      else this.#say(answer.text);
    } catch {
      this.#end(LOST);
    }
    return !this.#over;
  }

  /**
   * Gives the seat up behind all that was said, if a page that is about to go can send so much.
   *
   * @param {string} url
   * @param {string} seat
   * @param {string} leave
   */
  #sayLast(url, seat, leave) {
    const body = bodyOf([...(this.#postbox?.unsettled ?? []), leave]);
    if (bytesOf(body) <= LAST_WORDS) this.#http.leaveWord(`${url}/messages${seat}`, { body });
    else this.#http.leaveWord(`${url}${seat}`, { method: 'DELETE' });
  }

  /** @param {string} text */
  #hear(text) {
    if (this.#welcome) this.#say(this.#welcome);
    this.#welcome = undefined;
    const message = parse(text);
    if (message?.type === 'error') return this.#end(closeCodeOf(message.code));
    this.#say(text);
    if (message?.type === 'bye') this.#end(RESTARTING);
  }

  /** @param {string} text */
  #say(text) {
    if (!this.#over) this.dispatchEvent(new MessageEvent('message', { data: text }));
  }

  /** @param {number} code */
  #end(code) {
    if (this.#over) return;
    this.close();
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason: '' }));
  }
}

/**
 * Whether the one who has posted this has no seat any more, rather than one of those whom it was for.
 *
 * @param {string} text
 */
function hasLostSeat(text) {
  const { errors = [] } = /** @type {AckNotice} */ (JSON.parse(text));
  return errors.some(({ code, peers }) => code === 'peer-gone' && !peers);
}
