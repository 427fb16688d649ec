import { LOBBY } from './strings.js';
import { truncate } from './text.js';

const VALID = /^[A-Za-z0-9._~-]{1,128}$/;
const MAX_LENGTH = 128;
const MAX_LENGTH_QUOTED = 60;

/**
 * The room that a person means: a valid name as it is, the room of a link to this site, or the nearest valid name.
 *
 * @param {string} typed
 * @returns {string} empty for a link to another site, and for a text without any valid character
 */
export function roomName(typed) {
  const text = typed.trim();
  const link = linkIn(text);
  if (link && link.host !== location.host) return '';
  const name = link ? roomOfPath(link.pathname) : text;
  return isRoomName(name) ? name : nearestName(name);
}

/**
 * Why `roomName` is empty.
 *
 * @param {string} typed
 */
export function roomProblem(typed) {
  const link = linkIn(typed.trim());
  if (!link) return LOBBY.roomNameInvalid;
  return link.host === location.host ? LOBBY.linkWithoutRoom : LOBBY.linkElsewhere(link.host);
}

/**
 * What is wrong with the address of the page.
 *
 * @param {string} path
 * @returns {string} empty if nothing is
 */
export function addressProblem(path) {
  if (path === '/' || path === '/index.html') return '';
  const name = roomOfPath(path);
  if (!name) return LOBBY.addressWithoutRoom;
  const room = roomName(name);
  if (room === name) return '';
  return LOBBY.addressInvalid(truncate(name, MAX_LENGTH_QUOTED), truncate(room, MAX_LENGTH_QUOTED));
}

/**
 * @param {string} path  of the page's address
 * @returns {string} the room in it, perhaps with an invalid name; empty for none
 */
export function roomOfPath(path) {
  const room = /^\/r\/([^/]+)\/?$/.exec(path)?.[1];
  return room ? decode(room) : '';
}

/** @param {string} room */
export function pathOfRoom(room) {
  return `/r/${room}`;
}

/**
 * A link, also without its beginning: "https://host/r/room", "host/r/room", "/r/room".
 *
 * @param {string} text
 */
function linkIn(text) {
  const isBare = text.startsWith(`${location.host}/`) || /^[^/\s]*[.:][^/\s]*\/r\//.test(text);
  if (!isBare && !/^(https?:)?\/\/|^\/r\//i.test(text)) return undefined;
  const link = isBare && !/^https?:/i.test(text) ? `//${text}` : text;
  return URL.canParse(link, location.origin) ? new URL(link, location.origin) : undefined;
}

/** @param {string} text */
function isRoomName(text) {
  // URLs resolve "." and ".." as folders (URL standard, "path state").
  return VALID.test(text) && !/^\.{1,2}$/.test(text);
}

/** @param {string} text */
function nearestName(text) {
  const name = text
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .replace(/[^A-Za-z0-9._~-]+/g, '-')
    .slice(0, MAX_LENGTH)
    .replace(/^[-.]+|[-.]+$/g, '');
  return isRoomName(name) ? name : '';
}

/** @param {string} part */
function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
