/** @import { Clock } from './clock.js' */
/** @import { Entry } from './outbox.js' */
/** @import { AckNotice, Assignment, StateEvent } from './protocol.js' */
import { SignalingError } from './error.js';

/**
 * @typedef {object} Pending
 * @property {Entry} entry
 * @property {string} spelled  what it sets, to be recognized by
 * @property {boolean} taken  whether the server has said so
 * @property {unknown} [deadline]
 * @property {(answer: number | SignalingError) => void} settle
 */

/** How long an event may take whose request was taken, in milliseconds; longer than a seat is kept without one. */
const PATIENCE = 120_000;

/**
 * The values that wait to be set: each until its own `state` event has come, which tells its number.
 *
 * Events do not name their requests, but have the same order. An event may overtake the refusal of an earlier request
 * (over HTTP they come on two ways): where two requests say the same, it waits until the server has told of the first.
 */
export class PendingSets {
  /** @type {Pending[]} in the order of their requests */
  #pending = [];
  /** @type {StateEvent[]} one's own, whose request is not clear yet */
  #unclear = [];
  #clock;

  /** @param {Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /**
   * @param {Entry} entry
   * @param {Assignment} request
   * @returns {Promise<number>} the `seq` at which it is set
   */
  wait(entry, request) {
    return new Promise((resolve, reject) => {
      /** @type {Pending} */
      const pending = {
        entry,
        spelled: spelled(request),
        taken: false,
        settle: (answer) => {
          this.#clock.clearTimeout(pending.deadline);
          this.#pending = this.#pending.filter((other) => other !== pending);
          if (answer instanceof Error) reject(answer);
          else resolve(answer);
        },
      };
      this.#pending.push(pending);
    });
  }

  /** @param {StateEvent} event  of a value that this peer has set */
  happened(event) {
    this.#unclear.push(event);
    this.#match();
  }

  /** @param {Pick<AckNotice, 'received' | 'errors'>} ack  every request up to `received` is answered, by `errors` or taken */
  acknowledged({ received, errors = [] }) {
    const isTaken = (/** @type {number} */ id) => id <= received && errors.every(({ re }) => re !== id);
    for (const pending of this.#pending) if (!pending.taken && isTaken(pending.entry.id)) this.#take(pending);
    this.#match();
  }

  /** @param {SignalingError} error */
  refused(error) {
    this.fail(error, ({ id }) => id === error.re);
    this.#match();
  }

  /**
   * @param {SignalingError} error
   * @param {(entry: Entry) => boolean} [chosen]  absent: all
   */
  fail(error, chosen = () => true) {
    for (const pending of this.#pending.filter(({ entry }) => chosen(entry))) pending.settle(error);
  }

  /** The seat is another one: what goes on waiting is what was never sent. */
  renewed() {
    this.#unclear = [];
    this.fail(unsure(), ({ tried }) => tried);
  }

  /** @param {Pending} pending */
  #take(pending) {
    pending.taken = true;
    pending.deadline = this.#clock.setTimeout(() => pending.settle(unsure()), PATIENCE);
  }

  #match() {
    for (let event = this.#unclear[0]; event; event = this.#unclear[0]) {
      const wanted = spelled(event);
      const [first, second] = this.#pending.filter((each) => each.spelled === wanted && each.entry.tried);
      if (first && second && !first.taken) return;
      this.#unclear.shift();
      first?.settle(event.seq);
    }
  }
}

function unsure() {
  const message =
    'The connection was lost before an answer came: look what the value is now, and set it again if need be.';
  return new SignalingError('unsure', message);
}

/** The server passes on a value as it was written. @param {{ name: string, value: unknown }} request */
function spelled({ name, value }) {
  return JSON.stringify([name, value]);
}
