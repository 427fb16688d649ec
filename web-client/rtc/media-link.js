/** @import { Clock } from '../signaling/clock.js' */
/** @import { IceServer } from '../signaling/protocol.js' */
/** @import { Change, RemoteSource } from './received-sources.js' */
/** @import { Action } from './recovery.js' */
/** @import { StatsReader } from './connection-stats.js' */
/** @import { LocalSources, SourcesByMid } from './sent-sources.js' */
import { EncodingControl } from './encoding.js';
import { ReceivedSources } from './received-sources.js';
import { Recovery } from './recovery.js';
import { SentSources } from './sent-sources.js';
import { isSourceName } from './source-names.js';

/** Number of sources whose displayed heights are kept: a peer may send any names. */
const MAX_HEIGHTS = 32;

/**
 * @typedef {object} MediaLinkOptions
 * @property {IceServer[]} iceServers
 * @property {LocalSources} sources  to send
 * @property {(configuration: RTCConfiguration) => RTCPeerConnection} newConnection
 * @property {() => MediaStream} newStream
 * @property {Clock} clock
 * @property {() => number} random  0 (inclusive) to 1 (exclusive)
 * @property {() => boolean} canSignal  whether signals reach the peer soon
 * @property {() => boolean} awaitsOffer  whether the peer has to make the first offer
 * @property {() => void} onNegotiationNeeded
 * @property {(action: Exclude<Action, 'restart'>) => void} onRecovery  the connection needs this
 * @property {(error: unknown, operation: string) => void} onFailure
 * @property {(candidate: RTCIceCandidate | null) => void} onCandidate
 * @property {(state: RTCPeerConnectionState) => void} onStateChange
 * @property {(change: Change, source: RemoteSource) => void} onSource  a source that the peer sends
 */

/**
 * An RTCPeerConnection, with the sources that are sent and received on it. The connection can be replaced; the received
 * sources stay the same.
 */
export class MediaLink {
  /** Whether a description could not be applied, so that the two sides have descriptions that do not belong together. */
  isBroken = false;
  #options;
  #sources;
  /** @type {SentSources} on the present connection */
  #sent;
  #received;
  /** @type {Map<string, number>} at which the peer shows the sources, by name */
  #heights = new Map();
  /** The names of the sources by mid, as sent last. @type {string | undefined} */
  #described;
  /** @type {WeakMap<RTCRtpSender, EncodingControl>} */
  #encodings = new WeakMap();
  #iceServers;
  #recovery;
  /** Whether `setConfiguration` has failed, so that the connection has earlier ICE servers. */
  #hasOldServers = false;
  /** @type {RTCPeerConnectionState | undefined} as reported last */
  #state;
  /** @type {RTCPeerConnection} */
  #connection;

