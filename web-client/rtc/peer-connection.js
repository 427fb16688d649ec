/** @import { Clock } from '../signaling/clock.js' */
/** @import { IceServer } from '../signaling/protocol.js' */
/** @import { Signal } from './negotiation.js' */
/** @import { LocalSources } from './sent-sources.js' */
import { systemClock } from '../signaling/clock.js';
import { MediaLink } from './media-link.js';
import { Negotiation } from './negotiation.js';

/**
 * @typedef {object} PeerConnectionOptions
 * @property {string} id  of the peer
 * @property {boolean} polite  true on the side with the higher seat, which makes the first offer
 * @property {(signal: Signal) => void} send  sends an offer, an answer or a candidate to the peer
 * @property {IceServer[]} [iceServers]
 * @property {LocalSources} [sources]  sent to the peer; default: none
 * @property {(configuration: RTCConfiguration) => RTCPeerConnection} [newConnection]  default: the browser's constructor
 * @property {() => MediaStream} [newStream]  default: the browser's constructor
 * @property {Clock} [clock]
 */

/**
 * The connection to one peer. It negotiates by itself, restarts ICE, and replaces its `RTCPeerConnection` when nothing else
 * helps. Offers, answers and candidates must arrive in the order in which they were sent.
 *
 * Events (`CustomEvent`s):
 * - `source-added`, `source-changed`, `source-removed`, detail `{ source: RemoteSource }`: what the peer sends.
 * - `connection`, detail `{ state: RTCPeerConnectionState }`.
 */
export class PeerConnection extends EventTarget {
  #send;
  #link;
  /** @type {Negotiation | undefined} undefined while the peer has no seat */
  #negotiation;
  /**
   * All operations run one after the other. Run in parallel, a received description and an own offer would act on each
   * other's intermediate states, although the browser itself chains the operations of a connection.
   */
  #chain = Promise.resolve();

  /** @param {PeerConnectionOptions} options */
  constructor({ id, polite, send, iceServers = [], sources = new Map(), ...dependencies }) {
    super();
    this.id = id;
    this.#send = send;
    this.#link = new MediaLink({
      iceServers,
      sources,
      newConnection: dependencies.newConnection ?? ((configuration) => new RTCPeerConnection(configuration)),
      newStream: dependencies.newStream ?? (() => new MediaStream()),
      clock: dependencies.clock ?? systemClock,
      onNegotiationNeeded: () => this.#enqueue((negotiation) => negotiation.negotiate()),
      onUnrecoverable: () => this.#enqueue((negotiation) => negotiation.replaceConnection()),
      onCandidate: (candidate) => this.#enqueue((negotiation) => negotiation.sendCandidate(candidate)),
      onStateChange: (state) =>
        this.#dispatch('connection', { state: state === 'new' ? 'connecting' : state }),
      onSource: (change, source) => this.#dispatch(`source-${change}`, { source }),
    });
    this.startNegotiation(polite);
  }

  /** The present `RTCPeerConnection`, which may be replaced. */
  get connection() {
    return this.#link.connection;
  }

  /**
   * Starts a new negotiation, because one of the two peers has a new seat.
   *
   * @param {boolean} polite
   */
  startNegotiation(polite) {
    this.stopNegotiation();
    this.#negotiation = new Negotiation({ polite, link: this.#link, send: this.#send });
    this.#enqueue((negotiation) => negotiation.start());
  }

  /** The peer has lost its seat: nothing can be negotiated until it has another one. Media goes on. */
  stopNegotiation() {
    this.#negotiation?.end();
    this.#negotiation = undefined;
  }

  /** Processes a signal from the peer. @param {Signal} signal */
  receive(signal) {
    this.#enqueue((negotiation) => negotiation.receive(signal));
  }

  /** The sources that the peer sends, by name. */
  get sources() {
    return this.#link.received.byName;
  }

  /** Replaces the sources that are sent. @param {LocalSources} sources */
  setSources(sources) {
    this.#link.sources = sources;
    this.#updateTracks();
  }

  /** Receives a source no more, or again. @param {string} name @param {boolean} declined */
  setDeclined(name, declined) {
    this.#link.received.setDeclined(name, declined);
    this.#updateTracks();
  }

  /** The height at which the peer shows a source of this side. @param {string} name @param {number} height  in device pixels */
  setDisplayedHeight(name, height) {
    this.#link.setDisplayedHeight(name, height);
  }

  /** The peer has muted a source. @param {string} name @param {boolean} muted */
  setMuted(name, muted) {
    this.#run(() => this.#link.received.setMuted(name, muted));
  }

  /** @param {IceServer[]} iceServers  for candidates gathered from now on */
  setIceServers(iceServers) {
    this.#link.iceServers = iceServers;
  }

  close() {
    this.stopNegotiation();
    this.#link.close();
    this.#link.received.update([]);
  }

  #updateTracks() {
    this.#run(() => this.#link.updateTracks(this.#negotiation?.mayAddTransceivers ?? false));
  }

  /** Queues an operation of the present negotiation. @param {(negotiation: Negotiation) => void | Promise<void>} operation */
  #enqueue(operation) {
    const negotiation = this.#negotiation;
    if (negotiation) this.#run(() => (negotiation.isOver ? undefined : operation(negotiation)));
  }

  /** @param {() => void | Promise<void>} operation */
  #run(operation) {
    this.#chain = this.#chain.then(operation).catch((problem) => this.#warn(problem));
  }

  /**
   * @param {string} type
   * @param {object} detail
   */
  #dispatch(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** @param {unknown} problem */
  #warn(problem) {
    // Operations fail when the connection is closed meanwhile.
    if (this.connection.signalingState === 'closed') return;
    console.warn(`Negotiation with ${this.id} failed: ${problem}`);
  }
}
