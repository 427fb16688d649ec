/** @import { Candidate } from '../signaling/protocol.js' */
/** @import { MediaLink } from './media-link.js' */
import { isFromNewConnection, isStale, keepDtlsRole } from './sdp.js';

/**
 * @typedef {{ type: 'offer' | 'answer', sdp: string, data?: unknown }} DescriptionSignal
 * @typedef {DescriptionSignal | { type: 'candidate', candidate: Candidate | null }} Signal
 *
 * @typedef {object} NegotiationOptions
 * @property {boolean} polite  true on the side with the higher seat
 * @property {MediaLink} link
 * @property {(signal: Signal) => void} send
 */

/**
 * Perfect negotiation (W3C WebRTC 1.0, section 10.7) between two peers for one pair of seats. A new seat on either side
 * starts a new negotiation, on the same connection.
 *
 * It differs from the specification's example in its start: the polite side makes the first offer, and the other one waits
 * for it. Until that offer is answered, offers of the impolite side can only be late ones from an earlier negotiation.
 *
 * Not reentrant: the caller waits for each call before the next one.
 */
export class Negotiation {
  #polite;
  #link;
  #send;
  #isOver = false;
  /** Whether the first offer was answered, so that either side may offer. */
  #isSettled = false;
  /** Whether a local description was sent. Candidates from before it are in the description. */
  #hasDescribed = false;
  /** Whether the last offer was ignored, so that its candidates are ignored as well. */
  #ignoresOffer = false;

  /** @param {NegotiationOptions} options */
  constructor({ polite, link, send }) {
    this.#polite = polite;
    this.#link = link;
    this.#send = send;
  }

  /** Sends no further descriptions. */
  end() {
    this.#isOver = true;
  }

  get isOver() {
    return this.#isOver;
  }

  /** Whether this side may add transceivers. The impolite side gets its first ones from the offer of the other. */
  get mayAddTransceivers() {
    return this.#isSettled || this.#polite;
  }

  /**
   * Discards a pending offer of an earlier negotiation, and makes the first offer on the polite side. The impolite side
   * waits, even with a working connection: the offer may come from a reloaded page, which has a new connection.
   */
  async start() {
    if (this.#link.connection.signalingState === 'have-local-offer') await this.#discardOffer();
    if (!this.#polite) return this.#link.updateTracks(false);
    const { connection } = this.#link;
    if (connection.remoteDescription && connection.connectionState !== 'connected') connection.restartIce();
    await this.#firstOffer();
  }

  /** The browser needs a negotiation. */
  async negotiate() {
    // In other states there is nothing to do: `negotiationneeded` fires again when the state is stable.
    if (this.#isSettled && this.#link.connection.signalingState === 'stable') await this.#offer();
  }

  /** Replaces the connection. The peer recognizes the new one by its offer, and replaces its own. */
  async replaceConnection() {
    if (!this.#isSettled) return;
    this.#link.reconnect();
    await this.#firstOffer();
  }

  /** @param {RTCIceCandidate | null} candidate */
  sendCandidate(candidate) {
    if (this.#hasDescribed) this.#send({ type: 'candidate', candidate: candidate?.toJSON() ?? null });
  }

  /** @param {Signal} signal */
  receive(signal) {
    switch (signal.type) {
      case 'offer':
        return this.#receiveOffer(signal);
      case 'answer':
        return this.#receiveAnswer(signal);
      case 'candidate':
        return this.#receiveCandidate(signal.candidate);
    }
  }

  /**
   * Before the first answer, a new connection loses nothing. A rollback would: it takes the mids from the transceivers
   * (RFC 8829, section 5.7), the next offer has others, and a peer that has received both offers cannot apply the second.
   */
  async #discardOffer() {
    const { connection } = this.#link;
    if (connection.remoteDescription) await connection.setLocalDescription({ type: 'rollback' });
    else this.#link.reconnect();
  }

  async #firstOffer() {
    await this.#link.addTransceivers();
    await this.#offer();
  }

  async #offer() {
    await this.#link.connection.setLocalDescription();
    this.#sendDescription();
  }

  #sendDescription() {
    const { localDescription } = this.#link.connection;
    if (!localDescription || this.#isOver) return;
    this.#hasDescribed = true;
    const type = localDescription.type === 'offer' ? 'offer' : 'answer';
    this.#send({ type, sdp: localDescription.sdp, data: this.#link.descriptionData });
  }

  /** @param {DescriptionSignal} offer */
  async #receiveOffer({ sdp, data }) {
    const isCollision = this.#link.connection.signalingState !== 'stable';
    // The polite side does not yield before its first offer is answered: the other offer is a late one.
    this.#ignoresOffer = isCollision && !(this.#polite && this.#isSettled);
    if (this.#ignoresOffer) return;
    if (isFromNewConnection(sdp, this.#link.connection)) this.#link.reconnect();
    const { connection } = this.#link;
    await connection.setRemoteDescription({ type: 'offer', sdp: keepDtlsRole(sdp, connection) });
    this.#isSettled = true;
    this.#link.received.describe(data);
    await this.#link.updateTracks(true);
    await connection.setLocalDescription();
    this.#sendDescription();
    this.#link.negotiated();
  }

  /** @param {DescriptionSignal} answer */
  async #receiveAnswer({ sdp, data }) {
    const { connection } = this.#link;
    if (connection.signalingState !== 'have-local-offer') return this.#receiveUnexpectedAnswer(sdp);
    this.#isSettled = true;
    if (isFromNewConnection(sdp, connection)) {
      this.#link.reconnect();
      return this.#firstOffer();
    }
    await connection.setRemoteDescription({ type: 'answer', sdp });
    this.#ignoresOffer = false;
    this.#link.received.describe(data);
    this.#link.negotiated();
  }

  /**
   * Starts a new negotiation after an answer without an offer. A late answer to an offer of an earlier negotiation may have been
   * taken for that to the last offer, so that the two sides may hold descriptions that do not belong together.
   *
   * @param {string} sdp
   */
  async #receiveUnexpectedAnswer(sdp) {
    if (!this.#isSettled) return;
    const { connection } = this.#link;
    if (isFromNewConnection(sdp, connection)) this.#link.reconnect();
    else connection.restartIce();
    await this.#firstOffer();
  }

  /** @param {Candidate | null} candidate */
  async #receiveCandidate(candidate) {
    const { connection } = this.#link;
    try {
      await connection.addIceCandidate(candidate);
    } catch (problem) {
      const isExpected = this.#ignoresOffer || !this.#isSettled || isStale(candidate, connection);
      if (!isExpected) throw problem;
    }
  }
}
