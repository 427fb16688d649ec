// Access to the storage itself may throw (private mode, blocked site data). The page then works without it, and forgets.

/**
 * @param {'localStorage' | 'sessionStorage'} area
 * @param {string} item
 * @returns {string | null}
 */
export function load(area, item) {
  try {
    return globalThis[area].getItem(item);
  } catch {
    return null;
  }
}

/**
 * @param {'localStorage' | 'sessionStorage'} area
 * @param {string} item
 * @param {string} value
 */
export function save(area, item, value) {
  try {
    globalThis[area].setItem(item, value);
  } catch {
    // See above.
  }
}
