/** @import { Candidate } from '../signaling/protocol.js' */
/** @import { MediaLink } from './media-link.js' */
import { isOutdated, isStranger, withPresentRole } from './sdp.js';

/**
 * @typedef {{ type: 'offer' | 'answer', sdp: string } | { type: 'candidate', candidate: Candidate | null }} Signal
 *
 * @typedef {object} NegotiationOptions
 * @property {boolean} polite  this side has the higher seat: it makes the first offer, and yields from then on
 * @property {MediaLink} link
 * @property {(signal: Signal) => void} send
 */

/**
 * The perfect negotiation of two peers (W3C WebRTC 1.0, 10.7), from when they meet until they part or meet anew.
 * Whoever calls it waits for the end of one call before the next.
 */
export class Negotiation {
  #polite;
  #link;
  #send;
  #over = false;
  /** The first offer has been answered, so that either side may offer. */
  #settled = false;
  /** A description was sent, which candidates can refer to. */
  #described = false;
  /** The last offer was ignored, and so are the candidates that come with it. */
  #ignoring = false;

  /** @param {NegotiationOptions} options */
  constructor({ polite, link, send }) {
    this.#polite = polite;
    this.#link = link;
    this.#send = send;
  }

  /** Nothing is said any more. */
  end() {
    this.#over = true;
  }

  get over() {
    return this.#over;
  }

  /** Whether this side may ask for new lines: the one with the lower seat gets its first ones from the other. */
  get mayAdd() {
    return this.#settled || this.#polite;
  }

  /**
   * What was under negotiation before is void, and the higher seat makes the first offer. The other one waits for it:
   * it may come from a new page, which knows nothing of this connection.
   */
  async begin() {
    const { connection } = this.#link;
    if (connection.signalingState === 'have-local-offer')
      await connection.setLocalDescription({ type: 'rollback' });
    if (!this.#polite) return this.#link.carry(false);
    if (connection.remoteDescription && connection.connectionState !== 'connected') connection.restartIce();
    await this.#open();
  }

  async negotiate() {
    // In any other state there is nothing to do: the browser asks again as soon as the state is stable.
    if (this.#settled && this.#link.connection.signalingState === 'stable') await this.#offer();
  }

  /** Nothing gets through: makes a new connection, which the other side will see for what it is. */
  async renew() {
    if (!this.#settled) return;
    this.#link.reconnect();
    await this.#open();
  }

  /** @param {RTCIceCandidate | null} candidate */
  trickle(candidate) {
    // A description brings along the candidates that were found before it.
    if (this.#described) this.#send({ type: 'candidate', candidate: candidate?.toJSON() ?? null });
  }

  /** @param {Signal} signal */
  take(signal) {
    switch (signal.type) {
      case 'offer':
        return this.#offered(signal.sdp);
      case 'answer':
        return this.#answered(signal.sdp);
      case 'candidate':
        return this.#found(signal.candidate);
    }
  }

  async #open() {
    await this.#link.draw();
    await this.#offer();
  }

  async #offer() {
    await this.#link.connection.setLocalDescription();
    this.#describe();
  }

  #describe() {
    const { localDescription } = this.#link.connection;
    if (!localDescription || this.#over) return;
    this.#described = true;
    this.#send({ type: localDescription.type === 'offer' ? 'offer' : 'answer', sdp: localDescription.sdp });
  }

  /** @param {string} sdp */
  async #offered(sdp) {
    const collision = this.#link.connection.signalingState !== 'stable';
    // Who makes the first offer need not yield: the other one's offer is from before the two met.
    this.#ignoring = collision && !(this.#polite && this.#settled);
    if (this.#ignoring) return;
    if (isStranger(sdp, this.#link.connection)) this.#link.reconnect();
    const { connection } = this.#link;
    await connection.setRemoteDescription({ type: 'offer', sdp: withPresentRole(sdp, connection) });
    this.#settled = true;
    await this.#link.carry(true);
    await connection.setLocalDescription();
    this.#describe();
    this.#link.agreed();
  }

  /** @param {string} sdp */
  async #answered(sdp) {
    const { connection } = this.#link;
    if (connection.signalingState !== 'have-local-offer') return this.#recover(sdp);
    this.#settled = true;
    if (isStranger(sdp, connection)) {
      this.#link.reconnect();
      return this.#open();
    }
    await connection.setRemoteDescription({ type: 'answer', sdp });
    this.#ignoring = false;
    this.#link.agreed();
  }

  /**
   * An answer came for which there is no offer. So an earlier one, to an offer from before the two met, may have been
   * taken for the answer to the last offer: only a new negotiation makes sure that both mean the same.
   *
   * @param {string} sdp
   */
  async #recover(sdp) {
    if (!this.#settled) return;
    const { connection } = this.#link;
    if (isStranger(sdp, connection)) this.#link.reconnect();
    else connection.restartIce();
    await this.#open();
  }

  /** @param {Candidate | null} candidate */
  async #found(candidate) {
    const { connection } = this.#link;
    try {
      await connection.addIceCandidate(candidate);
    } catch (problem) {
      if (!this.#ignoring && this.#settled && !isOutdated(candidate, connection)) throw problem;
    }
  }
}
