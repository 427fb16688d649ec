const VALID = /^[A-Za-z0-9._~-]{1,128}$/;
const LONGEST = 128;

/**
 * The name of the room that somebody means: a valid name as it is, a pasted link's room, and of
 * anything else the nearest valid name. Empty if nothing of it can be in a name.
 *
 * @param {string} typed
 */
export function roomName(typed) {
  const text = typed.trim();
  const linked = /^https?:\/\/[^/]+\/r\/([^/?#]+)/.exec(text)?.[1];
  const wanted = linked ? decoded(linked) : text;
  return isRoomName(wanted) ? wanted : nearest(wanted);
}

/**
 * @param {string} path the path of the page's address
 * @returns {string} what it says the room is, as it was written
 */
export function roomOfPath(path) {
  const room = /^\/r\/([^/]+)\/?$/.exec(path)?.[1];
  return room ? decoded(room) : '';
}

/** @param {string} room */
export function pathOfRoom(room) {
  return `/r/${room}`;
}

/** @param {string} text */
function isRoomName(text) {
  // "." and ".." would vanish from the address: browsers take them for folders.
  return VALID.test(text) && !/^\.{1,2}$/.test(text);
}

/** @param {string} text */
function nearest(text) {
  const name = text
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .replace(/[^A-Za-z0-9._~-]+/g, '-')
    .slice(0, LONGEST)
    .replace(/^[-.]+|[-.]+$/g, '');
  return isRoomName(name) ? name : '';
}

/** @param {string} part */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
