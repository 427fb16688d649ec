import { find, fromTemplate } from './dom.js';
import { linkify } from './linkify.js';
import { CHAT } from './strings.js';

/** Age from which a message is marked as delayed, in milliseconds. */
const DELAYED = 60_000;

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

/**
 * @typedef {object} ShownMessage
 * @property {string} name  of the sender; empty for `system`
 * @property {string} text
 * @property {'own' | 'other' | 'system'} kind  `system`: a remark of this page
 * @property {number | null} [age]  in milliseconds; null if it is unknown
 * @property {boolean} [isEarlier]  whether it is in a block of earlier messages
 */

/** @param {ShownMessage} message */
export function messageElement({ name, text, kind, ...when }) {
  const element = fromTemplate('chat-message-template');
  element.classList.add(kind);
  if (kind === 'system') element.dataset.testid = 'chat-system';
  find('.chat-name', HTMLElement, element).textContent = name;
  find('.chat-time', HTMLElement, element).textContent = timeOf(when);
  find('.chat-text', HTMLElement, element).append(linkify(text));
  return element;
}

/**
 * A block of messages from before this person joined. Screen readers do not read it out when it appears (`aria-live` is
 * off), unlike new messages.
 *
 * @param {string} title
 * @param {ShownMessage[]} messages
 */
export function earlierBlock(title, messages) {
  const block = fromTemplate('chat-earlier-template');
  find('.chat-earlier-title', HTMLElement, block).textContent = title;
  block.append(...messages.map(messageElement));
  return block;
}

/** @param {Pick<ShownMessage, 'age' | 'isEarlier'>} when */
function timeOf({ age = 0, isEarlier = false }) {
  if (age === null) return '';
  const time = clock.format(Date.now() - age);
  return age < DELAYED || isEarlier ? time : CHAT.sentAt(time);
}
