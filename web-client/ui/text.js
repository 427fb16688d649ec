// Zero-width joiners, blanks, marks that turn the text's direction, and letters that are drawn as nothing.
const BLANK = /^[\p{C}\p{Z}\s\u034F\u115F\u1160\u2800\u3164\uFFA0]*$/u;

/**
 * Whether nothing of a text can be seen.
 *
 * @param {string} text
 */
export function isBlank(text) {
  return BLANK.test(text);
}

/**
 * The text, or as much of it as fits, with a sign that there was more.
 *
 * @param {string} text
 * @param {number} longest in UTF-16 units, as a field's `maxlength` counts
 */
export function cut(text, longest) {
  if (text.length <= longest) return text;
  // Half a character must not be left at the end.
  return `${text.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
