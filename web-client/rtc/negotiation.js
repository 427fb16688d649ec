/** @import { Candidate } from '../signaling/protocol.js' */
/** @import { MediaLink } from './media-link.js' */
/** @import { Action, Recovery } from './recovery.js' */
import { contentOf, isFromNewConnection, isStale, keepDtlsRole, ufragOf } from './sdp.js';

/** Candidates of one ICE generation that are used: more than any computer has. */
const MAX_CANDIDATES = 200;

/**
 * @typedef {{ type: 'offer' | 'answer', sdp: string, data?: unknown }} DescriptionSignal
 * @typedef {DescriptionSignal | { type: 'candidate', candidate: Candidate | null }} Signal
 *
 * @typedef {object} NegotiationOptions
 * @property {boolean} polite  true on the side with the higher seat
 * @property {MediaLink} link
 * @property {Recovery} recovery
 * @property {(signal: Signal) => void} send
 */

/**
 * Perfect negotiation (W3C WebRTC 1.0, section 10.7) between two peers for one pair of seats. A new seat on either side
 * starts a new negotiation, on the same connection.
 *
 * It differs from the specification's example in its start: the polite side makes the first offer, and the other one waits
 * for it. Until that offer is answered, the impolite side yields, and its offers are ignored: most are late ones from an
 * earlier negotiation.
 *
 * A side whose connection does not match the peer's any more (`MediaLink.isBroken`) replaces it instead of repairing it. The
 * peer recognizes the new connection by its fingerprint, and replaces its own.
 *
 * Not reentrant: the caller waits for each call before the next one.
 */
export class Negotiation {
  #polite;
  #link;
  #recovery;
  #send;
  #isOver = false;
  /** Whether the first offer was answered, or took too long, so that either side may offer. */
  #isSettled = false;
  /** Whether a local description was sent. Candidates from before it are in the description. */
  #hasDescribed = false;
  /** Whether the last offer was ignored, so that its candidates are ignored as well. */
  #ignoresOffer = false;
  /** Whether new ICE credentials are needed, because an answer came that belongs to no offer. */
  #needsRestart = false;
  /** Number of candidates of the present ICE generation of the peer. */
  #candidates = 0;
  /** @type {string | undefined} */
  #generation;
  /** The content of the last answer that was applied. @type {string | undefined} */
  #lastAnswer;

  /** @param {NegotiationOptions} options */
  constructor({ polite, link, recovery, send }) {
    this.#polite = polite;
    this.#link = link;
    this.#recovery = recovery;
    this.#send = send;
  }

  /** Sends no further descriptions. */
  end() {
    this.#isOver = true;
  }

  get isOver() {
    return this.#isOver;
  }

  /** Whether the peer has to make the first offer. */
  get awaitsOffer() {
    return !this.mayAddTransceivers;
  }

  /** Whether this side may add transceivers. The impolite side gets its first ones from the offer of the other. */
  get mayAddTransceivers() {
    return this.#isSettled || this.#polite;
  }

