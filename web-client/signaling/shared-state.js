/** @import { SharedValue, StateEvent } from './protocol.js' */

/** @typedef {Omit<StateEvent, 'from'> & { from?: string }} StateChange  without `from` if the event itself was missed */

/** The values that all members of the room share, by name. */
export class SharedState {
  /** @type {Map<string, SharedValue>} */
  values = new Map();

  /** @param {StateEvent} event  with the value null if the value was removed */
  apply({ name, value, seq }) {
    if (value === null) this.values.delete(name);
    else this.values.set(name, { value, seq });
  }

  /**
   * Replaces all values with those of a `joined` notice.
   *
   * @param {{ seq: number, state?: Record<string, SharedValue> }} joined
   * @returns {StateChange[]} the difference, as the events that were not received
   */
  replace({ seq, state = {} }) {
    const before = this.values;
    this.values = new Map(Object.entries(state));
    const names = new Set([...before.keys(), ...this.values.keys()]);
    return [...names]
      .map((name) => ({
        type: /** @type {const} */ ('state'),
        name,
        ...(this.values.get(name) ?? { value: null, seq }),
      }))
      .filter((change) => before.get(change.name)?.seq !== change.seq);
  }
}
