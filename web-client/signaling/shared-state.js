/** @import { RoomEvent, SharedValue, StateEvent } from './protocol.js' */
import { changedKeys } from './changed-keys.js';

/** @typedef {Omit<StateEvent, 'from'> & { from?: string }} StateChange  without `from` if the event itself was missed */

/** The values that all members of the room share, by name. */
export class SharedState {
  /** @type {Map<string, SharedValue>} */
  values = new Map();

  /** @param {RoomEvent} event */
  apply(event) {
    if (event.type !== 'state') return;
    const { name, value, seq } = event;
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
    return changedKeys(before, this.values).map((name) => ({
      type: 'state',
      name,
      ...(this.values.get(name) ?? { value: null, seq }),
    }));
  }
}