  /**
   * Makes the first offer on the polite side. The impolite side waits, even with a working connection: the offer may come
   * from a reloaded page, which has a new connection.
   *
   * An offer of an earlier negotiation may have reached the peer or not. The polite side sends it again, because a peer can
   * apply the same offer twice. On the impolite side a rollback would take the mids of new transceivers, which the peer may
   * have already, so that its offers and ours would not match: a new connection is safe.
   */
  async start() {
    const { connection } = this.#link;
    const { signalingState } = connection;
    if (signalingState === 'have-local-offer' && this.#polite && !this.#link.isBroken)
      return this.#sendDescription(connection);
    if (signalingState !== 'stable' || this.#link.isBroken) this.#reconnect();
    if (!this.#polite) return this.#link.updateTracks(false);
    if (this.#link.connection.remoteDescription && this.#link.connection.connectionState !== 'connected')
      this.#link.restartIce();
    await this.#firstOffer();
  }

  /** The browser needs a negotiation. */
  async negotiate() {
    // In other states there is nothing to do: `negotiationneeded` fires again when the state is stable.
    const isPossible = this.#link.connection.signalingState === 'stable' && !this.#link.isBroken;
    if (this.#isSettled && isPossible) await this.#offer();
  }

  /** @param {Exclude<Action, 'restart'>} action */
  async recover(action) {
    const { connection, isBroken } = this.#link;
    if (!this.#recovery.isDue) return; // an offer of the peer that was in the queue has solved the problem
    // From now on, the polite side yields: what arrives after a timeout or a delay is hardly from an earlier negotiation.
    if (this.#polite || action === 'offer') this.#isSettled = true;
    const isStable = connection.signalingState === 'stable' && !isBroken;
    if (action === 'repeat' && connection.signalingState === 'have-local-offer' && !isBroken)
      return this.#sendDescription(connection);
    if (action === 'replace' || !isStable) this.#reconnect();
    else if (this.#needsRestart) this.#link.restartIce();
    this.#needsRestart = false;
    if (this.mayAddTransceivers) await this.#firstOffer();
    else await this.#link.updateTracks(false); // the peer repeats its offer
    this.#recovery.progressed();
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

  #reconnect() {
    this.#link.reconnect();
    this.#recovery.progressed();
  }

  async #firstOffer() {
    await this.#link.addTransceivers();
    await this.#offer();
  }

  async #offer() {
    const { connection } = this.#link;
    await connection.setLocalDescription();
    this.#sendDescription(connection);
  }

  /** @param {RTCPeerConnection} connection */
  #sendDescription(connection) {
    const { localDescription } = connection;
    if (!localDescription || this.#isOver || connection !== this.#link.connection) return;
    this.#hasDescribed = true;
    const type = localDescription.type === 'offer' ? 'offer' : 'answer';
    this.#send({ type, sdp: localDescription.sdp, data: this.#link.descriptionData });
  }

  /** @param {DescriptionSignal} offer */
  async #receiveOffer({ sdp, data }) {
    const { isBroken, connection: before } = this.#link;
    const isCollision = before.signalingState === 'have-local-offer';
    const yields = this.#polite === this.#isSettled;
    this.#ignoresOffer = isCollision && !yields && !isBroken;
    if (this.#ignoresOffer) return;
    // A rollback is safe if the peer ignores the offer, and takes mids from nothing that the peer has.
    const canRollBack = this.#polite && before.remoteDescription;
    if (isBroken || (isCollision && !canRollBack) || isFromNewConnection(sdp, before)) {
      this.#ignoresOffer = !this.#recovery.mayReplace();
      if (this.#ignoresOffer) return;
      this.#reconnect();
    }
    await this.#apply(async (connection) => {
      await connection.setRemoteDescription({ type: 'offer', sdp: keepDtlsRole(sdp, connection) });
      this.#link.received.describe(data);
      await this.#link.updateTracks(true);
      await connection.setLocalDescription();
      this.#isSettled = true;
      this.#sendDescription(connection);
    });
  }

  /** @param {DescriptionSignal} answer */
  async #receiveAnswer({ sdp, data }) {
    const { connection, isBroken } = this.#link;
    if (isBroken) return;
    if (connection.signalingState !== 'have-local-offer') return this.#receiveUnexpectedAnswer(sdp);
    this.#isSettled = true;
    if (isFromNewConnection(sdp, connection)) {
      this.#reconnect();
      return this.#firstOffer();
    }
    await this.#apply(async () => {
      await connection.setRemoteDescription({ type: 'answer', sdp });
      this.#lastAnswer = contentOf(sdp);
      this.#link.received.describe(data);
      // On a new connection, only the answer shows which media sections have declined sources.
      await this.#link.updateTracks(true);
    });
    this.#ignoresOffer = false;
  }

  /**
   * Applies a description. If that fails, the two sides have descriptions that do not belong together.
   *
   * @param {(connection: RTCPeerConnection) => Promise<void>} apply
   */
  async #apply(apply) {
    const { connection } = this.#link;
    try {
      await apply(connection);
    } catch (error) {
      this.#link.isBroken = true;
      this.#ignoresOffer = true;
      throw error;
    }
    // After its time limit, an operation may end on a connection that was replaced.
    if (connection !== this.#link.connection) return;
    this.#recovery.progressed();
    this.#link.negotiated();
  }

  /**
   * Starts a new negotiation after an answer without an offer. A late answer to an offer of an earlier negotiation may have been
   * taken for that to the last offer, so that the two sides may hold descriptions that do not belong together. Not at once: a
   * peer that answers each offer twice would cause offers without end. An answer like the one before changes nothing.
   *
   * @param {string} sdp
   */
  #receiveUnexpectedAnswer(sdp) {
    if (!this.#isSettled || contentOf(sdp) === this.#lastAnswer) return;
    const { connection } = this.#link;
    this.#link.isBroken = isFromNewConnection(sdp, connection);
    this.#needsRestart = ufragOf(sdp) !== ufragOf(connection.remoteDescription?.sdp ?? '');
    this.#recovery.failed();
  }

  /** @param {Candidate | null} candidate */
  async #receiveCandidate(candidate) {
    const { connection, isBroken } = this.#link;
    const generation = ufragOf(connection.remoteDescription?.sdp ?? '');
    if (generation !== this.#generation) this.#candidates = 0;
    this.#generation = generation;
    // The browser keeps all of them, and sends checks to each.
    if (++this.#candidates > MAX_CANDIDATES) return;
    if (isBroken) return; // each may take until its timeout on a connection that does not respond
    try {
      await connection.addIceCandidate(candidate);
    } catch (problem) {
      const isExpected = this.#ignoresOffer || !this.#isSettled || isStale(candidate, connection);
      if (!isExpected) throw problem;
    }
  }
}
