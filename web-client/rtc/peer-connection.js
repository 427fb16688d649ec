/** @import { Clock } from '../signaling/clock.js' */
/** @import { IceServer } from '../signaling/protocol.js' */
/** @import { Signal } from './negotiation.js' */
import { systemClock } from '../signaling/clock.js';
import { MediaLink } from './media-link.js';
import { Negotiation } from './negotiation.js';

/**
 * @typedef {object} PeerConnectionOptions
 * @property {string} id  of the peer
 * @property {boolean} polite  true on the side with the higher seat, which makes the first offer
 * @property {(signal: Signal) => void} send  sends an offer, an answer or a candidate to the peer
 * @property {IceServer[]} [iceServers]
 * @property {MediaStream | null} [stream]  sent to the peer; null (default) to receive only
 * @property {(configuration: RTCConfiguration) => RTCPeerConnection} [newConnection]  default: the browser's constructor
 * @property {() => MediaStream} [newStream]  default: the browser's constructor
 * @property {Clock} [clock]
 */

/**
 * The connection to one peer. It negotiates by itself, restarts ICE, and replaces its `RTCPeerConnection` when nothing else
 * helps. Offers, answers and candidates must arrive in the order in which they were sent.
 *
 * Events (`CustomEvent`s):
 * - `stream`, detail `{ stream: MediaStream | null }`: the media that the peer sends; null for none.
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
  constructor({ id, polite, send, iceServers = [], stream = null, ...dependencies }) {
    super();
    this.id = id;
    this.#send = send;
    this.#link = new MediaLink({
      iceServers,
      stream,
      newConnection: dependencies.newConnection ?? ((configuration) => new RTCPeerConnection(configuration)),
      newStream: dependencies.newStream ?? (() => new MediaStream()),
      clock: dependencies.clock ?? systemClock,
      onNegotiationNeeded: () => this.#enqueue((negotiation) => negotiation.negotiate()),
      onUnrecoverable: () => this.#enqueue((negotiation) => negotiation.replaceConnection()),
      onCandidate: (candidate) => this.#enqueue((negotiation) => negotiation.sendCandidate(candidate)),
      onStateChange: (state) =>
        this.#dispatch('connection', { state: state === 'new' ? 'connecting' : state }),
      onStream: (stream) => this.#dispatch('stream', { stream }),
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

  /** Replaces the media that is sent. @param {MediaStream | null} stream */
  setTracks(stream) {
    this.#link.outgoing = stream;
    this.#run(() => this.#link.updateTracks(this.#negotiation?.mayAddTransceivers ?? false));
  }

  /** @param {IceServer[]} iceServers  for candidates gathered from now on */
  setIceServers(iceServers) {
    this.#link.iceServers = iceServers;
  }

  close() {
    this.stopNegotiation();
    this.#link.close();
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
