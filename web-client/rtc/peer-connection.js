/** @import { Clock } from '../signaling/clock.js' */
/** @import { IceServer } from '../signaling/protocol.js' */
/** @import { Signal } from './negotiation.js' */
import { systemClock } from '../signaling/clock.js';
import { MediaLink } from './media-link.js';
import { Negotiation } from './negotiation.js';

/**
 * @typedef {object} PeerConnectionOptions
 * @property {string} id
 * @property {boolean} polite  this side has the higher seat
 * @property {(signal: Signal) => void} send
 * @property {IceServer[]} [iceServers]
 * @property {MediaStream | null} [stream]  what is sent to the peer
 * @property {(configuration: RTCConfiguration) => RTCPeerConnection} [newConnection]
 * @property {() => MediaStream} [newStream]
 * @property {Clock} [clock]
 */

/**
 * One of the others, with the media to and from it. Events: `stream` (detail {stream}: what the peer sends, or null),
 * `connection` (detail {state}).
 */
export class PeerConnection extends EventTarget {
  #send;
  #link;
  /** @type {Negotiation | undefined} undefined while the peer has no seat that could be talked to */
  #pairing;
  /**
   * Everything is done one after the other: handled side by side, messages and own offers would see each other's
   * half-done state.
   */
  #chain = Promise.resolve();

  /** @param {PeerConnectionOptions} options */
  constructor({ id, polite, send, iceServers = [], stream = null, ...seams }) {
    super();
    this.id = id;
    this.#send = send;
    this.#link = new MediaLink({
      iceServers,
      stream,
      newConnection: seams.newConnection ?? ((configuration) => new RTCPeerConnection(configuration)),
      newStream: seams.newStream ?? (() => new MediaStream()),
      clock: seams.clock ?? systemClock,
      negotiationNeeded: () => this.#step((pairing) => pairing.negotiate()),
      lost: () => this.#step((pairing) => pairing.renew()),
      found: (candidate) => this.#step((pairing) => pairing.trickle(candidate)),
      changed: (state) => this.#tell('connection', { state: state === 'new' ? 'connecting' : state }),
      received: (stream) => this.#tell('stream', { stream }),
    });
    this.startNegotiation(polite);
  }

  get connection() {
    return this.#link.connection;
  }

  /**
   * The two sides meet, or meet again under new seats.
   *
   * @param {boolean} polite
   */
  startNegotiation(polite) {
    this.stopNegotiation();
    this.#pairing = new Negotiation({ polite, link: this.#link, send: this.#send });
    this.#step((pairing) => pairing.begin());
  }

  /** The peer has no seat any more: nothing can be negotiated until it is paired again. */
  stopNegotiation() {
    this.#pairing?.end();
    this.#pairing = undefined;
  }

  /** @param {Signal} signal */
  receive(signal) {
    this.#step((pairing) => pairing.take(signal));
  }

  /** @param {MediaStream | null} stream  what is sent to the peer from now on */
  setTracks(stream) {
    this.#link.outgoing = stream;
    this.#queue(() => this.#link.carry(this.#pairing?.mayAdd ?? false));
  }

  /** @param {IceServer[]} iceServers */
  setIceServers(iceServers) {
    this.#link.iceServers = iceServers;
  }

  close() {
    this.stopNegotiation();
    this.#link.close();
  }

  /** @param {(pairing: Negotiation) => void | Promise<void>} work  is void if the two part or meet anew before its turn */
  #step(work) {
    const pairing = this.#pairing;
    if (pairing) this.#queue(() => (pairing.over ? undefined : work(pairing)));
  }

  /** @param {() => void | Promise<void>} work */
  #queue(work) {
    this.#chain = this.#chain.then(work).catch((problem) => this.#warn(problem));
  }

  /**
   * @param {string} type
   * @param {object} detail
   */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** @param {unknown} problem */
  #warn(problem) {
    if (this.connection.signalingState === 'closed') return;
    console.warn(`Negotiation with ${this.id}: ${problem}`);
  }
}
