/** @import { SignalingClient } from '../signaling/client.js' */
/** @import { Clock } from '../signaling/clock.js' */
/** @import { JoinedNotice, Peer, PeerLeftEvent } from '../signaling/protocol.js' */
/** @import { Signal } from '../rtc/negotiation.js' */
/** @import { PeerConnectionEvents } from '../rtc/peer-connection.js' */
/** @import { LocalSource } from '../rtc/sent-sources.js' */
/** @import { TypedEventTarget } from '../signaling/events.js' */
import { systemClock } from '../signaling/clock.js';
import { onDetail } from '../signaling/events.js';
import { PeerConnection } from '../rtc/peer-connection.js';
import { isMuted } from '../rtc/sent-sources.js';
import { isSourceName } from '../rtc/source-names.js';
import { SignalingError } from '../signaling/error.js';

/** The feature of peers that understand `MediaControl` messages (docs/protocol.md). */
export const MEDIA = 'media';
/** The member of a message's data that has the `MediaControl`. */
const CONTROL = 'parley.media';

/** The events of a peer connection, which the mesh dispatches with the id of the peer. */
export const CONNECTION_EVENTS = [
  'source-added',
  'source-changed',
  'source-removed',
  'connection',
  'failure',
];

/** Interval between adaptations of what is sent to the network and the processor, in milliseconds. */
const ENCODING_INTERVAL = 2000;

/**
 * @typedef {object} MediaControl  a message to one peer
 * @property {Record<string, boolean>} [muted]  sources of the sender
 * @property {Record<string, number>} [height]  at which the sender shows sources of the receiver, in device pixels
 *
 * @typedef {LocalSource & { to?: string[], except?: string[] }} Publication  `to`: ids of the peers that receive it, default:
 *   all; `except`: ids of peers that do not
 *
 * @typedef {object} MeshOptions
 * @property {SignalingClient} client  joined or not: the mesh follows its roster from now on
 * @property {(configuration: RTCConfiguration) => RTCPeerConnection} [newConnection]  default: the browser's constructor
 * @property {() => MediaStream} [newStream]  default: the browser's constructor
 * @property {Clock} [clock]
 * @property {() => number} [random]  0 (inclusive) to 1 (exclusive)
 * @property {Environment} [environment]  source of events after which connections are checked at once: `online`, `pageshow`,
 *   `visibilitychange`, and `change` of its `navigator.connection`. Default: the global object of the page
 *
 * @typedef {{ [Type in Exclude<keyof PeerConnectionEvents, 'lost'>]: PeerConnectionEvents[Type] & { id: string } } & { gone: { id: string } }}
 *   MeshEvents  the details of the events: those of each peer connection, with the id of the peer; `gone`: the peer's connection
 *   is closed and forgotten
 *
 * @typedef {Partial<Pick<EventTarget, 'addEventListener'>> & { navigator?: any }} Environment
 */

/**
 * A full mesh: one `RTCPeerConnection` to every other peer in the room. It suits groups of up to about six, because each
 * browser encodes and uploads its media once per peer.
 *
 * Connections do not depend on signaling being up: a lost or resumed seat changes nothing, and only `peer-left` ends a
 * connection. After the reasons `timeout` and `unseen` it ends when no more media arrives, because the peer itself may
 * still be there.
 *
 * The state of a connection starts with `connecting` and ends with `closed`.
 */
export class Mesh extends /** @type {new () => TypedEventTarget<MeshEvents>} */ (EventTarget) {
  #client;
  /** @type {Map<string, Publication>} by name */
  #publications = new Map();
  #dependencies;
  /** @type {Map<string, Record<string, number>>} displayed heights of the peer's sources, by peer id */
  #heights = new Map();
  /** @type {Map<string, Set<string>>} declined sources, by peer id */
  #declined = new Map();
  /** @type {Map<string, PeerConnection>} by peer id */
  #connections = new Map();
  /** @type {Map<string, string>} the pair of seats that a connection was negotiated for, by peer id */
  #seatPairs = new Map();
  /** Number of new seats so far. A server that lost its state starts to number seats again, so numbers alone repeat. */
  #seatsTaken = 0;
  #listeners = new AbortController();
  #environment;
  /** Ends the listeners of the page, which would keep the mesh of a client that has left. @type {AbortController | undefined} */
  #checking;
  /** @type {unknown} */
  #encodingTimer;

  /** @param {MeshOptions} options */
  constructor({ client, clock = systemClock, environment = globalThis, ...dependencies }) {
    super();
    this.#client = client;
    this.#dependencies = { ...dependencies, clock };
    this.#listen();
    this.#environment = environment;
    if (client.self) {
      this.#checkAfterEvents();
      this.#connectAll();
    }
  }

  /** @returns {ReadonlyMap<string, PeerConnection>} by peer id, including peers whose signaling has timed out */
  get connections() {
    return this.#connections;
  }

