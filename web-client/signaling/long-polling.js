/** @import { HttpClient } from './http-client.js' */
/** @import { Ears, Place } from './http-channel.js' */
import { closeCodeOf } from './close-codes.js';
import { isRoomEvent, parse } from './protocol.js';

/** What an empty answer says: that there is nothing to hear, and that the server is there. */
const NOTHING = '{"type":"pong"}';
/** How long the server may wait with its answer, so that it comes before the client asks; in parts of the heartbeat. */
const WAIT = 0.75;
/** How much longer the answer may take on its way, in milliseconds. */
const SLACK = 10_000;

/** Hears a room by asking again and again, where each answer comes when there is something to hear. */
export class LongPolling {
  #url;
  #ears;
  #http;
  #after;
  #wait;
  #over = false;

  /**
   * @param {Place} place
   * @param {Ears} ears
   * @param {{ http: HttpClient }} seams
   */
  constructor({ url, joined, heartbeat }, ears, { http }) {
    this.#url = url;
    this.#ears = ears;
    this.#http = http;
    this.#after = joined.seq;
    this.#wait = Math.ceil((heartbeat * WAIT) / 1000);
    void this.#listen();
  }

  close() {
    this.#over = true;
  }

  async #listen() {
    try {
      // The first answer comes at once: it shows that answers come.
      for (let wait = 0; !this.#over; wait = this.#wait) await this.#poll(wait);
    } catch {
      this.#ears.ended();
    }
  }

  /** @param {number} wait  in seconds */
  async #poll(wait) {
    const url = `${this.#url}/messages?after=${this.#after}&wait=${wait}`;
    const answer = await this.#http.insist(url, { patience: wait * 1000 + SLACK });
    if (answer.error) return this.#refused(answer.error.code, answer.isRepeated);
    /** @type {unknown[]} */
    const messages = JSON.parse(answer.text);
    if (messages.length === 0) this.#hear(NOTHING);
    for (const message of messages) this.#hear(JSON.stringify(message));
  }

  /** A poll that was given up may still arrive, and replace the one after it. @param {string} code @param {boolean} isRepeated */
  #refused(code, isRepeated) {
    if (code === 'replaced' && isRepeated) this.#ears.ended();
    else this.#ears.ended(closeCodeOf(code));
  }

  /** @param {string} text */
  #hear(text) {
    if (this.#over) return;
    const message = parse(text);
    if (message && isRoomEvent(message)) this.#after = message.seq;
    this.#ears.heard(text);
  }
}
