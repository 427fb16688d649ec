/** @import { SignalingClient } from '../signaling/client.js' */
/** @import { Clock } from '../signaling/clock.js' */
/** @import { EnvironmentEvent } from '../signaling/reconnector.js' */
/** @import { JoinedNotice, LeaveReason, Peer, PeerLeftEvent } from '../signaling/protocol.js' */
/** @import { Signal } from '../rtc/negotiation.js' */
/** @import { PeerConnectionEvents } from '../rtc/peer-connection.js' */
/** @import { LocalSource } from '../rtc/sent-sources.js' */
/** @import { TypedEventTarget } from '../signaling/events.js' */
import { systemClock } from '../signaling/clock.js';
import { dispatch, onDetail } from '../signaling/events.js';
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
 * @typedef {object} Recipients  of a source
 * @property {string[]} [to]  ids of the peers that receive it; default: all
 * @property {string[]} [except]  ids of peers that do not
 *
 * @typedef {object} MeshOptions
 * @property {SignalingClient} client  joined or not: the mesh follows its roster from now on
 * @property {(configuration: RTCConfiguration) => RTCPeerConnection} [newConnection]  default: the browser's constructor
 * @property {() => MediaStream} [newStream]  default: the browser's constructor
 * @property {Clock} [clock]
 * @property {() => number} [random]  0 (inclusive) to 1 (exclusive)
 *
 * @typedef {{ [Type in Exclude<keyof PeerConnectionEvents, 'lost'>]: PeerConnectionEvents[Type] & { id: string } } & { gone: { id: string, reason: LeaveReason } }}
 *   MeshEvents  the details of the events: those of each peer connection, with the id of the peer; `gone`: the peer's connection
 *   is closed and forgotten. After the reasons `timeout` and `unseen`, that is when no more media arrives
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
  /** @type {Map<string, LocalSource>} by name */
  #publications = new Map();
  /** @type {Map<string, Recipients>} of sources that are not for all, by name */
  #recipients = new Map();
  #dependencies;
  /** @type {Map<string, Record<string, number>>} displayed heights of the peer's sources, by peer id */
  #heights = new Map();
  /** @type {Map<string, PeerConnection>} by peer id */
  #connections = new Map();
  /** @type {Map<string, string>} the pair of seats that a connection was negotiated for, by peer id */
  #seatPairs = new Map();
  /** Number of new seats so far. A server that lost its state starts to number seats again, so numbers alone repeat. */
  #seatsTaken = 0;
  #listeners = new AbortController();
  /** @type {unknown} */
  #encodingTimer;

  /** @param {MeshOptions} options */
  constructor({ client, clock = systemClock, ...dependencies }) {
    super();
    this.#client = client;
    this.#dependencies = { ...dependencies, clock };
    this.#listen();
    if (client.self) this.#connectAll();
  }

  /** @returns {ReadonlyMap<string, PeerConnection>} by peer id, including peers whose signaling has timed out */
  get connections() {
    return this.#connections;
  }

  /** The sources of this peer, by name. @returns {ReadonlyMap<string, LocalSource>} */
  get publications() {
    return this.#publications;
  }

  /**
   * Publishes a source, or changes a published one. Another track of the same kind needs no negotiation.
   *
   * @param {string} name  `microphone`, `camera`, `screen`, `screen-audio`, or a name of the application: 1 to 32 characters
   *   of A-Z a-z 0-9 . _ -
   * @param {LocalSource & Recipients} publication  without recipients, they stay as they are
   * @throws {SignalingError} `bad-option` for another name
   */
  publish(name, { kind, track, muted, to, except }) {
    if (!isSourceName(name) || !kind) throw new SignalingError('bad-option', 'source');
    const before = this.#publications.get(name);
    const source = { kind, track, muted };
    this.#publications.set(name, source);
    if (to || except) this.#recipients.set(name, { to, except });
    this.#updateSources();
    if (before && isMuted(source) === isMuted(before)) return;
    for (const id of this.#recipientsOf(name)) this.#sendControl(id, { muted: { [name]: isMuted(source) } });
  }

  /** The recipients of a source. @param {string} name @returns {Recipients} */
  recipientsOf(name) {
    return this.#recipients.get(name) ?? {};
  }

  /**
   * Sends a source to some peers only, also when it is published later.
   *
   * @param {string} name
   * @param {Recipients} recipients  `{}` for all
   */
  setRecipients(name, recipients) {
    this.#recipients.set(name, recipients);
    this.#updateSources();
  }

  /** @param {string} name */
  unpublish(name) {
    if (this.#publications.delete(name)) this.#updateSources();
  }

  /**
   * Stops or resumes receiving a source of a peer. It may be one that the peer publishes later.
   *
   * @param {string} id  of a peer with a connection
   * @param {string} name  of the source
   * @param {boolean} [declined]
   */
  decline(id, name, declined = true) {
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
    this.#closeAll();
  }

  #closeAll() {
    for (const id of [...this.#connections.keys()]) this.#close(id);
  }

  #listen() {
    const client = this.#client;
    const on = (/** @type {string} */ type, /** @type {(detail: any) => void} */ handle) =>
      onDetail(client, type, handle, this.#listeners.signal);
    on('state', ({ state }) => state === 'closed' && this.#closeAll());
    on('environment', ({ type }) => this.#environmentChanged(type));
    on('joined', (joined) => this.#joined(joined));
    on('peer-joined', ({ peer }) => this.#connect(peer));
    on('peer-left', (event) => this.#peerLeft(event));
    on('ice-servers', () => this.#updateIceServers());
    // A connection that the browser has refused is opened with one of the next offers, which the peer repeats.
    on('offer', ({ from }) => {
      const peer = client.peers.get(from);
      if (peer) this.#connect(peer);
    });
    for (const type of ['offer', 'answer', 'candidate'])
      on(type, (signal) => this.#connections.get(signal.from)?.receive(signal));
    on('message', ({ from, data }) => this.#controlled(from, mediaControl(data)));
  }

  /** @param {EnvironmentEvent} type */
  #environmentChanged(type) {
    // The client gives up its seat now. Browsers cache no page with an open connection.
    if (type === 'pagehide') this.#closeAll();
    if (type === 'visibilitychange' && globalThis.document?.hidden) return;
    // Timers may have slept, and the network may be another one.
    for (const connection of this.#connections.values()) connection.check();
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
    if (this.#client.state === 'closed' || this.#seatPairs.get(id) === seatPair) return;
    this.#seatPairs.set(id, seatPair);
    const polite = (this.#client.self?.seat ?? 0) > seat;
    const connection = this.#connections.get(id);
    // A peer that comes back under a new seat may still have its side of the connection: media goes on meanwhile.
    if (connection) connection.startNegotiation(polite);
    else this.#tryToOpen(id, polite);
    // They begin without a value for each pair of seats.
    this.#sendHeights(id);
  }

  /**
   * Browsers limit the number of connections: Chromium refuses the 501st.
   *
   * @param {string} id
   * @param {boolean} polite
   */
  #tryToOpen(id, polite) {
    try {
      this.#open(id, polite);
    } catch (error) {
      this.#seatPairs.delete(id);
      dispatch(this, 'failure', { id, error, operation: 'connect' });
    }
  }

  /**
   * @param {string} id
   * @param {boolean} polite
   */
  #open(id, polite) {
    // Some browsers, and servers, have no WebRTC: signaling works without it.
    if (!this.#dependencies.newConnection && !('RTCPeerConnection' in globalThis)) return;
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
    for (const type of CONNECTION_EVENTS)
      onDetail(connection, type, (detail) => dispatch(this, type, { id, ...detail }));
    onDetail(connection, 'connection', () => this.#connectionChanged(id, connection));
    onDetail(connection, 'lost', () => this.#close(id, 'timeout'));
    dispatch(this, 'connection', { id, state: 'connecting' });
  }

  #updateEncodings() {
    const { clock } = this.#dependencies;
    clock.clearTimeout(this.#encodingTimer);
    if (this.#connections.size === 0) return;
    this.#encodingTimer = clock.setTimeout(() => this.#updateEncodings(), ENCODING_INTERVAL);
    for (const connection of this.#connections.values()) connection.updateEncodings(this.#countRecipients);
  }

  /** @param {string} name */
  #countRecipients = (name) => this.#recipientsOf(name).length;

  #updateSources() {
    for (const [id, connection] of this.#connections) connection.setSources(this.#sourcesFor(id));
  }

  /** @param {string} id */
  #sourcesFor(id) {
    return new Map([...this.#publications].filter(([name]) => this.#isFor(id, name)));
  }

  /** The peers to which a source is sent. @param {string} name */
  #recipientsOf(name) {
    return [...this.#connections.keys()].filter((id) => this.#isFor(id, name));
  }

  /** @param {string} id @param {string} name */
  #isFor(id, name) {
    const { to, except } = this.recipientsOf(name);
    return (!to || to.includes(id)) && !except?.includes(id);
  }

  /** @param {PeerLeftEvent} event */
  #peerLeft({ from, reason }) {
    this.#seatPairs.delete(from);
    const connection = this.#connections.get(from);
    if (!connection) return;
    if (reason !== 'timeout' && reason !== 'unseen') return this.#close(from, reason);
    connection.stopNegotiation();
  }

  /** @param {string} id @param {LeaveReason} [reason] */
  #close(id, reason = 'closed') {
    const connection = this.#connections.get(id);
    if (!connection) return;
    this.#connections.delete(id);
    this.#heights.delete(id);
    this.#seatPairs.delete(id);
    connection.close();
    dispatch(this, 'connection', { id, state: 'closed' });
    dispatch(this, 'gone', { id, reason });
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
    if (!isUnderstood || state === 'closed') return;
    try {
      this.#client.message({ [CONTROL]: control }, { to });
    } catch {
      // The queue is full: the next description has the muted sources, and the next connection sends the heights.
    }
  }

  /** @param {string} from @param {MediaControl | undefined} control */
  #controlled(from, control) {
    const connection = this.#connections.get(from);
    if (control?.muted) connection?.setMuted(control.muted);
    for (const [name, height] of Object.entries(control?.height ?? {}))
      connection?.setDisplayedHeight(name, height);
    if (control?.height) connection?.updateEncodings(this.#countRecipients);
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
}

/** Whether the data of a message is for the mesh, and not for the application. @param {unknown} data */
export function mediaControl(data) {
  return /** @type {Record<string, MediaControl> | null} */ (data)?.[CONTROL];
}
