/** @import { Clock } from '../signaling/clock.js' */
/** @import { IceServer } from '../signaling/protocol.js' */
import { IceRecovery } from './ice-recovery.js';
import { ufragOf } from './sdp.js';
import { drawLines, fillLines, follow } from './tracks.js';

/**
 * @typedef {object} MediaLinkOptions
 * @property {IceServer[]} iceServers
 * @property {MediaStream | null} stream  what is sent
 * @property {(configuration: RTCConfiguration) => RTCPeerConnection} newConnection
 * @property {() => MediaStream} newStream
 * @property {Clock} clock
 * @property {() => void} negotiationNeeded
 * @property {() => void} lost  nothing gets through, and nothing but a new connection will help
 * @property {(candidate: RTCIceCandidate | null) => void} found
 * @property {(state: RTCPeerConnectionState) => void} changed
 * @property {(stream: MediaStream | null) => void} received  what the other side sends is another than before
 */

/** The way that media takes to a peer: a connection, which may be replaced, and what is sent and received on it. */
export class MediaLink {
  #options;
  #outgoing;
  #label;
  #incoming;
  #iceServers;
  #revival;
  /** @type {string | undefined} by what the other side recognizes the present way to it */
  #way;
  /** @type {RTCPeerConnectionState | undefined} as it was told last */
  #state;
  /** @type {RTCPeerConnection} */
  #connection;

  /** @param {MediaLinkOptions} options */
  constructor(options) {
    this.#options = options;
    this.#outgoing = options.stream;
    this.#label = options.newStream();
    this.#incoming = options.newStream();
    this.#iceServers = options.iceServers;
    const connection = () => this.#connection;
    this.#revival = new IceRecovery({ clock: options.clock, connection, replace: options.lost });
    this.#connection = this.#connect();
  }

  get connection() {
    return this.#connection;
  }

  /** @param {MediaStream | null} stream  what is sent from the next `carry` on */
  set outgoing(stream) {
    this.#outgoing = stream;
  }

  /** @param {IceServer[]} iceServers */
  set iceServers(iceServers) {
    if (JSON.stringify(iceServers) === JSON.stringify(this.#iceServers)) return;
    this.#iceServers = iceServers;
    this.#connection.setConfiguration({ iceServers });
  }

  /** The other end is gone, and a new one has taken its place. */
  reconnect() {
    this.close();
    this.#way = undefined;
    this.#connection = this.#connect();
    this.#changed();
  }

  /** Makes ready for the first offer. */
  async draw() {
    drawLines(this.#connection);
    await this.carry(true);
  }

  /** @param {boolean} mayAdd  whether there may be new lines, for which there has to be a negotiation */
  async carry(mayAdd) {
    const left = await fillLines(this.#connection, this.#outgoing, this.#label);
    if (!mayAdd) return;
    for (const track of left) this.#connection.addTransceiver(track, { streams: [this.#label] });
  }

  /** The two sides have agreed on what each sends. */
  agreed() {
    const before = this.#way;
    this.#way = ufragOf(this.#connection.remoteDescription?.sdp ?? '');
    if (before && before !== this.#way) this.#revival.restarted();
    if (!follow(this.#incoming, this.#connection)) return;
    this.#options.received(this.#incoming.getTracks().length > 0 ? this.#incoming : null);
  }

  close() {
    this.#revival.stop();
    this.#connection.close();
  }

  #connect() {
    const { newConnection, negotiationNeeded, found } = this.#options;
    const connection = newConnection({ iceServers: this.#iceServers });
    connection.addEventListener('negotiationneeded', negotiationNeeded);
    connection.addEventListener('icecandidate', ({ candidate }) => found(candidate));
    connection.addEventListener('connectionstatechange', () => this.#changed());
    return connection;
  }

  #changed() {
    const { connectionState, signalingState } = this.#connection;
    // Firefox calls a way that works `connecting` while it waits for the answer to an offer.
    const isOffering = connectionState === 'connecting' && signalingState === 'have-local-offer';
    if (isOffering && this.#state === 'connected') return;
    this.#state = connectionState;
    this.#revival.saw(connectionState);
    this.#options.changed(connectionState);
  }
}
