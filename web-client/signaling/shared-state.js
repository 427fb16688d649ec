/** @import { SharedValue, StateEvent } from './protocol.js' */

/** @typedef {Omit<StateEvent, 'from'> & { from?: string }} StateChange  without `from` if the event itself was missed */

/** The values that all members of the room share, by name. */
export class SharedState {
  /** @type {Map<string, SharedValue>} */
  #values = new Map();

  /** @returns {ReadonlyMap<string, SharedValue>} */
  get values() {
    return this.#values;
  }

  /** @param {StateEvent} event  with the value null if the value was removed */
  apply({ name, value, seq }) {
    if (value === null) this.#values.delete(name);
    else this.#values.set(name, { value, seq });
  }

  /**
   * Replaces all values with those of a `joined` notice.
   *
   * @param {{ seq: number, state?: Record<string, SharedValue> }} joined
   * @returns {StateChange[]} the difference, as the events that were not received
   */
  replace({ seq, state = {} }) {
    const before = this.#values;
    this.#values = new Map(Object.entries(state));
    const removed = [...before.keys()].filter((name) => !this.#values.has(name));
    const set = [...this.#values].filter(([name, value]) => before.get(name)?.seq !== value.seq);
    return [
      ...removed.map((name) => change(name, { value: null, seq })),
      ...set.map(([name, value]) => change(name, value)),
    ];
  }
}

/**
 * @param {string} name
 * @param {SharedValue} value
 * @returns {StateChange}
 */
function change(name, { value, seq }) {
  return { type: 'state', seq, name, value };
}
