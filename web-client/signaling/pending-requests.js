/** @import { Clock } from './clock.js' */
/** @import { Entry } from './outbox.js' */
/** @import { ReplyEvent, StateEvent } from './protocol.js' */
import { SignalingError } from './error.js';

/**
 * @typedef {object} Pending
 * @property {Entry} entry  the request; its id changes if it is sent under a new seat
 * @property {boolean} accepted  whether the server has acknowledged it without an error
 * @property {unknown} [timer]
 * @property {(result?: unknown) => void} settle
 */

/** Time for the event of an accepted `set`, in milliseconds: longer than the server keeps a seat without a connection. */
const EVENT_TIMEOUT = 120_000;

/**
 * The requests without an outcome, which is the acknowledgement for most, the reply for a question, and the `state` event for
 * a `set`: the event has the number that `set` resolves to.
 *
 * State events do not name their requests, but have the same order. Over HTTP, acknowledgements and events arrive on different
 * connections, so that an event may overtake the refusal of an earlier request. Where two pending requests set the same
 * value, an event therefore waits until the outcome of the first one is known.
 */
export class PendingRequests {
  /** @type {Set<Pending>} in the order of the requests */
  #pending = new Set();
  /** @type {StateEvent[]} own events that have no request assigned yet */
  #unmatched = [];
  #clock;

  /** @param {Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /**
   * @param {Entry} entry
   * @param {number} [timeout]  for a reply, in milliseconds
   * @returns {Promise<any>} may be left alone: its rejection is never reported as unhandled
   */
  add(entry, timeout) {
    const result = new Promise((resolve, reject) => {
      /** @type {Pending} */
      const pending = {
        entry,
        accepted: false,
        settle: (outcome) => {
          this.#clock.clearTimeout(pending.timer);
          this.#pending.delete(pending);
          if (outcome instanceof Error) reject(outcome);
          else resolve(outcome);
        },
      };
      this.#pending.add(pending);
      if (timeout !== undefined) this.#expire(pending, timeout, 'ask-timeout');
    });
    result.catch(() => {});
    return result;
  }

  /** All requests up to this id are accepted, except those that were refused before. @param {number} received */
  acknowledged(received) {
    for (const pending of this.#pending) {
      const { id, request } = pending.entry;
      if (pending.accepted || id > received) continue;
      pending.accepted = true;
      if (request.type === 'set') this.#expire(pending, EVENT_TIMEOUT, 'unsure');
      else if (!('ask' in request)) pending.settle();
    }
    this.#match();
  }

  /** @param {SignalingError} error  with the id of the request */
  refused(error) {
    this.fail(error, ({ id }) => id === error.re);
    this.#match();
  }

  /** @param {ReplyEvent} reply */
  replied({ from, data, ask }) {
    for (const { entry, settle } of this.#asksTo(from)) if (entry.id === ask) settle({ from, data });
  }

  /** @param {string} peer */
  peerLeft(peer) {
    for (const { settle } of this.#asksTo(peer)) settle(new SignalingError('peer-gone'));
  }

  /** @param {StateEvent} event  of a value that this peer has set */
  stateChanged(event) {
    this.#unmatched.push(event);
    this.#match();
  }

  /** A new seat was taken: only requests that were never sent remain pending. */
  seatChanged() {
    this.#unmatched = [];
    this.fail(new SignalingError('unsure'), ({ attempted }) => attempted);
  }

  /**
   * @param {SignalingError} error
   * @param {(entry: Entry) => boolean} [condition]  default: all
   */
  fail(error, condition = () => true) {
    for (const { entry, settle } of this.#pending) if (condition(entry)) settle(error);
  }

  /** @param {string} peer */
  #asksTo(peer) {
    return [...this.#pending].filter(({ entry: { request } }) => 'ask' in request && request.to === peer);
  }

  /**
   * @param {Pending} pending
   * @param {number} timeout
   * @param {string} code
   */
  #expire(pending, timeout, code) {
    pending.timer = this.#clock.setTimeout(() => pending.settle(new SignalingError(code)), timeout);
  }

  #match() {
    for (let event = this.#unmatched[0]; event; event = this.#unmatched[0]) {
      const wanted = assignmentOf(event);
      const [first, second] = [...this.#pending].filter(
        ({ entry: { request, attempted } }) =>
          attempted && request.type === 'set' && assignmentOf(request) === wanted,
      );
      if (first && second && !first.accepted) return;
      this.#unmatched.shift();
      first?.settle(event.seq);
    }
  }
}

/** The server passes values on without changing their JSON. @param {{ name: string, value: unknown }} assignment */
function assignmentOf({ name, value }) {
  return JSON.stringify([name, value]);
}
