/** @import { Clock } from '../signaling/clock.js' */
/** @import { IceServer } from '../signaling/protocol.js' */
import { IceRecovery } from './ice-recovery.js';
import { ufragOf } from './sdp.js';
import { addMissingTransceivers, sendTracks, updateReceivedTracks } from './tracks.js';

/**
 * @typedef {object} MediaLinkOptions
 * @property {IceServer[]} iceServers
 * @property {MediaStream | null} stream  to send
 * @property {(configuration: RTCConfiguration) => RTCPeerConnection} newConnection
 * @property {() => MediaStream} newStream
 * @property {Clock} clock
 * @property {() => void} onNegotiationNeeded
 * @property {() => void} onUnrecoverable  no packets get through, and only a new connection will help
 * @property {(candidate: RTCIceCandidate | null) => void} onCandidate
 * @property {(state: RTCPeerConnectionState) => void} onStateChange
 * @property {(stream: MediaStream | null) => void} onStream  the tracks that the peer sends have changed; null for none
 */

/**
 * An RTCPeerConnection, with the media that is sent and received on it. The connection can be replaced; the stream of
 * received tracks stays the same.
 */
export class MediaLink {
  #options;
  #outgoing;
  /** Groups the tracks that are sent, see `sendTracks`. */
  #group;
  #incoming;
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
    this.#outgoing = options.stream;
    this.#group = options.newStream();
    this.#incoming = options.newStream();
    this.#iceServers = options.iceServers;
    const { clock, onUnrecoverable } = options;
    this.#recovery = new IceRecovery({ clock, connection: () => this.#connection, onUnrecoverable });
    this.#connection = this.#connect();
  }

  get connection() {
    return this.#connection;
  }

  /** @param {MediaStream | null} stream  sent from the next `updateTracks` on */
  set outgoing(stream) {
    this.#outgoing = stream;
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
    this.#stateChanged();
  }

  /** Prepares the first offer. */
  async addTransceivers() {
    addMissingTransceivers(this.#connection);
    await this.updateTracks(true);
  }

  /**
   * Sends the tracks of the outgoing stream.
   *
   * @param {boolean} mayAdd  whether tracks without a transceiver get a new one, which needs a negotiation
   */
  async updateTracks(mayAdd) {
    const excess = await sendTracks(this.#connection, this.#outgoing, this.#group);
    if (!mayAdd) return;
    for (const track of excess) this.#connection.addTransceiver(track, { streams: [this.#group] });
  }

  /** An offer was answered, on either side. */
  negotiated() {
    const before = this.#remoteUfrag;
    this.#remoteUfrag = ufragOf(this.#connection.remoteDescription?.sdp ?? '');
    if (before && before !== this.#remoteUfrag) this.#recovery.restarted();
    if (!updateReceivedTracks(this.#incoming, this.#connection)) return;
    this.#options.onStream(this.#incoming.getTracks().length > 0 ? this.#incoming : null);
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
