import { HISTORY } from '../signaling/features.js';
import { hear } from './dom.js';

/** @import { SignalingClient } from '../signaling/client.js' */

const MOST = 100;

/**
 * @typedef {object} Line
 * @property {string} chat
 * @property {number} said when, in milliseconds; by this a page knows a line that it has already
 * @property {boolean} isSaid whether the room was told it
 * @property {Map<string, number | undefined>} to who may not have heard it; the seat, if it waits in that one's log
 */

/** Lines of one's own that somebody was away for: each goes to exactly them when they are back. */
export class MissedLines {
  /** @type {Line[]} */
  #lines = [];
  #client;

  /**
   * @param {SignalingClient} client
   * @param {AbortSignal} signal
   */
  constructor(client, signal) {
    this.#client = client;
    hear(client, 'joined', ({ resumed }) => this.#entered(resumed), signal);
    hear(client, 'peer-joined', () => this.#deliver(), signal);
    hear(client, 'peer-updated', () => this.#deliver(), signal);
    hear(client, 'peer-left', ({ from, reason }) => reason === 'left' && this.#forget(from), signal);
  }

  /**
   * @param {{ chat: string, said: number }} line
   * @param {string[]} audience
   */
  keep(line, audience) {
    const { state, peers } = this.#client;
    // What is said without a connection has reached no log.
    const logged = (/** @type {string} */ id) => (state === 'open' ? peers.get(id)?.seat : undefined);
    const away = audience.filter((id) => state !== 'open' || !this.#isThere(id));
    if (!away.length) return;
    const to = new Map(away.map((id) => [id, logged(id)]));
    this.#lines = [...this.#lines, { ...line, to, isSaid: state === 'open' }].slice(-MOST);
  }

  /** @param {boolean} resumed */
  #entered(resumed) {
    // The server may have lost its logs, and seats of the same numbers mean nothing any more.
    if (!resumed) for (const { to } of this.#lines) for (const id of to.keys()) to.set(id, undefined);
    for (const line of this.#lines) if (!line.isSaid) this.#say(line);
    this.#deliver();
  }

  /** Where lines are kept for those who come, that goes for one that could not be said before, too. @param {Line} line */
  #say(line) {
    line.isSaid = true;
    if (!this.#client.serverFeatures.has(HISTORY)) return;
    const { chat, said, to } = line;
    for (const id of [...to.keys()].filter((id) => this.#readsHistory(id))) to.delete(id);
    // The others are told one by one, as they were before: they would not know it for the same.
    const except = to.size > 0 ? [...to.keys()] : undefined;
    this.#client.message({ chat, said, ago: Date.now() - said }, { except, keep: true });
  }

  #deliver() {
    for (const { chat, said, to } of this.#lines) {
      const back = [...to.keys()].filter((id) => this.#isThere(id));
      // Who is back in the same seat has read it in the log.
      const deaf = back.filter((id) => to.get(id) !== this.#client.peers.get(id)?.seat);
      if (deaf.length) this.#client.message({ chat, said, ago: Date.now() - said }, { to: deaf });
      for (const id of back) to.delete(id);
    }
    this.#tidy();
  }

  /** @param {string} id somebody who left on purpose */
  #forget(id) {
    for (const { to } of this.#lines) to.delete(id);
    this.#tidy();
  }

  #tidy() {
    this.#lines = this.#lines.filter(({ to }) => to.size > 0);
  }

  /** @param {string} id */
  #readsHistory(id) {
    return this.#client.peers.get(id)?.features?.includes(HISTORY) ?? false;
  }

  /** @param {string} id */
  #isThere(id) {
    return this.#client.peers.get(id)?.online ?? false;
  }
}
