import { HISTORY } from '../signaling/features.js';
import { onDetail } from './dom.js';

/** @import { SignalingClient } from '../signaling/client.js' */

const MAX_MESSAGES = 100;

/**
 * @typedef {object} Undelivered
 * @property {string} text
 * @property {number} sentAt  in milliseconds since the epoch
 * @property {boolean} isSent  whether it was sent to the room; false for a message written without a connection
 * @property {Map<string, number | undefined>} to  peers that may not have received it. The value is the seat whose log has the
 *   message; undefined if no log has it
 */

/**
 * Own chat messages that a peer may have missed because it, or this page, had no connection. Each one is sent to exactly
 * these peers when they are back. A receiver that has it already recognizes it (`SeenMessages`).
 */
export class UndeliveredMessages {
  /** @type {Undelivered[]} */
  #messages = [];
  #client;

  /**
   * @param {SignalingClient} client
   * @param {AbortSignal} signal
   */
  constructor(client, signal) {
    this.#client = client;
    onDetail(client, 'joined', ({ resumed }) => this.#joined(resumed), signal);
    onDetail(client, 'peer-joined', () => this.#deliver(), signal);
    onDetail(client, 'peer-updated', () => this.#deliver(), signal);
    onDetail(client, 'peer-left', ({ from, reason }) => reason === 'left' && this.#forget(from), signal);
  }

  /**
   * Remembers a message for the peers that are away.
   *
   * @param {{ text: string, sentAt: number }} message
   * @param {string[]} audience  peer ids
   */
  add(message, audience) {
    const { state, peers } = this.#client;
    const isOpen = state === 'open';
    const away = audience.filter((id) => !isOpen || !this.#isOnline(id));
    if (!away.length) return;
    // With a connection, the message is in the log of a seat that is away, and is replayed if it resumes.
    const to = new Map(away.map((id) => [id, isOpen ? peers.get(id)?.seat : undefined]));
    this.#messages = [...this.#messages, { ...message, to, isSent: isOpen }].slice(-MAX_MESSAGES);
  }

  /** @param {boolean} resumed */
  #joined(resumed) {
    // The server may have lost its logs; equal seat numbers then mean nothing.
    if (!resumed) for (const { to } of this.#messages) for (const id of to.keys()) to.set(id, undefined);
    for (const message of this.#messages) if (!message.isSent) this.#sendToRoom(message);
    this.#deliver();
  }

  /**
   * Sends a message that was written without a connection to the peers with history, and to those that join later. Peers
   * without it get the message one by one, as before there was a history: they would not recognize it as the same.
   *
   * @param {Undelivered} message
   */
  #sendToRoom(message) {
    message.isSent = true;
    if (!this.#client.serverFeatures.has(HISTORY)) return;
    const { to } = message;
    for (const id of [...to.keys()].filter((id) => this.#hasHistory(id))) to.delete(id);
    const except = to.size > 0 ? [...to.keys()] : undefined;
    this.#client.message(dataOf(message), { except, keep: true });
  }

  #deliver() {
    for (const message of this.#messages) {
      const { to } = message;
      const back = [...to.keys()].filter((id) => this.#isOnline(id));
      // A peer that is back in the same seat gets the message from its log.
      const receivers = back.filter((id) => to.get(id) !== this.#client.peers.get(id)?.seat);
      if (receivers.length) this.#client.message(dataOf(message), { to: receivers });
      for (const id of back) to.delete(id);
    }
    this.#removeDelivered();
  }

  /** @param {string} id  of a peer that left on purpose */
  #forget(id) {
    for (const { to } of this.#messages) to.delete(id);
    this.#removeDelivered();
  }

  #removeDelivered() {
    this.#messages = this.#messages.filter(({ to }) => to.size > 0);
  }

  /** @param {string} id */
  #hasHistory(id) {
    return this.#client.peers.get(id)?.features?.includes(HISTORY) ?? false;
  }

  /** @param {string} id */
  #isOnline(id) {
    return this.#client.peers.get(id)?.online ?? false;
  }
}

/** @param {Undelivered} message */
function dataOf({ text, sentAt }) {
  return { chat: text, said: sentAt, ago: Date.now() - sentAt };
}
