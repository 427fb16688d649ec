/** @import { Clock } from '../signaling/clock.js' */
/** @import { IceServer } from '../signaling/protocol.js' */
/** @import { Change, RemoteSource } from './received-sources.js' */
/** @import { LocalSources, SourcesByMid } from './sent-sources.js' */
import { IceRecovery } from './ice-recovery.js';
import { ReceivedSources } from './received-sources.js';
import { ufragOf } from './sdp.js';
import { SentSources } from './sent-sources.js';

/**
 * @typedef {object} MediaLinkOptions
 * @property {IceServer[]} iceServers
 * @property {LocalSources} sources  to send
 * @property {(configuration: RTCConfiguration) => RTCPeerConnection} newConnection
 * @property {() => MediaStream} newStream
 * @property {Clock} clock
 * @property {() => void} onNegotiationNeeded
 * @property {() => void} onUnrecoverable  no packets get through, and only a new connection will help
 * @property {(candidate: RTCIceCandidate | null) => void} onCandidate
 * @property {(state: RTCPeerConnectionState) => void} onStateChange
 * @property {(change: Change, source: RemoteSource) => void} onSource  a source that the peer sends
 */

/**
 * An RTCPeerConnection, with the sources that are sent and received on it. The connection can be replaced; the received
 * sources stay the same.
 */
export class MediaLink {
  #options;
  #sources;
  /** @type {SentSources} on the present connection */
  #sent;
  #received;
  /** @type {Map<string, number>} at which the peer shows the sources, by name */
  #heights = new Map();
  #iceServers;
  #recovery;
  /** @type {string | undefined} the peer's ICE username fragment, to detect restarts */
  #remoteUfrag;
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
    const { clock, onUnrecoverable } = options;
    this.#recovery = new IceRecovery({ clock, connection: () => this.#connection, onUnrecoverable });
    this.#connection = this.#connect();
    this.#sent = this.#newSent();
  }

  get connection() {
    return this.#connection;
  }

  /** The sources that the peer sends. */
  get received() {
    return this.#received;
  }

  /** @param {string} name @param {number} height  at which the peer shows the source */
  setDisplayedHeight(name, height) {
    // Only of sources that exist: a peer may send any names.
    if (this.#sources.has(name) && height >= 0) this.#heights.set(name, height);
  }

  /** @param {LocalSources} sources  sent from the next `updateTracks` on */
  set sources(sources) {
    this.#sources = sources;
  }

  /** @param {IceServer[]} iceServers */
  set iceServers(iceServers) {
    if (JSON.stringify(iceServers) === JSON.stringify(this.#iceServers)) return;
    this.#iceServers = iceServers;
    this.#connection.setConfiguration({ iceServers });
  }

  /** Replaces the connection by a new one. */
  reconnect() {
    this.close();
    this.#remoteUfrag = undefined;
    this.#connection = this.#connect();
    this.#sent = this.#newSent();
    this.#stateChanged();
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
  updateTracks(mayAdd) {
    return this.#sent.update(this.#sources, mayAdd, (transceiver) => this.#received.isDeclined(transceiver));
  }

  /** The data that goes with a description. @returns {{ sources: SourcesByMid }} */
  get descriptionData() {
    return { sources: this.#sent.byMid(this.#sources) };
  }

  /** An offer was answered, on either side. */
  negotiated() {
    const before = this.#remoteUfrag;
    this.#remoteUfrag = ufragOf(this.#connection.remoteDescription?.sdp ?? '');
    if (before && before !== this.#remoteUfrag) this.#recovery.restarted();
    this.#received.update(this.#connection.getTransceivers());
  }

  close() {
    this.#recovery.stop();
    this.#connection.close();
  }

  #connect() {
    const { newConnection, onNegotiationNeeded, onCandidate } = this.#options;
    const connection = newConnection({ iceServers: this.#iceServers });
    connection.addEventListener('negotiationneeded', onNegotiationNeeded);
    connection.addEventListener('icecandidate', ({ candidate }) => onCandidate(candidate));
    connection.addEventListener('connectionstatechange', () => this.#stateChanged());
    return connection;
  }

  #newSent() {
    return new SentSources(this.#connection, this.#options.newStream);
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
