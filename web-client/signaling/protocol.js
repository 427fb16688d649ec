/**
 * What is said on the wire, as in docs/protocol.md.
 *
 * @typedef {{ urls: string | string[], username?: string, credential?: string }} IceServer
 * @typedef {{ candidate?: string, sdpMid?: string | null, sdpMLineIndex?: number | null,
 *   usernameFragment?: string | null }} Candidate
 * @typedef {{ id: string, seat: number, name?: string, role: string }} Self
 * @typedef {Self & { online: boolean, data?: unknown, features?: string[] }} Peer  what the roster says of one of the others
 *
 * @typedef {{ type: 'join', key: string, name?: string, data?: unknown, token?: string, features?: string[],
 *   history?: number, after?: number }} Join
 * @typedef {{ type: 'offer' | 'answer', to: string, sdp: string }} Description
 * @typedef {{ type: 'candidate', to: string, candidate: Candidate | null }} Trickle
 * @typedef {{ type: 'message', to?: string | string[], except?: string[], data: unknown, ask?: true,
 *   keep?: true }} Message
 * @typedef {{ type: 'reply', to: string, re: number, data: unknown }} Reply
 * @typedef {{ type: 'update', name?: string, data?: unknown }} Update
 * @typedef {{ type: 'set', name: string, value: unknown, if?: number }} Assignment
 * @typedef {Description | Trickle | Message | Reply | Update | Assignment} Request  `leave` ends a seat, and is not kept
 * @typedef {Request & { id: number }} NumberedRequest
 *
 * @typedef {'left' | 'timeout' | 'kicked' | 'closed' | 'unseen'} LeaveReason  `unseen` is never on the wire: one who is
 *   not there any more after a new seat was taken, and whose leaving was not heard
 * @typedef {{ type: 'peer-joined' | 'peer-updated', seq: number, peer: Peer }} PeerEvent
 * @typedef {{ type: 'peer-left', seq: number, from: string, reason: LeaveReason }} PeerLeftEvent
 * @typedef {{ type: 'offer' | 'answer', seq: number, from: string, sdp: string }} DescriptionEvent
 * @typedef {{ type: 'candidate', seq: number, from: string, candidate: Candidate | null }} CandidateEvent
 * @typedef {{ type: 'message', seq: number, from: string, data: unknown, ask?: boolean }} MessageEvent
 * @typedef {{ type: 'reply', seq: number, from: string, re: number, data: unknown, ask?: number }} ReplyEvent
 * @typedef {{ type: 'state', seq: number, from: string, name: string, value: unknown }} StateEvent
 * @typedef {PeerEvent | PeerLeftEvent | DescriptionEvent | CandidateEvent | MessageEvent | ReplyEvent
 *   | StateEvent} RoomEvent
 *
 * @typedef {{ messageBytes: number, messagesPerSecond: number }} MessageLimits
 * @typedef {{ seq: number, from: string, name?: string, data: unknown }} KeptMessage
 * @typedef {{ value: unknown, seq: number }} SharedValue  `seq` is that at which it was set
 * @typedef {{ type: 'joined', room: string, self: Self, resumed: boolean, seq: number, received: number,
 *   peers?: Peer[], iceServers?: IceServer[], iceServersTtl?: number, topology?: string,
 *   limits?: MessageLimits, heartbeat?: number, ticket?: string, errors?: ErrorNotice[], features?: string[],
 *   history?: KeptMessage[], state?: Record<string, SharedValue> }} JoinedNotice
 * @typedef {{ type: 'ack', received: number, errors?: ErrorNotice[] }} AckNotice
 * @typedef {{ type: 'error', code: string, message: string, re?: number, peers?: string[],
 *   retryAfter?: number, seq?: number }} ErrorNotice  `seq`: of `conflict`, at which the value was set
 * @typedef {{ type: 'ice-servers', iceServers: IceServer[], iceServersTtl?: number }} IceServersNotice
 * @typedef {{ type: 'bye', reason: string, reconnectAfter?: number }} ByeNotice
 * @typedef {{ type: 'pong' }} PongNotice
 * @typedef {JoinedNotice | AckNotice | ErrorNotice | IceServersNotice | ByeNotice | PongNotice} Notice
 */

export const SUBPROTOCOL = 'signaling.v1';

const ROOM_EVENTS = new Set([
  'peer-joined',
  'peer-updated',
  'peer-left',
  'offer',
  'answer',
  'candidate',
  'message',
  'reply',
  'state',
]);

/**
 * Whether a message is an event of the room, which has a place in the room's log.
 *
 * @param {RoomEvent | Notice} message
 * @returns {message is RoomEvent}
 */
export function isRoomEvent(message) {
  return ROOM_EVENTS.has(message.type);
}

/**
 * @param {unknown} text
 * @returns {RoomEvent | Notice | undefined} nothing if that is no message
 */
export function parse(text) {
  try {
    const message = JSON.parse(String(text));
    return typeof message?.type === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}
