/** @import { Clock } from './clock.js' */
/** @import { WebSocketLike } from './connection.js' */
/** @import { EventSourceLike } from './event-stream.js' */
/** @import { Fetch } from './http-client.js' */
/** @import { Listen } from './http-channel.js' */
/** @import { Transport } from './transport-picker.js' */
import { SignalingError } from './error.js';
import { EventStream } from './event-stream.js';
import { HttpChannel } from './http-channel.js';
import { TRANSPORTS } from './transport-picker.js';
import { LongPolling } from './long-polling.js';
import { SUBPROTOCOL } from './protocol.js';

/**
 * @typedef {(url: string, transport: Transport) => WebSocketLike} Connect
 * @typedef {() => WebSocketLike} Way
 * @typedef {Partial<Record<Transport, (url: string) => WebSocketLike>>} Openers
 *
 * @typedef {object} NetworkSeams  the browser's, unless told otherwise
 * @property {(new (url: string, protocol: string) => WebSocketLike)} [WebSocket]
 * @property {EventSourceLike} [EventSource]
 * @property {Fetch} [fetch]
 * @property {Connect} [connect]  instead of all three
 */

/**
 * The ways to a room, from the best to the last resort: those of the wanted ones that there are here.
 *
 * @param {URL} url
 * @param {NetworkSeams & { transports?: Transport[], clock: Clock }} options
 * @returns {Map<Transport, Way>}
 */
export function waysTo(url, { transports = TRANSPORTS, clock, connect, ...seams }) {
  const openers = connect ? allBy(connect) : openersFor({ ...theBrowsers(), ...seams, clock });
  /** @type {Map<Transport, Way>} */
  const ways = new Map();
  for (const transport of TRANSPORTS) {
    const open = transports.includes(transport) && openers[transport];
    if (open) ways.set(transport, () => open(addressFor(url, transport)));
  }
  if (ways.size > 0) return ways;
  throw new SignalingError(
    'no-transport',
    `Choose at least one transport of ${Object.keys(openers).join(', ')}.`,
  );
}

/**
 * @param {Connect} connect
 * @returns {Openers}
 */
function allBy(connect) {
  const entries = TRANSPORTS.map((each) => [each, (/** @type {string} */ url) => connect(url, each)]);
  return Object.fromEntries(entries);
}

/**
 * @param {Omit<NetworkSeams, 'connect'> & { clock: Clock }} seams
 * @returns {Openers}
 */
function openersFor({ WebSocket, EventSource, fetch, clock }) {
  /** @type {Openers} */
  const openers = {};
  if (WebSocket) openers.websocket = (url) => new WebSocket(url, SUBPROTOCOL);
  if (!fetch) return openers;
  const channel = (/** @type {string} */ url, /** @type {Listen} */ listen) =>
    new HttpChannel(url, { fetch, clock }, listen);
  if (EventSource)
    openers.events = (url) =>
      channel(url, (place, ears) => new EventStream(place, ears, { EventSource, clock }));
  openers.polling = (url) => channel(url, (place, ears, http) => new LongPolling(place, ears, { http }));
  return openers;
}

function theBrowsers() {
  const { WebSocket, EventSource, fetch } = globalThis;
  return { WebSocket, EventSource, fetch: fetch?.bind(globalThis) };
}

/**
 * The address of a room as a transport needs it.
 *
 * @param {URL} url  in either spelling
 * @param {Transport} transport
 */
function addressFor(url, transport) {
  const address = new URL(url);
  address.protocol =
    transport === 'websocket' ? url.protocol.replace(/^http/, 'ws') : url.protocol.replace(/^ws/, 'http');
  return address.href;
}
