/** @import { Notice, RoomEvent } from './protocol.js' */

const FROM_PEER = ['seq', 'from'];
const OF_PEER = ['seq', 'peer'];

/**
 * Members of the messages that the processing relies on. A member that is merely passed on is not checked.
 *
 * @type {any}
 */
const MEMBERS = {
  __proto__: null,
  'peer-joined': OF_PEER,
  'peer-updated': OF_PEER,
  'peer-left': FROM_PEER,
  offer: FROM_PEER,
  answer: FROM_PEER,
  candidate: FROM_PEER,
  message: FROM_PEER,
  reply: FROM_PEER,
  state: FROM_PEER,
  joined: ['self', 'seq', 'received', 'limits', 'heartbeat', 'iceServers'],
  ack: ['received'],
  error: ['code'],
  'ice-servers': ['iceServers'],
};

const isString = (/** @type {unknown} */ value) => typeof value === 'string';
const isNumber = (/** @type {unknown} */ value) => typeof value === 'number';
const isPeer = (/** @type {any} */ { id }) => isString(id);

/** @type {Record<string, (value: any) => boolean>} */
const IS_VALID = {
  seq: isNumber,
  received: isNumber,
  heartbeat: isNumber,
  from: isString,
  code: isString,
  self: isPeer,
  peer: isPeer,
  iceServers: Array.isArray,
  limits: ({ messageBytes }) => isNumber(messageBytes),
};

/**
 * @param {unknown} data  of a `message` event: JSON, or a decoded message of an HTTP transport
 * @returns {RoomEvent | Notice} also a message of an unknown type: later servers may send more
 * @throws if it is not a message of this protocol
 */
export function parse(data) {
  const message = typeof data === 'string' ? JSON.parse(data) : data;
  const { type } = message;
  if (
    isString(type) &&
    (MEMBERS[type] ?? []).every((/** @type {string} */ name) => IS_VALID[name]?.(message[name]))
  )
    return message;
  throw new Error(type);
}

/** @param {string} type  of a message of the server */
export function isKnown(type) {
  return type in MEMBERS;
}
