/** @import { SharedValue, StateEvent } from './protocol.js' */

/** @typedef {Omit<StateEvent, 'from'> & { from?: string }} StateChange  without `from`, if nobody was heard setting it */

/** The values that the whole room shares, by their names. */
export class SharedState {
  /** @type {Map<string, SharedValue>} */
  #values = new Map();

  /** @returns {ReadonlyMap<string, SharedValue>} */
  get values() {
    return this.#values;
  }

  /** @param {StateEvent} event */
  apply({ name, value, seq }) {
    if (value === null) this.#values.delete(name);
    else this.#values.set(name, { value, seq });
  }

  /**
   * Takes over what a join has answered.
   *
   * @param {{ seq: number, state?: Record<string, SharedValue> }} joined
   * @returns {StateChange[]} in what it differs from what was known before
   */
  replace({ seq, state = {} }) {
    const before = this.#values;
    this.#values = new Map(Object.entries(state));
    const gone = [...before.keys()].filter((name) => !this.#values.has(name));
    const set = [...this.#values].filter(([name, value]) => before.get(name)?.seq !== value.seq);
    return [
      ...gone.map((name) => change(name, { value: null, seq })),
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
