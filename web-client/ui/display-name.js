import { PERSON } from './strings.js';
import { isBlank, withoutLoneSurrogate } from './text.js';

// The server refuses these in names: control characters, line separators, direction marks.
const REFUSED = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu;
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFF\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;
const MAX_LENGTH = 100;
const MAX_LENGTH_IN_SENTENCE = 40;

/**
 * The name that a person has typed, as the server accepts it; empty if nothing visible is left.
 *
 * @param {string} typed
 */
export function validName(typed) {
  const name = typed.replace(REFUSED, ' ').trim().slice(0, MAX_LENGTH);
  return isBlank(name) ? '' : withoutLoneSurrogate(name).trim();
}

/**
 * The name to show for another person. A peer with another page may have any name, or none.
 *
 * @param {string | undefined} name
 */
export function displayName(name = '') {
  return isBlank(name) ? PERSON.guest : name;
}

/**
 * A name for use within a sentence: not too long, and isolated if it is written from right to left, so that it does not
 * reorder the words around it (Unicode Standard Annex 9, "isolates").
 *
 * @param {string} name
 */
export function inSentence(name) {
  const letters = [...name];
  const short =
    letters.length > MAX_LENGTH_IN_SENTENCE ? `${letters.slice(0, MAX_LENGTH_IN_SENTENCE).join('')}…` : name;
  return RIGHT_TO_LEFT.test(short) ? `\u2068${short}\u2069` : short;
}

/**
 * One or two letters for a person without a picture.
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
  // An emoji or an accented letter may have several code points.
  for (const { segment } of graphemes.segment(word)) return segment;
  return '';
}
