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
 * @property {number} [ago] how long ago it was said, in milliseconds
 */

/** @param {Line} line */
export function chatLine({ name, text, kind, ago = 0 }) {
  const line = fromTemplate('chat-line-template');
  line.classList.add(kind);
  if (kind === 'remark') line.dataset.testid = 'chat-remark';
  const time = clock.format(Date.now() - ago);
  find('.chat-name', HTMLElement, line).textContent = name;
  find('.chat-time', HTMLElement, line).textContent = ago < LATE ? time : `said at ${time}`;
  find('.chat-text', HTMLElement, line).append(linkedText(text));
  return line;
}