  /** The sources of this peer, by name. @returns {ReadonlyMap<string, Publication>} */
  get publications() {
    return this.#publications;
  }

  /**
   * Publishes a source, or changes a published one. Another track of the same kind needs no negotiation.
   *
   * @param {string} name  `microphone`, `camera`, `screen`, `screen-audio`, or a name of the application: 1 to 32 characters
   *   of A-Z a-z 0-9 . _ -
   * @param {Publication} publication
   * @throws {SignalingError} `bad-option` for another name
   */
  publish(name, publication) {
    if (!isSourceName(name)) throw new SignalingError('bad-option', 'source name');
    const before = this.#publications.get(name);
    this.#publications.set(name, publication);
    this.#updateSources();
    const muted = isMuted(publication);
    if (before && muted === isMuted(before)) return;
    for (const id of this.#connections.keys()) {
      if (isFor(id, publication)) this.#sendControl(id, { muted: { [name]: muted } });
    }
  }

  /** @param {string} name */
  unpublish(name) {
    if (this.#publications.delete(name)) this.#updateSources();
  }

  /**
   * Stops or resumes receiving a source of a peer. It may be one that the peer publishes later.
   *
   * @param {string} id  of the peer
   * @param {string} name  of the source
   * @param {boolean} [declined]
   */
  decline(id, name, declined = true) {
    const names = this.#declined.get(id) ?? new Set();
    if (declined) names.add(name);
    else names.delete(name);
    this.#declined.set(id, names);
    this.#connections.get(id)?.setDeclined(name, declined);
  }

  /**
   * Reports at which height a peer's video is shown, so that the peer sends no more pixels than that.
   *
   * @param {string} id  of the peer
   * @param {string} name  of the source
   * @param {number} height  in device pixels; 0 while it is hidden
   */
  setDisplayedHeight(id, name, height) {
    const rounded = Math.round(height);
    const heights = this.#heights.get(id) ?? {};
    if (heights[name] === rounded || !(rounded >= 0)) return;
    heights[name] = rounded;
    this.#heights.set(id, heights);
    this.#sendControl(id, { height: { [name]: rounded } });
  }

  /** Closes all connections for good. The seat in the room belongs to the client, and is kept. */
  close() {
    this.#listeners.abort();
    this.#checking?.abort();
    this.#closeAll();
  }

  #closeAll() {
    for (const id of [...this.#connections.keys()]) this.#close(id);
  }

  #listen() {
    const on = (/** @type {string} */ type, /** @type {(detail: any) => void} */ handle) =>
      onDetail(this.#client, type, handle, this.#listeners.signal);
    on('state', ({ state }) => this.#stateChanged(state));
    on('joined', (joined) => this.#joined(joined));
    on('peer-joined', ({ peer }) => this.#connect(peer));
    on('peer-left', (event) => this.#peerLeft(event));
    on('ice-servers', () => this.#updateIceServers());
    for (const type of ['offer', 'answer', 'candidate'])
      on(type, (signal) => this.#connections.get(signal.from)?.receive(signal));
    on('message', ({ from, data }) => this.#controlled(from, mediaControl(data)));
  }

  /** @param {string} state */
  #stateChanged(state) {
    if (state !== 'closed') return this.#checkAfterEvents();
    this.#checking?.abort();
    this.#checking = undefined;
    this.#closeAll();
  }

  /** Timers may have slept, or the network has changed. */
  #checkAfterEvents() {
    if (this.#checking) return;
    this.#checking = new AbortController();
    const environment = this.#environment;
    const check = (/** @type {any} */ { type, target }) => {
      if (type === 'visibilitychange' && target?.visibilityState !== 'visible') return;
      for (const connection of this.#connections.values()) connection.check();
    };
    const { signal } = this.#checking;
    // The client gives up its seat now. Browsers cache no page with an open connection.
    environment.addEventListener?.('pagehide', () => this.#closeAll(), { signal });
    for (const type of ['online', 'pageshow', 'visibilitychange'])
      environment.addEventListener?.(type, check, { signal });
    // Not in Firefox and Safari.
    environment.navigator?.connection?.addEventListener?.('change', check, { signal });
  }

  /** @param {JoinedNotice} joined */
  #joined({ resumed }) {
    this.#updateIceServers();
    if (!resumed) this.#connectAll();
  }

  #connectAll() {
    this.#seatsTaken += 1;
    for (const peer of this.#client.peers.values()) this.#connect(peer);
  }

  /** Negotiates with a peer, once for each pair of seats. @param {Peer} peer */
  #connect({ id, seat }) {
    const seatPair = `${this.#seatsTaken}:${seat}`;
    if (this.#seatPairs.get(id) === seatPair) return;
    this.#seatPairs.set(id, seatPair);
    const polite = (this.#client.self?.seat ?? 0) > seat;
    const connection = this.#connections.get(id);
    // A peer that comes back under a new seat may still have its side of the connection: media goes on meanwhile.
    if (connection) connection.startNegotiation(polite);
    else this.#open(id, polite);
    // They begin without a value for each pair of seats.
    this.#sendHeights(id);
  }

  /**
   * @param {string} id
   * @param {boolean} polite
   */
  #open(id, polite) {
    const connection = new PeerConnection({
      id,
      polite,
      send: (signal) => this.#send(id, signal),
      canSignal: () => this.#client.state === 'open' && this.#client.peers.get(id)?.online !== false,
      iceServers: this.#client.iceServers,
      sources: this.#sourcesFor(id),
      ...this.#dependencies,
    });
    this.#connections.set(id, connection);
    for (const name of this.#declined.get(id) ?? []) connection.setDeclined(name, true);
    for (const type of CONNECTION_EVENTS)
      onDetail(connection, type, (detail) => this.#dispatch(type, { id, ...detail }));
    onDetail(connection, 'connection', () => this.#connectionChanged(id, connection));
    onDetail(connection, 'lost', () => this.#close(id));
    this.#dispatch('connection', { id, state: 'connecting' });
  }

  #updateEncodings() {
    const { clock } = this.#dependencies;
    clock.clearTimeout(this.#encodingTimer);
    if (this.#connections.size === 0) return;
    this.#encodingTimer = clock.setTimeout(() => this.#updateEncodings(), ENCODING_INTERVAL);
    for (const connection of this.#connections.values()) connection.updateEncodings(this.#peersOf);
  }

  /** Number of peers to which a source is sent. @param {string} name */
  #peersOf = (name) => {
    const publication = this.#publications.get(name);
    return publication ? [...this.#connections.keys()].filter((id) => isFor(id, publication)).length : 0;
  };

  #updateSources() {
    for (const [id, connection] of this.#connections) connection.setSources(this.#sourcesFor(id));
  }

  /** @param {string} id */
  #sourcesFor(id) {
    return new Map([...this.#publications].filter(([, publication]) => isFor(id, publication)));
  }

  /** @param {PeerLeftEvent} event */
  #peerLeft({ from, reason }) {
    this.#seatPairs.delete(from);
    const connection = this.#connections.get(from);
    if (!connection) return;
    if (reason !== 'timeout' && reason !== 'unseen') return this.#close(from);
    connection.stopNegotiation();
  }

  /** @param {string} id */
  #close(id) {
    const connection = this.#connections.get(id);
    if (!connection) return;
    this.#connections.delete(id);
    this.#heights.delete(id);
    this.#declined.delete(id);
    this.#seatPairs.delete(id);
    connection.close();
    this.#dispatch('connection', { id, state: 'closed' });
    this.#dispatch('gone', { id });
  }

  #updateIceServers() {
    for (const connection of this.#connections.values()) connection.setIceServers(this.#client.iceServers);
  }

  /** @param {string} id @param {PeerConnection} connection */
  #connectionChanged(id, { connection }) {
    if (connection.connectionState !== 'connected') return;
    this.#updateEncodings();
    // The other side may be a reloaded page.
    this.#sendHeights(id);
  }

  /** @param {string} id */
  #sendHeights(id) {
    const height = this.#heights.get(id);
    if (height) this.#sendControl(id, { height });
  }

  /** @param {string} to @param {MediaControl} control */
  #sendControl(to, control) {
    const { state, peers } = this.#client;
    const isUnderstood = peers.get(to)?.features?.includes(MEDIA);
    if (isUnderstood && state !== 'closed') this.#client.message({ [CONTROL]: control }, { to });
  }

  /** @param {string} from @param {MediaControl | undefined} control */
  #controlled(from, control) {
    const connection = this.#connections.get(from);
    if (control?.muted) connection?.setMuted(control.muted);
    for (const [name, height] of Object.entries(control?.height ?? {}))
      connection?.setDisplayedHeight(name, height);
    if (control?.height) connection?.updateEncodings(this.#peersOf);
  }

  /**
   * @param {string} to
   * @param {Signal} signal
   */
  #send(to, signal) {
    const client = this.#client;
    if (client.state === 'closed') return;
    if (signal.type === 'offer') client.offer(to, signal.sdp, signal.data);
    if (signal.type === 'answer') client.answer(to, signal.sdp, signal.data);
    if (signal.type === 'candidate') client.candidate(to, signal.candidate);
  }

  /**
   * @param {string} type
   * @param {object} detail
   */
  #dispatch(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** @param {string} id @param {Publication} publication */
function isFor(id, { to, except }) {
  return (!to || to.includes(id)) && !except?.includes(id);
}

/** Whether the data of a message is for the mesh, and not for the application. @param {unknown} data */
export function mediaControl(data) {
  return /** @type {Record<string, MediaControl> | null} */ (data)?.[CONTROL];
}
