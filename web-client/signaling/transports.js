/** @import { Clock } from './clock.js' */
/** @import { SocketLike } from './connection.js' */
/** @import { EventSourceConstructor } from './event-stream.js' */
/** @import { Fetch } from './http-client.js' */
/** @import { Listen } from './http-channel.js' */
/** @import { Transport } from './transport-picker.js' */
import { SignalingError } from './error.js';
import { openEventStream } from './event-stream.js';
import { HttpChannel } from './http-channel.js';
import { HttpClient } from './http-client.js';
import { startPolling } from './long-polling.js';
import { SUBPROTOCOL } from './protocol.js';
import { TRANSPORTS } from './transport-picker.js';

/**
 * @typedef {(url: string, transport: Transport) => SocketLike} Connect
 * @typedef {() => SocketLike} Opener  opens a new connection
 *
 * @typedef {object} NetworkOptions  replacements for the network interfaces of the browser, for tests and other runtimes
 * @property {(new (url: string, protocol: string) => SocketLike)} [WebSocket]
 * @property {EventSourceConstructor} [EventSource]
 * @property {Fetch} [fetch]
 * @property {Connect} [connect]  opens connections of every transport, instead of the three above
 */

/**
 * The wanted transports that this environment supports, the best first.
 *
 * @param {string} room  as `roomUrl`
 * @param {NetworkOptions & { transports?: Transport[], clock: Clock }} options
 * @returns {Map<Transport, Opener>}
 * @throws {SignalingError} `no-transport`
 */
export function transportOpeners(
  room,
  { transports = TRANSPORTS, clock, connect, WebSocket, EventSource, fetch },
) {
  const webSocketUrl = room.replace(/^http/, 'ws');
  /** @param {Listen} listen */
  const channel = (listen) =>
    fetch && (() => new HttpChannel(new HttpClient({ room, fetch, clock }), listen));
  /** @type {Record<Transport, Opener | undefined>} */
  const openers = {
    websocket: WebSocket && (() => new WebSocket(webSocketUrl, SUBPROTOCOL)),
    events: EventSource && channel((...args) => openEventStream(...args, { EventSource, clock })),
    polling: channel(startPolling),
  };
  const wanted = TRANSPORTS.filter((each) => transports.includes(each) && (connect || openers[each]));
  if (wanted.length === 0) throw new SignalingError('no-transport');
  const open = (/** @type {Transport} */ each) =>
    connect ? () => connect(each === 'websocket' ? webSocketUrl : room, each) : openers[each];
  return new Map(wanted.map((each) => [each, /** @type {Opener} */ (open(each))]));
}

/** The network interfaces of the browser, as far as it has them. @returns {NetworkOptions} */
export function browserNetwork() {
  const { WebSocket, EventSource, fetch } = globalThis;
  // Unbound, fetch throws "Illegal invocation".
  return { WebSocket, EventSource, fetch: fetch?.bind(globalThis) };
}

/** The URL of a room, with the scheme http or https. @param {string | URL} room  also with ws and wss */
export function roomUrl(room) {
  const url = new URL(room);
  url.pathname = url.pathname.replace(/\/+$/, '');
  url.hash = '';
  return url.href.replace(/^ws/, 'http');
}
