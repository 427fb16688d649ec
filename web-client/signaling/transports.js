/** @import { Clock } from './clock.js' */
/** @import { SocketLike } from './connection.js' */
/** @import { EventSourceConstructor } from './event-stream.js' */
/** @import { Fetch } from './http-client.js' */
/** @import { Listen } from './http-channel.js' */
/** @import { Transport } from './transport-picker.js' */
import { SignalingError } from './error.js';
import { EventStream } from './event-stream.js';
import { HttpChannel } from './http-channel.js';
import { LongPolling } from './long-polling.js';
import { SUBPROTOCOL } from './protocol.js';
import { TRANSPORTS } from './transport-picker.js';

/**
 * @typedef {(url: string, transport: Transport) => SocketLike} Connect
 * @typedef {() => SocketLike} Opener  opens a new connection
 * @typedef {Partial<Record<Transport, (url: string) => SocketLike>>} Constructors
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
 * @param {URL} url  of the room
 * @param {NetworkOptions & { transports?: Transport[], clock: Clock }} options
 * @returns {Map<Transport, Opener>}
 * @throws {SignalingError} `no-transport`
 */
export function transportOpeners(url, { transports = TRANSPORTS, clock, connect, ...network }) {
  const constructors = connect
    ? constructorsFrom(connect)
    : constructorsFor({ ...browserNetwork(), ...network, clock });
  /** @type {Map<Transport, Opener>} */
  const openers = new Map();
  for (const transport of TRANSPORTS) {
    const open = transports.includes(transport) && constructors[transport];
    if (open) openers.set(transport, () => open(urlFor(transport, url)));
  }
  if (openers.size > 0) return openers;
  throw new SignalingError(
    'no-transport',
    `List at least one of these in "transports": ${Object.keys(constructors).join(', ')}.`,
  );
}

/**
 * @param {Connect} connect
 * @returns {Constructors}
 */
function constructorsFrom(connect) {
  const entries = TRANSPORTS.map((each) => [each, (/** @type {string} */ url) => connect(url, each)]);
  return Object.fromEntries(entries);
}

/**
 * @param {Omit<NetworkOptions, 'connect'> & { clock: Clock }} network
 * @returns {Constructors}
 */
function constructorsFor({ WebSocket, EventSource, fetch, clock }) {
  /** @type {Constructors} */
  const constructors = {};
  if (WebSocket) constructors.websocket = (url) => new WebSocket(url, SUBPROTOCOL);
  if (!fetch) return constructors;
  const channel = (/** @type {string} */ url, /** @type {Listen} */ listen) =>
    new HttpChannel(url, { fetch, clock }, listen);
  if (EventSource)
    constructors.events = (url) =>
      channel(url, (seat, callbacks) => new EventStream(seat, callbacks, { EventSource, clock }));
  constructors.polling = (url) =>
    channel(url, (seat, callbacks, http) => new LongPolling(seat, callbacks, http));
  return constructors;
}

function browserNetwork() {
  const { WebSocket, EventSource, fetch } = globalThis;
  // Unbound, fetch throws "Illegal invocation".
  return { WebSocket, EventSource, fetch: fetch?.bind(globalThis) };
}

/**
 * @param {Transport} transport
 * @param {URL} url  with any of the schemes ws, wss, http and https
 */
function urlFor(transport, url) {
  const result = new URL(url);
  result.protocol =
    transport === 'websocket' ? url.protocol.replace(/^http/, 'ws') : url.protocol.replace(/^ws/, 'http');
  return result.href;
}
