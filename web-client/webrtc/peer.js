/** @import { Clock } from '../signaling/clock.js' */
/** @import { Candidate, IceServer } from '../signaling/protocol.js' */
import { systemClock } from '../signaling/clock.js';
import { Revival } from './revival.js';
import { isOutdated, isStranger, withPresentRole } from './session.js';
import { drawLines, fillLines, receivedTracks } from './tracks.js';

/**
 * @typedef {{ type: 'offer' | 'answer', sdp: string } | { type: 'candidate', candidate: Candidate | null }} Signal
 *
 * What the two sides have agreed on since they last met.
 * @typedef {object} Pairing
 * @property {boolean} polite  this side has the higher seat: it makes the first offer, and yields from then on
 * @property {boolean} settled  the first offer has been answered, so that either side may offer
 * @property {boolean} described  a description was sent, which the candidates can refer to
 *
 * @typedef {object} PeerOptions
 * @property {string} id
 * @property {boolean} polite
 * @property {(signal: Signal) => void} send
 * @property {IceServer[]} [iceServers]
 * @property {MediaStream | null} [stream]  what is sent to the peer
 * @property {(configuration: RTCConfiguration) => RTCPeerConnection} [newConnection]
 * @property {() => MediaStream} [newStream]
 * @property {Clock} [clock]
 */

/**
 * One RTCPeerConnection, perfectly negotiated. Events: `stream` (detail {stream}: what the peer sends, or null),
 * `connection` (detail {state}).
 */
export class Peer extends EventTarget {
  #send;
  #newConnection;
  #iceServers;
  #outgoing;
  #label;
  #incoming;
  #revival;
  /** @type {RTCPeerConnection} */
  #connection;
  /** @type {Pairing | undefined} undefined while the peer has no seat that could be talked to */
  #pairing;
  /** The last offer was ignored, and so are the candidates that come with it. */
  #ignoring = false;
  /**
   * Everything is done one after the other: handled side by side, messages and own offers would see each other's
   * half-done state.
   */
  #chain = Promise.resolve();

  /** @param {PeerOptions} options */
  constructor({ id, polite, send, iceServers = [], stream = null, ...seams }) {
    super();
    this.id = id;
    const { newConnection = openConnection, newStream = openStream, clock = systemClock } = seams;
    this.#send = send;
    this.#newConnection = newConnection;
    this.#iceServers = iceServers;
    this.#outgoing = stream;
    this.#label = newStream();
    this.#incoming = newStream();
    this.#revival = new Revival({ clock, restart: () => this.#connection.restartIce() });
    this.#connection = this.#connect();
    this.pair(polite);
  }

  get connection() {
    return this.#connection;
  }

  /**
   * The two sides meet, or meet again: what was under negotiation is void, and the higher seat makes the first offer.
   * The other one waits for it, for it may come from a new page which knows nothing of this connection.
   *
   * @param {boolean} polite
   */
  pair(polite) {
    this.#pairing = { polite, settled: false, described: false };
    this.#step((pairing) => this.#begin(pairing));
  }

  /** The peer has no seat any more: nothing can be negotiated until it is paired again. */
  part() {
    this.#pairing = undefined;
  }

  /** @param {Signal} signal */
  receive(signal) {
    this.#step((pairing) => this.#take(signal, pairing));
  }

  /** @param {MediaStream | null} stream  what is sent to the peer from now on */
  setTracks(stream) {
    this.#outgoing = stream;
    this.#queue(() => this.#carry(this.#pairing));
  }

  /** @param {IceServer[]} iceServers */
  setIceServers(iceServers) {
    if (JSON.stringify(iceServers) === JSON.stringify(this.#iceServers)) return;
    this.#iceServers = iceServers;
    this.#connection.setConfiguration({ iceServers });
  }

  close() {
    this.part();
    this.#revival.stop();
    this.#connection.close();
  }

  /** @param {(pairing: Pairing) => void | Promise<void>} work  is void if the two part or meet anew before its turn */
  #step(work) {
    const pairing = this.#pairing;
    this.#queue(() => (pairing && pairing === this.#pairing ? work(pairing) : undefined));
  }

  /** @param {() => void | Promise<void>} work */
  #queue(work) {
    this.#chain = this.#chain.then(work).catch((problem) => this.#warn(problem));
  }

  #connect() {
    const connection = this.#newConnection({ iceServers: this.#iceServers });
    connection.addEventListener('negotiationneeded', () => this.#step((pairing) => this.#negotiate(pairing)));
    connection.addEventListener('icecandidate', ({ candidate }) => {
      this.#step((pairing) => this.#trickle(candidate, pairing));
    });
    connection.addEventListener('connectionstatechange', () =>
      this.#stateChanged(connection.connectionState),
    );
    return connection;
  }

