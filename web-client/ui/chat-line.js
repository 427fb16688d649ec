import { find, fromTemplate } from './dom.js';
import { linkedText } from './linked-text.js';

/** After how long a line is marked as one that came late, in milliseconds. */
const LATE = 60_000;

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

/**
 * @typedef {object} Line
 * @property {string} name
 * @property {string} text
 * @property {'own' | 'other' | 'remark'} kind
 * @property {number | null} [ago] how long ago it was said, in milliseconds; null if that is not known
 * @property {boolean} [isEarlier] whether it stands where all lines are from before
 */

/** @param {Line} line */
export function chatLine({ name, text, kind, ...when }) {
  const line = fromTemplate('chat-line-template');
  line.classList.add(kind);
  if (kind === 'remark') line.dataset.testid = 'chat-remark';
  find('.chat-name', HTMLElement, line).textContent = name;
  find('.chat-time', HTMLElement, line).textContent = timeOf(when);
  find('.chat-text', HTMLElement, line).append(linkedText(text));
  return line;
}

/**
 * Lines that were said before one came, as one block of the log: a screen reader does not read them out by itself, as it
 * does with what is said now.
 *
 * @param {string} title
 * @param {Line[]} lines
 */
export function earlierBlock(title, lines) {
  const block = fromTemplate('chat-earlier-template');
  find('.chat-earlier-title', HTMLElement, block).textContent = title;
  block.append(...lines.map(chatLine));
  return block;
}

/** @param {Pick<Line, 'ago' | 'isEarlier'>} when */
function timeOf({ ago = 0, isEarlier = false }) {
  if (ago === null) return '';
  const time = clock.format(Date.now() - ago);
  return ago < LATE || isEarlier ? time : `said at ${time}`;
}
