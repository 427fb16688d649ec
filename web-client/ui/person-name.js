import { isBlank } from './text.js';

// What the server refuses in a name: control characters, line separators, characters that turn the text's direction.
const REFUSED = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu;
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFF\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;
const LONGEST = 100;
const LONGEST_SPOKEN = 40;

/**
 * The name as the server takes it; empty if nothing is left.
 *
 * @param {string} typed
 */
export function personName(typed) {
  const name = typed.replace(REFUSED, ' ').trim().slice(0, LONGEST);
  return isBlank(name) ? '' : name.replace(/[\uD800-\uDBFF]$/, '').trim();
}

/**
 * The name of somebody else, whose page may have let anything pass.
 *
 * @param {string | undefined} name
 */
export function shownName(name = '') {
  return isBlank(name) ? 'Guest' : name;
}

/**
 * A name within an English sentence: not too long, and where it is written from right to left it must not turn the
 * words around it.
 *
 * @param {string} name
 */
export function spoken(name) {
  const letters = [...name];
  const short = letters.length > LONGEST_SPOKEN ? `${letters.slice(0, LONGEST_SPOKEN).join('')}…` : name;
  return RIGHT_TO_LEFT.test(short) ? `\u2068${short}\u2069` : short;
}

/**
 * One or two letters that stand for somebody without a picture.
 *
 * @param {string} name
 */
export function initials(name) {
  const words = name.split(/\s+/).filter((word) => /^[\p{L}\p{N}\p{Emoji}]/u.test(word));
  const chosen = words.length > 2 ? [...words.slice(0, 1), ...words.slice(-1)] : words;
  return chosen.map(firstLetter).join('').toLocaleUpperCase() || '?';
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** @param {string} word */
function firstLetter(word) {
  // An emoji or an accented letter may be several code points.
  for (const { segment } of graphemes.segment(word)) return segment;
  return '';
}
