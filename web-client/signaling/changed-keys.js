/**
 * Compares two maps of JSON values.
 *
 * @template Value
 * @param {ReadonlyMap<string, Value>} before
 * @param {ReadonlyMap<string, Value>} after
 * @returns {string[]} the keys whose values differ, those of `before` first
 */
export function changedKeys(before, after) {
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return keys.filter((key) => JSON.stringify(before.get(key)) !== JSON.stringify(after.get(key)));
}
