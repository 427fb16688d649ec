// A browser may refuse storage (private mode, blocked site data): then the page forgets, and works all the same.

/**
 * @param {'localStorage' | 'sessionStorage'} where
 * @param {string} key
 * @returns {string | null}
 */
export function recall(where, key) {
  try {
    return globalThis[where].getItem(key);
  } catch {
    return null;
  }
}

/**
 * @param {'localStorage' | 'sessionStorage'} where
 * @param {string} key
 * @param {string} value
 */
export function remember(where, key, value) {
  try {
    globalThis[where].setItem(key, value);
  } catch {
    // Nothing is lost but the convenience.
  }
}
