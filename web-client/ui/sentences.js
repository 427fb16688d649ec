import { roomName, roomOfPath } from './room-name.js';
import { cut } from './text.js';

const LONGEST_QUOTED = 60;

/**
 * @typedef {{ code: string, message: string }} Refusal
 */

/** @type {Record<string, string>} */
const WHY_STOPPED = {
  'room-full': 'This room is full. Try again when somebody has left.',
  'room-locked': 'This room is locked. Ask somebody who is inside to let you in.',
  replaced: 'This call was opened in another tab or window, so it ended here.',
  unauthorized:
    'The server did not let you in: this room needs an invitation that is still good. Ask for a new one.',
  forbidden: 'You may not be in this room. If that is a mistake, ask whoever invited you.',
  'too-large': 'Something that was sent was too large for the server, so the call ended.',
  'bad-message': 'This page and the server do not understand each other. Reload the page.',
};

/**
 * Why the server ended it, for a person.
 *
 * @param {Refusal} refusal
 */
export function whyStopped(refusal) {
  return WHY_STOPPED[refusal.code] ?? (refusal.message || `The call ended (${refusal.code}).`);
}

/**
 * What a person can do about it, as the words on a button.
 *
 * @param {Refusal} refusal
 */
export function wayBack(refusal) {
  return refusal.code === 'replaced' ? 'Use it here instead' : 'Try again';
}

/**
 * What is wrong with the address that somebody followed; empty if nothing is.
 *
 * @param {string} path
 */
export function whyLost(path) {
  if (path === '/' || path === '/index.html') return '';
  const asked = roomOfPath(path);
  if (!asked) return 'There is no room at this address. Check the link, or start a room of your own.';
  const room = roomName(asked);
  if (room === asked) return '';
  const nearest = room && ` The nearest is ${cut(room, LONGEST_QUOTED)}.`;
  return `“\u2068${cut(asked, LONGEST_QUOTED)}\u2069” cannot be the name of a room: check the link.${nearest}`;
}

/**
 * "Ana", "Ana and Ben", "Ana, Ben and 3 more"
 *
 * @param {string[]} names
 */
export function listed(names) {
  if (names.length < 2) return names.join('');
  if (names.length === 2) return names.join(' and ');
  return `${names[0]}, ${names[1]} and ${names.length - 2} more`;
}

/** @param {number} count how many messages came while one was away */
export function messagesMissed(count) {
  return count === 1 ? 'A message came while you were away.' : `${count} messages came while you were away.`;
}

/** @param {number} others how many others there are */
export function company(others) {
  if (others === 0) return 'only you';
  return `${others + 1} people`;
}
