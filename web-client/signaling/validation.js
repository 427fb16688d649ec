/** @import { Notice, RoomEvent } from './protocol.js' */

/**
 * What this library relies on in the messages of the server: the members with their types, which are an initial letter of
 * `typeof`, or the name of one of these shapes. `*` is for an array of them, `?` for a member that may be absent.
 *
 * @type {Record<string, string>}
 */
const SHAPES = {
  Peer: 'id:s seat:n name:s? features:s*?',
  Limits: 'messageBytes:n messagesPerSecond:n',
  'peer-joined': 'seq:n peer:Peer',
  'peer-updated': 'seq:n peer:Peer',
  'peer-left': 'seq:n from:s reason:s',
  offer: 'seq:n from:s sdp:s',
  answer: 'seq:n from:s sdp:s',
  candidate: 'seq:n from:s candidate:o',
  message: 'seq:n from:s',
  reply: 'seq:n from:s re:n',
  state: 'seq:n from:s name:s',
  joined:
    'self:Peer seq:n received:n ticket:s? peers:Peer*? features:s*? history:o*? state:o? iceServers:o*? limits:Limits? heartbeat:n? errors:error*?',
  ack: 'received:n errors:error*?',
  error: 'code:s message:s re:n? peers:s*? retryAfter:n? seq:n?',
  'ice-servers': 'iceServers:o*',
  bye: 'reconnectAfter:n?',
};

/**
 * Whether a message has the members that the protocol requires, of their types. A message of an unknown type always has.
 *
 * @param {RoomEvent | Notice} message
 */
export function isValid(message) {
  return !Object.hasOwn(SHAPES, message.type) || fits(message, message.type);
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
  return (
    typeof value === 'object' &&
    value !== null &&
    members.split(' ').every((member) => {
      const [name = '', shape = ''] = member.split(':');
      return fits(value[name], shape);
    })
  );
}
