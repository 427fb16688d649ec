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
 * "Ana", "Ana and Ben", "Ana, Ben and 3 more"
 *
 * @param {string[]} names
 */
export function listed(names) {
  if (names.length < 2) return names.join('');
  if (names.length === 2) return names.join(' and ');
  return `${names[0]}, ${names[1]} and ${names.length - 2} more`;
}

/** @param {number} others how many others there are */
export function company(others) {
  if (others === 0) return 'only you';
  return `${others + 1} people`;
}
