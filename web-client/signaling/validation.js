/** @import { Notice, RoomEvent } from './protocol.js' */

/**
 * The type of a value as `typeof` has it, an array with the shape of its elements, or an object with the shapes of its
 * members; a member whose name ends with a question mark may be absent. Other members are not checked.
 *
 * @typedef {string | unknown[] | { [member: string]: unknown }} Shape
 */

const NUMBER = 'number';
const STRING = 'string';
const ARRAY = ['any'];

const PEER = { id: STRING, seat: NUMBER, 'name?': STRING };
const FROM = { seq: NUMBER, from: STRING };
const ROSTER_CHANGE = { seq: NUMBER, peer: { ...PEER, 'features?': [STRING] } };
const DESCRIPTION = { ...FROM, sdp: STRING };
const ERROR = {
  code: STRING,
  message: STRING,
  're?': NUMBER,
  'peers?': [STRING],
  'retryAfter?': NUMBER,
  'seq?': NUMBER,
};

/** Of the messages of the server, what this library relies on. @type {Record<string, Shape>} */
const SHAPES = {
  'peer-joined': ROSTER_CHANGE,
  'peer-updated': ROSTER_CHANGE,
  'peer-left': { ...FROM, reason: STRING },
  offer: DESCRIPTION,
  answer: DESCRIPTION,
  candidate: { ...FROM, candidate: 'object' },
  message: FROM,
  reply: { ...FROM, re: NUMBER },
  state: { ...FROM, name: STRING },
  joined: {
    self: PEER,
    seq: NUMBER,
    received: NUMBER,
    'ticket?': STRING,
    'peers?': [PEER],
    'features?': [STRING],
    'history?': ARRAY,
    'state?': {},
    'iceServers?': ARRAY,
    'limits?': { messageBytes: NUMBER, messagesPerSecond: NUMBER },
    'heartbeat?': NUMBER,
    'errors?': [ERROR],
  },
  ack: { received: NUMBER, 'errors?': [ERROR] },
  error: ERROR,
  'ice-servers': { iceServers: ARRAY },
  bye: { 'reconnectAfter?': NUMBER },
};

/**
 * Whether a message has the members that the protocol requires, of their types. A message of an unknown type always has.
 *
 * @param {RoomEvent | Notice} message
 */
export function isValid(message) {
  return !Object.hasOwn(SHAPES, message.type) || fits(message, /** @type {Shape} */ (SHAPES[message.type]));
}

/**
 * @param {any} value
 * @param {any} shape
 * @returns {boolean}
 */
function fits(value, shape) {
  if (shape === 'any') return true;
  if (shape === NUMBER) return Number.isFinite(value) && value >= 0;
  if (typeof shape === STRING) return typeof value === shape;
  if (Array.isArray(shape)) return Array.isArray(value) && value.every((each) => fits(each, shape[0]));
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.entries(shape).every(([name, member]) => {
      const isOptional = name.endsWith('?');
      const present = value[isOptional ? name.slice(0, -1) : name];
      return (isOptional && present === undefined) || fits(present, member);
    })
  );
}