  /** @param {MediaLinkOptions} options */
  constructor(options) {
    this.#options = options;
    this.#sources = options.sources;
    this.#received = new ReceivedSources(options.newStream, options.onSource);
    this.#iceServers = options.iceServers;
    this.#recovery = new Recovery({
      ...options,
      connection: () => this.#connection,
      act: (action) => (action === 'restart' ? this.restartIce() : options.onRecovery(action)),
      onStatsError: (error) => options.onFailure(error, 'getStats'),
    });
    this.#connection = this.#connect();
    this.#sent = this.#newSent();
  }

  get recovery() {
    return this.#recovery;
  }

  get connection() {
    return this.#connection;
  }

  /** The sources that the peer sends. */
  get received() {
    return this.#received;
  }

  /** @param {string} name @param {unknown} height  at which the peer shows the source, or will when it is published */
  setDisplayedHeight(name, height) {
    const isNew = !this.#heights.has(name);
    if (!isSourceName(name) || (isNew && this.#heights.size >= MAX_HEIGHTS)) return;
    if (typeof height === 'number' && height >= 0) this.#heights.set(name, height);
  }

  /** The peer has a new seat, or this side: it sends them again. */
  forgetHeights() {
    this.#heights.clear();
  }

  /** @param {LocalSources} sources  sent from the next `updateTracks` on */
  set sources(sources) {
    this.#sources = sources;
  }

  /** @param {IceServer[]} iceServers */
  set iceServers(iceServers) {
    if (JSON.stringify(iceServers) === JSON.stringify(this.#iceServers)) return;
    this.#iceServers = iceServers;
    this.#updateConfiguration();
  }

  /** Replaces the connection by a new one, which has no descriptions. */
  reconnect() {
    const before = this.#connection;
    this.#connection = this.#connect();
    this.#sent = this.#newSent();
    this.#received.forgetLines();
    before.close();
    this.isBroken = false;
    this.#stateChanged();
    this.#recovery.progressed();
  }

  restartIce() {
    if (this.#hasOldServers) this.#updateConfiguration();
    this.#connection.restartIce();
  }

  /** Prepares the first offer. */
  async addTransceivers() {
    this.#sent.addMissingTransceivers();
    await this.updateTracks(true);
  }

  /**
   * Sends the tracks of the sources, and stops to receive the declined ones.
   *
   * @param {boolean} mayAdd  whether sources without a transceiver get a new one, which needs a negotiation
   */
  async updateTracks(mayAdd) {
    await this.#sent.update(this.#sources, mayAdd, (transceiver) => this.#received.isDeclined(transceiver));
    this.#describeChanges();
  }

  /** Has another name of the source on a line negotiated: no browser sees a need for it. */
  #describeChanges() {
    if (this.#described !== undefined && this.#described !== this.#names) this.#options.onNegotiationNeeded();
  }

  get #names() {
    const entries = Object.entries(this.#sent.byMid(this.#sources));
    return JSON.stringify(entries.map(([mid, { source }]) => [mid, source]));
  }

  /**
   * Adapts the encoding of each video to the network, the processor, and the height at which the peer shows it.
   *
   * @param {(name: string) => number} peersOf  number of peers to which a source is sent
   */
  updateEncodings(peersOf) {
    for (const { name, sender } of this.#sent.videoSenders) {
      const control = this.#encodings.get(sender) ?? new EncodingControl(sender, this.#options.clock.now);
      this.#encodings.set(sender, control);
      void control.update(name, peersOf(name), this.#heights.get(name));
    }
  }

  /** Statistics of the present connection. @param {StatsReader} reader */
  stats(reader) {
    return reader.read(this.#connection, (mid, isSent) =>
      isSent ? this.#sent.nameOf(mid) : this.#received.nameOf(mid),
    );
  }

  /** The data that goes with a description. @returns {{ sources: SourcesByMid }} */
  get descriptionData() {
    this.#described = this.#names;
    return { sources: this.#sent.byMid(this.#sources) };
  }

  /**
   * A rollback takes the media sections from new transceivers, and no offer of the peer will use these
   * (w3c/webrtc-pc#2095): their tracks are sent on the transceivers of its offer instead.
   */
  stopUnusedTransceivers() {
    for (const transceiver of this.#connection.getTransceivers())
      if (transceiver.mid === null) transceiver.stop();
  }

  /** An offer was answered, on either side. */
  negotiated() {
    this.#recovery.progressed();
    this.#received.update(this.#connection.getTransceivers());
    this.#describeChanges();
  }

  close() {
    this.#recovery.stop();
    this.#connection.close();
  }

  #connect() {
    const { newConnection, onNegotiationNeeded, onCandidate } = this.#options;
    const connection = this.#create(newConnection);
    // A connection that was replaced may still have events in the queue of the page.
    const on = (/** @type {string} */ type, /** @type {(event: any) => void} */ handle) =>
      connection.addEventListener(type, (event) => connection === this.#connection && handle(event));
    on('negotiationneeded', onNegotiationNeeded);
    on('icecandidate', ({ candidate }) => onCandidate(candidate));
    on('connectionstatechange', () => this.#stateChanged());
    this.#hasOldServers = false;
    return connection;
  }

  /** A malformed ICE server must not prevent a connection that may work without it. @param {MediaLinkOptions['newConnection']} newConnection */
  #create(newConnection) {
    try {
      return newConnection({ iceServers: this.#iceServers });
    } catch (error) {
      const connection = newConnection({});
      this.#options.onFailure(error, 'connect');
      return connection;
    }
  }

  #newSent() {
    return new SentSources(this.#connection, this.#options.newStream);
  }

  #updateConfiguration() {
    try {
      // `setConfiguration` resets all members that are absent, and refuses another `bundlePolicy`.
      const others = this.#connection.getConfiguration();
      this.#connection.setConfiguration({ ...others, iceServers: this.#iceServers });
      this.#hasOldServers = false;
    } catch (error) {
      this.#hasOldServers = true;
      this.#options.onFailure(error, 'setConfiguration');
    }
  }

  #stateChanged() {
    const { connectionState, signalingState } = this.#connection;
    // Firefox reports a working connection as `connecting` while an offer waits for its answer.
    const isOffering = connectionState === 'connecting' && signalingState === 'have-local-offer';
    if (isOffering && this.#state === 'connected') return;
    this.#state = connectionState;
    this.#recovery.stateChanged(connectionState);
    this.#options.onStateChange(connectionState);
  }
}
