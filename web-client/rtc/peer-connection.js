/** @import { Clock } from '../signaling/clock.js' */
/** @import { IceServer } from '../signaling/protocol.js' */
/** @import { StatsReader } from './connection-stats.js' */
/** @import { Signal } from './negotiation.js' */
/** @import { RemoteSource } from './received-sources.js' */
/** @import { LocalSources } from './sent-sources.js' */
/** @import { TypedEventTarget } from '../signaling/events.js' */
import { systemClock } from '../signaling/clock.js';
import { SignalingError } from '../signaling/error.js';
import { dispatch } from '../signaling/events.js';
import { RateLimiter } from '../signaling/rate-limiter.js';
import { MediaLink } from './media-link.js';
import { Negotiation } from './negotiation.js';
import { Recovery } from './recovery.js';
import { isSourceName } from './source-names.js';

/** Longest time of one operation, in milliseconds. */
const OPERATION_TIMEOUT = 15_000;
/** Number of operations that may wait. Signals beyond it are dropped: the peer repeats its offers, and ICE restarts. */
const MAX_WAITING = 200;
/**
 * Offers of the peer per second, after a burst of nine seconds' worth. The answers and candidates share the rate limit of this
 * side's signaling with those for other peers.
 */
const MAX_OFFERS = 8;
/** Number of sources whose displayed heights are kept: a peer may send any names. */
const MAX_HEIGHTS = 32;

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
 * @property {() => number} [random]  0 (inclusive) to 1 (exclusive); default: `Math.random`
 * @property {() => boolean} [canSignal]  whether signals reach the peer soon; recovery waits otherwise. Default: always
 *
 * @typedef {object} PeerConnectionEvents  the details of the events
 * @property {{ source: RemoteSource }} source-added  the peer sends a source
 * @property {{ source: RemoteSource }} source-changed  it is muted or declined, or no longer, or has another track
 * @property {{ source: RemoteSource }} source-removed
 * @property {{ state: RTCPeerConnectionState }} connection
 * @property {{ error: unknown, operation: string }} failure  an operation has failed. The connection recovers by itself: it
 *   retries, and replaces its `RTCPeerConnection` if that does not help
 * @property {{}} lost  after `stopNegotiation`: media does not arrive any more
 */

/**
 * The connection to one peer. It negotiates by itself, restarts ICE, and replaces its `RTCPeerConnection` when nothing else
 * helps. Offers, answers and candidates must arrive in the order in which they were sent.
 */
