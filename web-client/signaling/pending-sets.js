/** @import { Clock } from './clock.js' */
/** @import { Entry } from './outbox.js' */
/** @import { AckNotice, SetRequest, StateEvent } from './protocol.js' */
import { SignalingError } from './error.js';

/**
 * @typedef {object} Pending
 * @property {Entry} entry
 * @property {string} assignment  name and value, which the event repeats
 * @property {boolean} accepted  whether the server has acknowledged the request without an error
 * @property {unknown} [timer]
 * @property {(result: number | SignalingError) => void} settle
 */

/** Time for the event of an accepted request, in milliseconds: longer than the server keeps a seat without a connection. */
const EVENT_TIMEOUT = 120_000;

/**
 * The `set` requests whose `state` event was not received yet. The event has the number that `set` resolves to.
 *
 * Events do not name their requests, but have the same order. Over HTTP, acknowledgements and events arrive on different
 * connections, so that an event may overtake the refusal of an earlier request. Where two pending requests set the same
 * value, an event therefore waits until the outcome of the first one is known.
 */
export class PendingSets {
  /** @type {Pending[]} in the order of the requests */
  #pending = [];
  /** @type {StateEvent[]} own events that have no request assigned yet */
  #unmatched = [];
  #clock;

  /** @param {Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /**
   * @param {Entry} entry
   * @param {SetRequest} request
   * @returns {Promise<number>} number of the event that set the value
   */
  add(entry, request) {
    return new Promise((resolve, reject) => {
      /** @type {Pending} */
      const pending = {
        entry,
        assignment: assignmentOf(request),
        accepted: false,
        settle: (result) => {
          this.#clock.clearTimeout(pending.timer);
          this.#pending = this.#pending.filter((other) => other !== pending);
          if (result instanceof Error) reject(result);
          else resolve(result);
        },
      };
      this.#pending.push(pending);
    });
  }

  /** @param {StateEvent} event  of a value that this peer has set */
  received(event) {
    this.#unmatched.push(event);
    this.#match();
  }

  /** @param {Pick<AckNotice, 'received' | 'errors'>} ack  requests up to `received` are accepted, except those in `errors` */
  acknowledged({ received, errors = [] }) {
    const isAccepted = (/** @type {number} */ id) => id <= received && errors.every(({ re }) => re !== id);
    for (const pending of this.#pending)
      if (!pending.accepted && isAccepted(pending.entry.id)) this.#accept(pending);
    this.#match();
  }

  /** @param {SignalingError} error */
  refused(error) {
    this.fail(error, ({ id }) => id === error.re);
    this.#match();
  }

  /**
   * @param {SignalingError} error
   * @param {(entry: Entry) => boolean} [condition]  default: all
   */
  fail(error, condition = () => true) {
    for (const pending of this.#pending.filter(({ entry }) => condition(entry))) pending.settle(error);
  }

  /** A new seat was taken: only requests that were never sent remain pending. */
  seatChanged() {
    this.#unmatched = [];
    this.fail(unsure(), ({ attempted }) => attempted);
  }

  /** @param {Pending} pending */
  #accept(pending) {
    pending.accepted = true;
    pending.timer = this.#clock.setTimeout(() => pending.settle(unsure()), EVENT_TIMEOUT);
  }

  #match() {
    for (let event = this.#unmatched[0]; event; event = this.#unmatched[0]) {
      const wanted = assignmentOf(event);
      const [first, second] = this.#pending.filter(
        ({ assignment, entry }) => assignment === wanted && entry.attempted,
      );
      if (first && second && !first.accepted) return;
      this.#unmatched.shift();
      first?.settle(event.seq);
    }
  }
}

function unsure() {
  const message =
    'The connection was lost before the outcome was known: read the value, and set it again if necessary.';
  return new SignalingError('unsure', message);
}

/** The server passes values on without changing their JSON. @param {{ name: string, value: unknown }} assignment */
function assignmentOf({ name, value }) {
  return JSON.stringify([name, value]);
}
