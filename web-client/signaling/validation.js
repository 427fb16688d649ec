/** @import { Notice, RoomEvent } from './protocol.js' */

/** The members of events of a peer, and of changes of the roster. */
const FROM_PEER = 'seq:n from:s';
const OF_PEER = 'seq:n peer:Peer';

/**
 * Members of the server's messages that this library relies on, with their types: an initial letter of `typeof`, or the
 * name of one of these shapes. `*` is for an array of them, `?` for a member that may be absent. Only the
 * messages that are events of the room begin with `seq`.
 */
const SHAPES = /** @type {Record<string, string>} */ (
  /** @type {unknown} */ ({
    __proto__: null,
    Peer: 'id:s seat:n name:s? features:s*?',
    Limits: 'messageBytes:n messagesPerSecond:n',
    'peer-joined': OF_PEER,
    'peer-updated': OF_PEER,
    'peer-left': FROM_PEER + ' reason:s',
    offer: FROM_PEER + ' sdp:s',
    answer: FROM_PEER + ' sdp:s',
    candidate: FROM_PEER + ' candidate:o',
    message: FROM_PEER,
    reply: FROM_PEER + ' re:n',
    state: FROM_PEER + ' name:s',
    joined:
      'self:Peer seq:n received:n ticket:s? peers:Peer*? features:s*? history:o*? state:o? iceServers:o*? limits:Limits? heartbeat:n? errors:error*?',
    ack: 'received:n errors:error*?',
    error: 'code:s message:s re:n? peers:s*? retryAfter:n? seq:n?',
    'ice-servers': 'iceServers:o*',
    bye: 'reconnectAfter:n?',
  })
);

/**
 * @param {unknown} data  of a `message` event: JSON, or a decoded message of an HTTP transport
 * @returns {RoomEvent | Notice} also a message of an unknown type: later servers may send more
 * @throws if it is not a message of this protocol
 */
export function parse(data) {
  const message = typeof data === 'string' ? JSON.parse(data) : data;
  if (typeof message.type === 'string' && isValid(message)) return message;
  throw new TypeError();
}

/**
 * Whether a message has the members that the protocol requires, of their types. A message of an unknown type always has.
 *
 * @param {{ type: string }} message
 */
export function isValid(message) {
  return !SHAPES[message.type] || fits(message, message.type);
}

/**
 * @param {RoomEvent | Notice} message
 * @returns {message is RoomEvent}
 */
export function isRoomEvent(message) {
  return !!SHAPES[message.type]?.startsWith('seq');
}

/**
 * @param {any} value
 * @param {string} type
 * @returns {boolean}
 */
function fits(value, type) {
  if (type.endsWith('?')) return value === undefined || fits(value, type.slice(0, -1));
  if (type.endsWith('*')) return Array.isArray(value) && value.every((each) => fits(each, type.slice(0, -1)));
  if (type === 'n') return Number.isFinite(value) && value >= 0;
  const members = SHAPES[type];
  if (!members) return (typeof value)[0] === type;
  return members.split(' ').every((member) => {
    const [name = '', shape = ''] = member.split(':');
    return fits(value?.[name], shape);
  });
}