  /** The other end of the connection is gone, and a new one has taken its place. */
  #reconnect() {
    this.#connection.close();
    this.#connection = this.#connect();
    this.#stateChanged(this.#connection.connectionState);
  }

  /** @param {Pairing} pairing */
  async #begin(pairing) {
    const connection = this.#connection;
    if (connection.signalingState === 'have-local-offer')
      await connection.setLocalDescription({ type: 'rollback' });
    if (!pairing.polite) return this.#carry(pairing);
    if (connection.remoteDescription && connection.connectionState !== 'connected') connection.restartIce();
    await this.#open(pairing);
  }

  /** @param {Pairing} pairing */
  async #open(pairing) {
    drawLines(this.#connection);
    await this.#carry(pairing);
    await this.#offer(pairing);
  }

  /** @param {Pairing} pairing */
  async #negotiate(pairing) {
    // In any other state there is nothing to do: the browser asks again as soon as the state is stable.
    if (pairing.settled && this.#connection.signalingState === 'stable') await this.#offer(pairing);
  }

  /** @param {Pairing} pairing */
  async #offer(pairing) {
    await this.#connection.setLocalDescription();
    this.#describe(pairing);
  }

  /** @param {Pairing} pairing */
  #describe(pairing) {
    const description = this.#connection.localDescription;
    if (!description || pairing !== this.#pairing) return;
    pairing.described = true;
    this.#send({ type: description.type === 'offer' ? 'offer' : 'answer', sdp: description.sdp });
  }

  /**
   * @param {RTCIceCandidate | null} candidate
   * @param {Pairing} pairing
   */
  #trickle(candidate, pairing) {
    // A description brings the candidates that were found before it.
    if (pairing.described) this.#send({ type: 'candidate', candidate: candidate?.toJSON() ?? null });
  }

  /**
   * @param {Signal} signal
   * @param {Pairing} pairing
   */
  #take(signal, pairing) {
    switch (signal.type) {
      case 'offer':
        return this.#offered(signal.sdp, pairing);
      case 'answer':
        return this.#answered(signal.sdp, pairing);
      case 'candidate':
        return this.#found(signal.candidate, pairing);
    }
  }

  /**
   * @param {string} sdp
   * @param {Pairing} pairing
   */
  async #offered(sdp, pairing) {
    const collision = this.#connection.signalingState !== 'stable';
    // Who makes the first offer need not yield: the other one's offer is from before the two met.
    this.#ignoring = collision && !(pairing.polite && pairing.settled);
    if (this.#ignoring) return;
    if (isStranger(sdp, this.#connection)) this.#reconnect();
    await this.#connection.setRemoteDescription({
      type: 'offer',
      sdp: withPresentRole(sdp, this.#connection),
    });
    pairing.settled = true;
    await this.#carry(pairing);
    await this.#connection.setLocalDescription();
    this.#describe(pairing);
    this.#listen();
  }

  /**
   * @param {string} sdp
   * @param {Pairing} pairing
   */
  async #answered(sdp, pairing) {
    if (this.#connection.signalingState !== 'have-local-offer') return this.#recover(sdp, pairing);
    if (isStranger(sdp, this.#connection)) {
      this.#reconnect();
      return this.#open(pairing);
    }
    await this.#connection.setRemoteDescription({ type: 'answer', sdp });
    this.#ignoring = false;
    pairing.settled = true;
    this.#listen();
  }

  /**
   * An answer came for which there is no offer. So an earlier one, to an offer from before the two met, may have been
   * taken for the answer to the last offer: only a new negotiation makes sure that both mean the same.
   *
   * @param {string} sdp
   * @param {Pairing} pairing
   */
  async #recover(sdp, pairing) {
    if (!pairing.settled) return;
    if (isStranger(sdp, this.#connection)) this.#reconnect();
    else this.#connection.restartIce();
    await this.#open(pairing);
  }

  /**
   * @param {Candidate | null} candidate
   * @param {Pairing} pairing
   */
  async #found(candidate, pairing) {
    try {
      await this.#connection.addIceCandidate(candidate);
    } catch (problem) {
      if (!this.#ignoring && pairing.settled && !isOutdated(candidate, this.#connection)) this.#warn(problem);
    }
  }

  /** @param {Pairing} [pairing] */
  async #carry(pairing) {
    const left = await fillLines(this.#connection, this.#outgoing, this.#label);
    if (!pairing?.settled && !pairing?.polite) return;
    for (const track of left) this.#connection.addTransceiver(track, { streams: [this.#label] });
  }

  /** Brings what is shown in line with what the peer sends. */
  #listen() {
    const tracks = receivedTracks(this.#connection);
    const before = this.#incoming.getTracks();
    if (tracks.length === before.length && tracks.every((track) => before.includes(track))) return;
    for (const track of before) if (!tracks.includes(track)) this.#incoming.removeTrack(track);
    for (const track of tracks) this.#incoming.addTrack(track);
    this.#tell('stream', { stream: tracks.length > 0 ? this.#incoming : null });
  }

  /** @param {RTCPeerConnectionState} state */
  #stateChanged(state) {
    this.#revival.saw(state);
    this.#tell('connection', { state: state === 'new' ? 'connecting' : state });
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
    if (this.#connection.signalingState === 'closed') return;
    console.warn(`Negotiation with ${this.id}: ${problem}`);
  }
}

/** @param {RTCConfiguration} configuration */
function openConnection(configuration) {
  return new RTCPeerConnection(configuration);
}

function openStream() {
  return new MediaStream();
}
