const VALID = /^[A-Za-z0-9._~-]{1,128}$/;
const LONGEST = 128;

/**
 * The name of the room that somebody means: a valid name as it is, a pasted link's room, and of
 * anything else the nearest valid name. Empty if nothing of it can be in a name, or if it leads elsewhere.
 *
 * @param {string} typed
 */
export function roomName(typed) {
  const text = typed.trim();
  const link = linkOf(text);
  if (link && link.host !== location.host) return '';
  const wanted = link ? roomOfPath(link.pathname) : text;
  return isRoomName(wanted) ? wanted : nearest(wanted);
}

/**
 * Why there is no such room, for a person.
 *
 * @param {string} typed
 */
export function whyNoRoom(typed) {
  const link = linkOf(typed.trim());
  if (!link) return 'This cannot be in a link. Use letters from A to Z, digits or dashes.';
  if (link.host === location.host) return 'This link leads to no room. Check that all of it was copied.';
  return `This is a link to another site, ${link.host}. Open it there, or type the name of a room here.`;
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

/**
 * What looks like a link or the end of one: "https://host/r/room", "host/r/room", "/r/room".
 *
 * @param {string} text
 */
function linkOf(text) {
  const isBare = text.startsWith(`${location.host}/`) || /^[^/\s]*[.:][^/\s]*\/r\//.test(text);
  if (!isBare && !/^(https?:)?\/\/|^\/r\//i.test(text)) return undefined;
  const link = isBare && !/^https?:/i.test(text) ? `//${text}` : text;
  return URL.canParse(link, location.origin) ? new URL(link, location.origin) : undefined;
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
