/** @import { IceServer } from '../signaling/protocol.js' */
/** @import { Change, RemoteSource } from './received-sources.js' */
/** @import { LocalSources, SourcesByMid } from './sent-sources.js' */
import { ReceivedSources } from './received-sources.js';
import { SentSources } from './sent-sources.js';

/**
 * @typedef {object} MediaLinkOptions
 * @property {IceServer[]} iceServers
 * @property {LocalSources} sources  to send
 * @property {(configuration: RTCConfiguration) => RTCPeerConnection} newConnection
 * @property {() => MediaStream} newStream
 * @property {() => void} onNegotiationNeeded
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
  /** Sent from the next `updateTracks` on. @type {LocalSources} */
  sources;
  /** The sources that the peer sends. */
  received;
  #options;
  /** The names of the sources by mid, as sent last. @type {string | undefined} */
  #described;
  #iceServers;
  /** Whether `setConfiguration` has failed, so that the connection has earlier ICE servers. */
  #hasOldServers = false;
  /** @type {RTCPeerConnectionState | undefined} as reported last */
  #state;

  /** @param {MediaLinkOptions} options */
  constructor(options) {
    this.#options = options;
    this.sources = options.sources;
    this.received = new ReceivedSources(options.newStream, options.onSource);
    this.#iceServers = options.iceServers;
    this.connection = this.#connect();
    this.sent = this.#newSent();
  }

  /** @param {IceServer[]} iceServers */
  set iceServers(iceServers) {
    if (JSON.stringify(iceServers) === JSON.stringify(this.#iceServers)) return;
    this.#iceServers = iceServers;
    this.#updateConfiguration();
  }

  /** Replaces the connection by a new one, which has no descriptions. */
  reconnect() {
    const before = this.connection;
    this.connection = this.#connect();
    this.sent = this.#newSent();
    this.received.forgetMids();
    before.close();
    this.isBroken = false;
    this.#stateChanged();
  }

  restartIce() {
    if (this.#hasOldServers) this.#updateConfiguration();
    this.connection.restartIce();
  }

  /** Prepares the first offer. */
  async addTransceivers() {
    this.sent.addMissingTransceivers();
    await this.updateTracks(true);
  }

  /**
   * Sends the tracks of the sources, and stops to receive the declined ones.
   *
   * @param {boolean} mayAdd  whether sources without a transceiver get a new one, which needs a negotiation
   */
  async updateTracks(mayAdd) {
    await this.sent.update(this.sources, mayAdd, (transceiver) => this.received.isDeclined(transceiver));
    this.#describeChanges();
  }

  /** Another source in the same media section needs a negotiation, which no browser asks for. */
  #describeChanges() {
    if (this.#described !== undefined && this.#described !== this.#names) this.#options.onNegotiationNeeded();
  }

  get #names() {
    const entries = Object.entries(this.sent.byMid(this.sources));
    return JSON.stringify(entries.map(([mid, { source }]) => [mid, source]));
  }

  /** The data that goes with a description. @returns {{ sources: SourcesByMid }} */
  get descriptionData() {
    this.#described = this.#names;
    return { sources: this.sent.byMid(this.sources) };
  }

  /** An offer was answered, on either side. */
  negotiated() {
    this.received.update(this.connection.getTransceivers());
    this.#describeChanges();
  }

  #connect() {
    const { newConnection, onNegotiationNeeded, onCandidate } = this.#options;
    const connection = this.#create(newConnection);
    // A connection that was replaced may still have events in the queue of the page.
    const on = (/** @type {string} */ type, /** @type {(event: any) => void} */ handle) =>
      connection.addEventListener(type, (event) => connection === this.connection && handle(event));
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
    return new SentSources(this.connection, this.#options.newStream);
  }

  #updateConfiguration() {
    try {
      // `setConfiguration` resets all members that are absent, and refuses another `bundlePolicy`.
      const others = this.connection.getConfiguration();
      this.connection.setConfiguration({ ...others, iceServers: this.#iceServers });
      this.#hasOldServers = false;
    } catch (error) {
      this.#hasOldServers = true;
      this.#options.onFailure(error, 'setConfiguration');
    }
  }

  #stateChanged() {
    const { connectionState, signalingState } = this.connection;
    // Firefox reports a working connection as `connecting` while an offer waits for its answer.
    const isOffering = connectionState === 'connecting' && signalingState === 'have-local-offer';
    if (isOffering && this.#state === 'connected') return;
    this.#state = connectionState;
    this.#options.onStateChange(connectionState);
  }
}
