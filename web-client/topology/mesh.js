/** @import { SignalingClient } from '../signaling/client.js' */
/** @import { Clock } from '../signaling/clock.js' */
/** @import { JoinedNotice, Peer, PeerEvent, PeerLeftEvent } from '../signaling/protocol.js' */
/** @import { Signal } from '../rtc/negotiation.js' */
import { systemClock } from '../signaling/clock.js';
import { PeerConnection } from '../rtc/peer-connection.js';
import { OrphanedPeers } from './orphaned-peers.js';

/**
 * @typedef {object} MeshOptions
 * @property {SignalingClient} client  joined or not: the mesh follows its roster from now on
 * @property {MediaStream | null} [stream]  sent to every peer; null (default) to receive only
 * @property {(configuration: RTCConfiguration) => RTCPeerConnection} [newConnection]  default: the browser's constructor
 * @property {() => MediaStream} [newStream]  default: the browser's constructor
 * @property {Clock} [clock]
 */

/**
 * A full mesh: one `RTCPeerConnection` to every other peer in the room. It suits groups of up to about six, because each
 * browser encodes and uploads its media once per peer.
 *
 * Connections do not depend on signaling being up: a lost or resumed seat changes nothing, and only `peer-left` ends a
 * connection. After the reasons `timeout` and `unseen` it ends when no more media arrives, because the peer itself may
 * still be there.
 *
 * Events (all are `CustomEvent`s):
 * - `stream`, detail `{ id: string, stream: MediaStream | null }`: the media that a peer sends. One stream per peer, whose
 *   tracks change; null while the peer sends nothing.
 * - `connection`, detail `{ id: string, state: RTCPeerConnectionState }`: starts with `connecting`, ends with `closed`.
 * - `gone`, detail `{ id: string }`: the peer's connection is closed and forgotten.
 */
export class Mesh extends EventTarget {
  #client;
  #stream;
  #dependencies;
  /** @type {Map<string, PeerConnection>} by peer id */
  #connections = new Map();
  /** @type {Map<string, string>} the pair of seats that a connection was negotiated for, by peer id */
  #seatPairs = new Map();
  #orphaned;
  /** Number of new seats so far. A server that lost its state starts to number seats again, so numbers alone repeat. */
  #seatsTaken = 0;
  #listeners = new AbortController();

  /** @param {MeshOptions} options */
  constructor({ client, stream = null, clock = systemClock, ...dependencies }) {
    super();
    this.#client = client;
    this.#stream = stream;
    this.#dependencies = { ...dependencies, clock };
    this.#orphaned = new OrphanedPeers(clock, (id) => this.#close(id));
    this.#listen();
    if (client.self) this.#connectAll();
  }

  /** @returns {ReadonlyMap<string, PeerConnection>} by peer id, including peers whose signaling has timed out */
  get connections() {
    return this.#connections;
  }

  /**
   * Replaces the media that is sent to every peer. Call it again after adding tracks to the stream or removing some. A
   * track of the same kind replaces the present one without a negotiation.
   *
   * @param {MediaStream | null} stream
   */
  setStream(stream) {
    this.#stream = stream;
    for (const connection of this.#connections.values()) connection.setTracks(stream);
  }

  /** Closes all connections. The seat in the room belongs to the client, and is kept. */
  close() {
    this.#listeners.abort();
    for (const id of [...this.#connections.keys()]) this.#close(id);
  }

  #listen() {
    this.#on('joined', (/** @type {JoinedNotice} */ joined) => this.#joined(joined));
    this.#on('peer-joined', (/** @type {PeerEvent} */ { peer }) => this.#connect(peer));
    this.#on('peer-left', (/** @type {PeerLeftEvent} */ event) => this.#peerLeft(event));
    this.#on('ice-servers', () => this.#updateIceServers());
    for (const type of ['offer', 'answer', 'candidate'])
      this.#on(type, (/** @type {Signal & { from: string }} */ signal) =>
        this.#connections.get(signal.from)?.receive(signal),
      );
  }

  /**
   * @param {string} type
   * @param {(detail: any) => void} handle
   */
  #on(type, handle) {
    const listener = (/** @type {Event} */ event) => handle(/** @type {CustomEvent} */ (event).detail);
    this.#client.addEventListener(type, listener, { signal: this.#listeners.signal });
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
    this.#orphaned.delete(id);
    const polite = (this.#client.self?.seat ?? 0) > seat;
    const connection = this.#connections.get(id);
    // A peer that comes back under a new seat may still have its side of the connection: media goes on meanwhile.
    if (connection) connection.startNegotiation(polite);
    else this.#open(id, polite);
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
      iceServers: this.#client.iceServers,
      stream: this.#stream,
      ...this.#dependencies,
    });
    this.#connections.set(id, connection);
    for (const type of ['stream', 'connection'])
      connection.addEventListener(type, (event) =>
        this.#dispatch(type, { id, .../** @type {CustomEvent} */ (event).detail }),
      );
    this.#dispatch('connection', { id, state: 'connecting' });
  }

  /** @param {PeerLeftEvent} event */
  #peerLeft({ from, reason }) {
    this.#seatPairs.delete(from);
    const connection = this.#connections.get(from);
    if (!connection) return;
    if (reason !== 'timeout' && reason !== 'unseen') return this.#close(from);
    connection.stopNegotiation();
    this.#orphaned.add(from, () => connection.connection);
  }

  /** @param {string} id */
  #close(id) {
    const connection = this.#connections.get(id);
    if (!connection) return;
    this.#orphaned.delete(id);
    this.#connections.delete(id);
    connection.close();
    this.#dispatch('connection', { id, state: 'closed' });
    this.#dispatch('gone', { id });
  }

  #updateIceServers() {
    for (const connection of this.#connections.values()) connection.setIceServers(this.#client.iceServers);
  }

  /**
   * @param {string} to
   * @param {Signal} signal
   */
  #send(to, signal) {
    const client = this.#client;
    if (client.state === 'closed') return;
    if (signal.type === 'offer') client.offer(to, signal.sdp);
    if (signal.type === 'answer') client.answer(to, signal.sdp);
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
