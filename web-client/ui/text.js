// Characters without a visible shape: zero-width joiners, spaces, direction marks, and fillers of scripts.
const BLANK = /^[\p{C}\p{Z}\s\u034F\u115F\u1160\u2800\u3164\uFFA0]*$/u;

/**
 * Whether a text has no visible characters.
 *
 * @param {string} text
 */
export function isBlank(text) {
  return BLANK.test(text);
}

/**
 * Shortens a text that is too long, and marks the cut with an ellipsis.
 *
 * @param {string} text
 * @param {number} longest  in UTF-16 code units, as for the `maxlength` of a field
 */
export function truncate(text, longest) {
  if (text.length <= longest) return text;
  return `${withoutLoneSurrogate(text.slice(0, longest - 1))}…`;
}

/**
 * Removes the first half of a character from the end of a text that was cut.
 *
 * @param {string} text
 */
export function withoutLoneSurrogate(text) {
  return text.replace(/[\uD800-\uDBFF]$/, '');
}
