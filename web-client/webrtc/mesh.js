/** @import { SignalingClient } from '../signaling/client.js' */
/** @import { Clock } from '../signaling/clock.js' */
/** @import { JoinedNotice, Peer as RosterEntry, PeerEvent, PeerLeftEvent } from '../signaling/protocol.js' */
/** @import { Signal } from './pairing.js' */
import { systemClock } from '../signaling/clock.js';
import { Lingering } from './lingering.js';
import { Peer } from './peer.js';

/**
 * @typedef {object} MeshOptions
 * @property {SignalingClient} client
 * @property {MediaStream | null} [stream]  what is sent to everybody
 * @property {(configuration: RTCConfiguration) => RTCPeerConnection} [newConnection]
 * @property {() => MediaStream} [newStream]
 * @property {Clock} [clock]
 */

/**
 * One peer connection to everybody in the room. Events: `stream` (detail {id, stream}), `connection` (detail {id, state}),
 * `gone` (detail {id}).
 */
export class Mesh extends EventTarget {
  #client;
  #stream;
  #clock;
  #seams;
  /** @type {Map<string, Peer>} */
  #connections = new Map();
  /** @type {Map<string, string>} in which seats the two of us met, for each peer */
  #meetings = new Map();
  /** @type {Map<string, Lingering>} */
  #lingering = new Map();
  /** How often a new seat was taken: seat numbers alone may repeat on a server that has lost its state. */
  #seatsTaken = 0;
  #listening = new AbortController();

  /** @param {MeshOptions} options */
  constructor({ client, stream = null, clock = systemClock, ...seams }) {
    super();
    this.#client = client;
    this.#stream = stream;
    this.#clock = clock;
    this.#seams = { ...seams, clock };
    this.#listen();
    if (client.self) this.#meetAll();
  }

  /** @returns {ReadonlyMap<string, Peer>} */
  get connections() {
    return this.#connections;
  }

  /** @param {MediaStream | null} stream  what is sent to everybody from now on, also after a change of its tracks */
  setStream(stream) {
    this.#stream = stream;
    for (const peer of this.#connections.values()) peer.setTracks(stream);
  }

  /** Ends all connections. The seat in the room is the client's, and stays. */
  close() {
    this.#listening.abort();
    for (const id of [...this.#connections.keys()]) this.#end(id);
  }

  #listen() {
    this.#on('joined', (/** @type {JoinedNotice} */ joined) => this.#joined(joined));
    this.#on('peer-joined', (/** @type {PeerEvent} */ { peer }) => this.#meet(peer));
    this.#on('peer-left', (/** @type {PeerLeftEvent} */ event) => this.#left(event));
    this.#on('ice-servers', () => this.#refreshIceServers());
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
    this.#client.addEventListener(type, listener, { signal: this.#listening.signal });
  }

  /** @param {JoinedNotice} joined */
  #joined({ resumed }) {
    this.#refreshIceServers();
    if (!resumed) this.#meetAll();
  }

  #meetAll() {
    this.#seatsTaken += 1;
    for (const peer of this.#client.peers.values()) this.#meet(peer);
  }

  /** @param {RosterEntry} peer */
  #meet({ id, seat }) {
    const meeting = `${this.#seatsTaken}:${seat}`;
    if (this.#meetings.get(id) === meeting) return;
    this.#meetings.set(id, meeting);
    this.#stopLingering(id);
    const polite = (this.#client.self?.seat ?? 0) > seat;
    const known = this.#connections.get(id);
    if (known) known.pair(polite);
    else this.#open(id, polite);
  }

  /**
   * @param {string} id
   * @param {boolean} polite
   */
  #open(id, polite) {
    const peer = new Peer({
      id,
      polite,
      send: (signal) => this.#send(id, signal),
      iceServers: this.#client.iceServers,
      stream: this.#stream,
      ...this.#seams,
    });
    this.#connections.set(id, peer);
    for (const type of ['stream', 'connection'])
      peer.addEventListener(type, (event) =>
        this.#tell(type, { id, .../** @type {CustomEvent} */ (event).detail }),
      );
    this.#tell('connection', { id, state: 'connecting' });
  }

  /** @param {PeerLeftEvent} event */
  #left({ from, reason }) {
    this.#meetings.delete(from);
    if (reason === 'timeout' || reason === 'unseen') this.#linger(from);
    else this.#end(from);
  }

  /** @param {string} id  whose signaling is gone, but perhaps not yet the peer */
  #linger(id) {
    const peer = this.#connections.get(id);
    if (!peer) return;
    peer.part();
    this.#stopLingering(id);
    const over = () => this.#end(id);
    this.#lingering.set(id, new Lingering({ connection: () => peer.connection, clock: this.#clock, over }));
  }

  /** @param {string} id */
  #stopLingering(id) {
    this.#lingering.get(id)?.stop();
    this.#lingering.delete(id);
  }

  /** @param {string} id */
  #end(id) {
    const peer = this.#connections.get(id);
    if (!peer) return;
    this.#stopLingering(id);
    this.#connections.delete(id);
    peer.close();
    this.#tell('connection', { id, state: 'closed' });
    this.#tell('gone', { id });
  }

  #refreshIceServers() {
    for (const peer of this.#connections.values()) peer.setIceServers(this.#client.iceServers);
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
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