export class PeerConnection
  extends /** @type {new () => TypedEventTarget<PeerConnectionEvents>} */ (EventTarget)
{
  /** As in the last event `connection`; `connecting` before. @type {RTCPeerConnectionState} */
  state = 'connecting';
  #send;
  #clock;
  #link;
  #recovery;
  /** @type {Negotiation | undefined} undefined while the peer has no seat */
  #negotiation;
  /** Heights at which the peer shows the sources, by name. @type {Map<string, number>} */
  #heights = new Map();
  /** Limits the offers of the peer. */
  #offers;
  /** @type {StatsReader | undefined} */
  #stats;
  /**
   * All operations run one after the other. Run in parallel, a received description and an own offer would act on each
   * other's intermediate states, although the browser itself chains the operations of a connection.
   */
  #chain = Promise.resolve();
  /** Number of operations in the chain. */
  #waiting = 0;
  #isClosed = false;

  /** @param {PeerConnectionOptions} options */
  constructor({
    id,
    polite,
    send,
    iceServers = [],
    sources = new Map(),
    newConnection = (configuration) => new RTCPeerConnection(configuration),
    newStream = () => new MediaStream(),
    clock = systemClock,
    random = Math.random,
    canSignal = () => true,
  }) {
    super();
    this.id = id;
    this.#send = send;
    this.#clock = clock;
    this.#offers = new RateLimiter(clock);
    // Later: an error in the constructor would come before all listeners.
    const onFailure = (/** @type {unknown} */ error, /** @type {string} */ operation) =>
      queueMicrotask(() => dispatch(this, 'failure', { error, operation }));
    this.#recovery = new Recovery({
      clock,
      random,
      canSignal,
      connection: () => this.connection,
      awaitsOffer: () => this.#negotiation?.awaitsOffer ?? false,
      act: (action) =>
        action === 'restart'
          ? this.#link.restartIce()
          : this.#enqueue(action, (negotiation) => negotiation.recover(action)),
      onLost: () => dispatch(this, 'lost', {}),
      onStatsError: (error) => onFailure(error, 'getStats'),
    });
    this.#link = new MediaLink({
      iceServers,
      sources,
      newConnection,
      newStream,
      onFailure,
      onNegotiationNeeded: () => this.#enqueue('negotiate', (negotiation) => negotiation.negotiate()),
      onCandidate: (candidate) =>
        this.#enqueue('send', (negotiation) => negotiation.sendCandidate(candidate)),
      onStateChange: (state) => {
        this.#recovery.stateChanged(state);
        const before = this.state;
        this.state = state === 'new' ? 'connecting' : state;
        if (this.state !== before) dispatch(this, 'connection', { state: this.state });
      },
      onSource: (change, source) => dispatch(this, `source-${change}`, { source }),
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
    this.#negotiation?.end();
    this.#heights.clear(); // the peer sends them again
    this.#negotiation = new Negotiation({
      polite,
      link: this.#link,
      recovery: this.#recovery,
      send: this.#send,
    });
    this.#recovery.start(true);
    this.#enqueue('start', (negotiation) => negotiation.start());
  }

  /** The peer has lost its seat: nothing can be negotiated until it has another one. Media goes on, or is `lost`. */
  stopNegotiation() {
    this.#negotiation?.end();
    this.#negotiation = undefined;
    this.#recovery.start(false);
  }

  /** Checks the connection now, because the network or the visibility of the page has changed. */
  check() {
    this.#recovery.check();
  }

  /** Processes a signal from the peer, or drops it beyond the limits. @param {Signal} signal */
  receive(signal) {
    if (signal.type === 'offer' && this.#offers.take(MAX_OFFERS)) return;
    if (this.#waiting < MAX_WAITING) this.#enqueue(signal.type, (negotiation) => negotiation.receive(signal));
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

  /** Stops or resumes receiving a source. @param {string} name @param {boolean} declined */
  setDeclined(name, declined) {
    this.#link.received.setDeclined(name, declined);
    this.#updateTracks();
  }

  /**
   * The height at which the peer shows a source of this side, or will when it is published.
   *
   * @param {string} name
   * @param {unknown} height  in device pixels; from outside, so anything
   */
  setDisplayedHeight(name, height) {
    const isNew = !this.#heights.has(name);
    if (!isSourceName(name) || (isNew && this.#heights.size >= MAX_HEIGHTS)) return;
    if (typeof height === 'number' && height >= 0) this.#heights.set(name, height);
  }

  /** The peer has muted or unmuted sources. @param {Record<string, unknown>} muted  by name; from outside, so anything */
  setMuted(muted) {
    if (this.#waiting < MAX_WAITING) this.#run('setMuted', () => this.#link.received.setMuted(muted));
  }

  /** Call it every two seconds or so. @param {(name: string) => number} peersOf  number of peers to which a source is sent */
  updateEncodings(peersOf) {
    this.#link.sent.updateEncodings(peersOf, (name) => this.#heights.get(name), this.#clock.now);
  }

  /** Statistics; bitrates and losses are those since the previous call. The first call loads their module. */
  async stats() {
    this.#stats ??= new (await import('./connection-stats.js')).StatsReader();
    const { sent, received } = this.#link;
    return this.#stats.read(this.connection, (mid, isSent) => (isSent ? sent : received).nameOf(mid));
  }

  /** @param {IceServer[]} iceServers  for candidates gathered from now on */
  setIceServers(iceServers) {
    this.#link.iceServers = iceServers;
  }

  close() {
    this.#isClosed = true;
    this.stopNegotiation();
    this.#recovery.stop();
    this.connection.close();
    this.#link.received.update([]);
  }

  #updateTracks() {
    this.#run('setSources', () => this.#link.updateTracks(this.#negotiation?.mayAddTransceivers ?? false));
  }

  /**
   * Queues an operation of the present negotiation.
   *
   * @param {string} name
   * @param {(negotiation: Negotiation) => void | Promise<void>} operation
   */
  #enqueue(name, operation) {
    const negotiation = this.#negotiation;
    if (negotiation) this.#run(name, () => (negotiation.isOver ? undefined : operation(negotiation)));
  }

  /**
   * @param {string} name
   * @param {() => void | Promise<void>} operation
   */
  #run(name, operation) {
    this.#waiting += 1;
    this.#chain = this.#chain
      .then(() => this.#timed(operation))
      .finally(() => (this.#waiting -= 1))
      .then(
        () => this.#recovery.update(),
        (error) => this.#failed(error, name),
      );
  }

  /**
   * An operation of a browser that does not settle would block all later ones.
   *
   * @param {() => void | Promise<void>} operation
   */
  async #timed(operation) {
    if (this.#isClosed) return;
    /** @type {unknown} */
    let timer;
    const timeout = new Promise((_, reject) => {
      const expire = () => {
        this.#link.isBroken = true;
        reject(new SignalingError('operation-timeout'));
      };
      timer = this.#clock.setTimeout(expire, OPERATION_TIMEOUT);
    });
    try {
      await Promise.race([operation(), timeout]);
    } finally {
      this.#clock.clearTimeout(timer);
    }
  }

  /** @param {unknown} error @param {string} operation */
  #failed(error, operation) {
    if (this.#isClosed) return;
    // A candidate is one of several, and connections without a working one recover by a restart of ICE.
    if (operation !== 'candidate') this.#recovery.failed();
    dispatch(this, 'failure', { error, operation });
  }
}
