/**
 * The messages of the wire protocol, version 1, as in docs/protocol.md. Requests go from the client to the server; events
 * and notices come back. Events have a number in the room's log (`seq`) and are replayed after a resume; notices are not.
 *
 * @typedef {{ urls: string | string[], username?: string, credential?: string }} IceServer
 * @typedef {{ candidate?: string, sdpMid?: string | null, sdpMLineIndex?: number | null,
 *   usernameFragment?: string | null }} Candidate  an RTCIceCandidateInit
 * @typedef {{ id: string, seat: number, name?: string, role: string }} Self
 * @typedef {Self & { online: boolean, data?: unknown, features?: string[] }} Peer  a roster entry
 *
 * @typedef {{ type: 'join', key: string, name?: string, data?: unknown, token?: string, features?: string[],
 *   history?: number, after?: number }} Join
 * @typedef {{ type: 'offer' | 'answer', to: string, link?: string, sdp: string, data?: unknown }} DescriptionRequest
 * @typedef {{ type: 'candidate', to: string, link?: string, candidate: Candidate | null }} CandidateRequest
 * @typedef {{ type: 'message', to?: string | string[], except?: string[], data: unknown, ask?: true,
 *   keep?: true }} MessageRequest
 * @typedef {{ type: 'reply', to: string, re: number, data: unknown }} ReplyRequest
 * @typedef {{ type: 'update', name?: string, data?: unknown }} UpdateRequest
 * @typedef {{ type: 'set', name: string, value: unknown, if?: number }} SetRequest
 * @typedef {DescriptionRequest | CandidateRequest | MessageRequest | ReplyRequest | UpdateRequest
 *   | SetRequest} Request  without `leave`, which is never queued
 * @typedef {Request & { id: number }} NumberedRequest
 *
 * @typedef {'left' | 'timeout' | 'kicked' | 'closed' | 'unseen'} LeaveReason  `unseen` is not on the wire: the library
 *   reports it for a peer that is missing after a new seat was taken, so that its leaving was not received
 * @typedef {{ type: 'peer-joined' | 'peer-updated', seq: number, peer: Peer }} PeerEvent
 * @typedef {{ type: 'peer-left', seq: number, from: string, reason: LeaveReason }} PeerLeftEvent
 * @typedef {{ type: 'offer' | 'answer', seq: number, from: string, link?: string, sdp: string,
 *   data?: unknown }} DescriptionEvent  `link`: one of several peer connections; `data`: as the sender passed it
 * @typedef {{ type: 'candidate', seq: number, from: string, link?: string,
 *   candidate: Candidate | null }} CandidateEvent
 * @typedef {{ type: 'message', seq: number, from: string, data: unknown, ask?: boolean }} MessageEvent
 * @typedef {{ type: 'reply', seq: number, from: string, re: number, data: unknown, ask?: number }} ReplyEvent
 *   `re`: number of the question's event; `ask`: id of the question's request
 * @typedef {{ type: 'state', seq: number, from: string, name: string, value: unknown }} StateEvent
 * @typedef {PeerEvent | PeerLeftEvent | DescriptionEvent | CandidateEvent | MessageEvent | ReplyEvent
 *   | StateEvent} RoomEvent
 *
 * @typedef {{ messageBytes: number, messagesPerSecond: number }} MessageLimits
 * @typedef {{ seq: number, from: string, name?: string, data: unknown }} KeptMessage
 * @typedef {{ value: unknown, seq: number }} SharedValue  `seq`: number of the event that set it
 * @typedef {{ type: 'joined', room: string, self: Self, resumed: boolean, seq: number, received: number,
 *   peers?: Peer[], iceServers: IceServer[], iceServersTtl?: number, topology?: string,
 *   limits: MessageLimits, heartbeat: number, ticket?: string, errors?: ErrorNotice[], features?: string[],
 *   history?: KeptMessage[], state?: Record<string, SharedValue> }} JoinedNotice
 * @typedef {{ type: 'ack', received: number, errors?: ErrorNotice[] }} AckNotice
 * @typedef {{ type: 'error', code: string, message: string, re?: number, peers?: string[],
 *   retryAfter?: number, seq?: number }} ErrorNotice  `seq`: with `conflict`, number of the present value
 * @typedef {{ type: 'ice-servers', iceServers: IceServer[], iceServersTtl?: number }} IceServersNotice
 * @typedef {{ type: 'bye', reason: string, reconnectAfter?: number }} ByeNotice  `reconnectAfter`: in milliseconds
 * @typedef {{ type: 'pong' }} PongNotice
 * @typedef {JoinedNotice | AckNotice | ErrorNotice | IceServersNotice | ByeNotice | PongNotice} Notice
 */

/** The WebSocket subprotocol (RFC 6455, section 1.9). */
export const SUBPROTOCOL = 'signaling.v1';
