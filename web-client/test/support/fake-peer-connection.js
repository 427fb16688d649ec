/**
 * The signaling state machine of an RTCPeerConnection (W3C WebRTC 1.0, section 4.4) without media: descriptions are a few
 * valid lines of SDP, operations take a random number of microtasks, and `negotiationneeded` fires as specified.
 *
 * It is as strict as browsers: a rollback takes the mids from new transceivers, later offers do not reuse these mids, offers
 * of the peer do not reuse these transceivers (w3c/webrtc-pc#2095), and the order of media sections never changes.
 */
export class FakePeerConnection extends EventTarget {
  static #certificates = 0;

  signalingState = 'stable';
  connectionState = 'new';
  /** Bytes of media received, for `getStats`. */
  bytes = 0;
  /** @type {Description | null} */
  localDescription = null;
  /** @type {Description | null} */
  remoteDescription = null;
  #certificate = ++FakePeerConnection.#certificates;
  #version = 0;
  /** Counts ICE generations, which differ in their ufrag. */
  #generation = 0;
  #restart = false;
  #negotiationNeeded = false;
  #lastMid = -1;
  /** @type {FakeTransceiver[]} */
  #transceivers = [];
  /** @type {Description | null} the description that a rollback restores */
  #stableLocal = null;

  /** @typedef {{ type: string, sdp: string }} Description */

  /**
   * @param {() => number} random  chooses the number of microtasks of each operation
   * @param {() => boolean} [fails]  whether the next operation fails
   */
  constructor(random, fails = () => false) {
    super();
    this.random = random;
    this.fails = fails;
  }

  get currentLocalDescription() {
    return this.#stableLocal;
  }

  get currentRemoteDescription() {
    return this.signalingState === 'stable' ? this.remoteDescription : null;
  }

  getTransceivers() {
    return [...this.#transceivers];
  }

  /** @param {string | { kind: string }} media @param {{ direction?: string }} [init] */
  addTransceiver(media, { direction = 'sendrecv' } = {}) {
    const transceiver = this.#add(typeof media === 'string' ? media : media.kind, direction);
    if (typeof media !== 'string') transceiver.sender.track = media;
    this.#checkNegotiationNeeded();
    return transceiver;
  }

  restartIce() {
    this.#restart = true;
    this.#checkNegotiationNeeded();
  }

  /** @param {any} configuration */
  setConfiguration(configuration) {
    this.#mayFail('setConfiguration');
    this.configuration = configuration;
  }

  getConfiguration() {
    return this.configuration ?? {};
  }

  async getStats() {
    await this.operation('getStats');
    return new Map([['inbound', { type: 'inbound-rtp', bytesReceived: this.bytes }]]);
  }

  close() {
    this.signalingState = 'closed';
    this.connectionState = 'closed';
  }

  /** @param {string} state */
  setConnectionState(state) {
    this.connectionState = state;
    this.dispatchEvent(new Event('connectionstatechange'));
  }

  /** @param {{ type: string }} [description] */
  async setLocalDescription(description) {
    await this.operation('setLocalDescription');
    if (description?.type === 'rollback') return this.#rollBack();
    if (this.signalingState === 'stable') return this.#offer();
    if (this.signalingState === 'have-remote-offer') return this.#answer();
    throw new Error(`InvalidStateError: setLocalDescription in ${this.signalingState}`);
  }

  /** @param {Description} description */
  async setRemoteDescription({ type, sdp }) {
    await this.operation('setRemoteDescription');
    if (type === 'offer' && this.signalingState === 'have-local-offer') this.#rollBack();
    this.#mayFail('setRemoteDescription');
    if (!sdp.startsWith('v=0')) throw new Error('OperationError: malformed description');
    const expected = type === 'offer' ? 'stable' : 'have-local-offer';
    if (this.signalingState !== expected)
      throw new Error(`InvalidStateError: ${type} in ${this.signalingState}`);
    const sections = mediaSections(sdp);
    if (type === 'answer' && sections.length !== this.#associated.length)
      throw new Error('InvalidAccessError: the answer has other media sections than the offer');
    // A later description has all media sections of the one before, at the same places (RFC 8829, section 5.2.2).
    const before = type === 'answer' ? this.localDescription : (this.#stableLocal ?? this.remoteDescription);
    if (mediaSections(before?.sdp ?? '').some(({ mid }, index) => sections[index]?.mid !== mid))
      throw new Error('InvalidAccessError: the order of the media sections has changed');
    this.remoteDescription = { type, sdp };
    for (const { mid, kind, direction } of sections) {
      const known = this.#transceivers.find((transceiver) => transceiver.mid === mid);
      const transceiver = known ?? this.#add(kind, 'recvonly', mid);
      transceiver.remoteDirection = direction;
      if (type === 'answer') transceiver.currentDirection = reversed(direction);
    }
    this.signalingState = type === 'offer' ? 'have-remote-offer' : 'stable';
    if (type === 'answer') this.#becomeStable();
  }

  /** @param {{ usernameFragment?: string } | null} candidate */
  async addIceCandidate(candidate) {
    await this.operation('addIceCandidate');
    if (!this.remoteDescription) throw new Error('InvalidStateError: no remote description');
    const ufrag = candidate?.usernameFragment;
    if (ufrag && !this.remoteDescription.sdp.includes(`a=ice-ufrag:${ufrag}\r\n`))
      throw new Error('OperationError: unknown ufrag');
  }

  #offer() {
    if (this.#restart || this.#generation === 0) this.#generation += 1;
    for (const transceiver of this.#transceivers) {
      transceiver.isNew = transceiver.mid === null;
      if (transceiver.isNew) transceiver.place = this.#associated.length;
      transceiver.mid ??= this.#newMid();
    }
    this.#describe('offer', (transceiver) => transceiver.direction);
    this.signalingState = 'have-local-offer';
  }

  /** The transceivers with a media section, in the order of the sections. */
  get #associated() {
    return this.#transceivers.filter(({ mid }) => mid !== null).sort((a, b) => a.place - b.place);
  }

  /** As in Chromium, a mid that a rollback has taken back is not used again. */
  #newMid() {
    const used = this.#transceivers.map(({ mid }) => Number(mid ?? -1));
    this.#lastMid = Math.max(this.#lastMid, ...used) + 1;
    return String(this.#lastMid);
  }

  #answer() {
    // New ICE credentials in the offer require new ones in the answer (RFC 8839, section 4.4).
    const { sdp } = /** @type {Description} */ (this.remoteDescription);
    if (ufragOf(sdp) !== this.answeredUfrag) this.#generation += 1;
    this.answeredUfrag = ufragOf(sdp);
    this.#describe('answer', ({ direction, remoteDirection }) =>
      intersection(direction, reversed(remoteDirection)),
    );
    for (const transceiver of this.#transceivers)
      transceiver.currentDirection = transceiver.describedDirection;
    this.signalingState = 'stable';
    this.#becomeStable();
  }

  /** @param {string} type @param {(transceiver: FakeTransceiver) => string} directionOf */
  #describe(type, directionOf) {
    this.#version += 1;
    const transceivers = this.#associated;
    for (const transceiver of transceivers) transceiver.describedDirection = directionOf(transceiver);
    const media = transceivers.map(
      ({ mid, kind, describedDirection }) => `m=${kind} 9 x 0\r\na=mid:${mid}\r\na=${describedDirection}\r\n`,
    );
    const ufrag = `${this.#certificate}.${this.#generation}`;
    // As in aiortc and Pion, the session id changes with each description.
    const session = `v=0\r\no=- ${this.#certificate}${this.#version} ${this.#version} IN IP4 127.0.0.1\r\n`;
    const transport = `a=ice-ufrag:${ufrag}\r\na=fingerprint:sha-256 ${this.#certificate}\r\n`;
    this.localDescription = { type, sdp: session + transport + media.join('') };
    for (const candidate of [{ usernameFragment: ufrag }, null]) this.#dispatchCandidate(candidate);
  }

  /** @param {{ usernameFragment: string } | null} candidate */
  async #dispatchCandidate(candidate) {
    await this.#microtasks();
    const found = candidate && { toJSON: () => candidate };
    if (this.signalingState !== 'closed')
      this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate: found }));
  }

  #rollBack() {
    if (this.signalingState !== 'have-local-offer')
      throw new Error('InvalidStateError: nothing to roll back');
    for (const transceiver of this.#transceivers) if (transceiver.isNew) transceiver.mid = null;
    this.localDescription = this.#stableLocal;
    this.signalingState = 'stable';
    this.#negotiationNeeded = false;
    this.#checkNegotiationNeeded();
  }

  #becomeStable() {
    this.#stableLocal = this.localDescription;
    this.#restart = false;
    for (const transceiver of this.#transceivers) transceiver.isNew = false;
    this.answeredUfrag = ufragOf(/** @type {Description} */ (this.remoteDescription).sdp);
    this.#negotiationNeeded = false;
    this.#checkNegotiationNeeded();
  }

  /** Fires `negotiationneeded` if it is needed, once until the state is stable again (W3C WebRTC 1.0, section 4.7.3). */
  async #checkNegotiationNeeded() {
    await this.#microtasks();
    if (this.signalingState !== 'stable' || this.#negotiationNeeded || !this.#needsNegotiation()) return;
    this.#negotiationNeeded = true;
    await this.#microtasks();
    if (this.signalingState === 'stable') this.dispatchEvent(new Event('negotiationneeded'));
  }

  #needsNegotiation() {
    const isAnswerer = this.localDescription?.type === 'answer';
    return (
      this.#restart ||
      this.#transceivers.some(({ mid, direction, remoteDirection, describedDirection }) => {
        const wanted = isAnswerer ? intersection(direction, reversed(remoteDirection)) : direction;
        return mid === null || wanted !== describedDirection;
      })
    );
  }

  /** @param {string} kind @param {string} direction @param {string | null} [mid] */
  #add(kind, direction, mid = null) {
    const transceiver = new FakeTransceiver(this, kind, direction, mid, () => this.#checkNegotiationNeeded());
    transceiver.place = this.#associated.length;
    this.#transceivers.push(transceiver);
    return transceiver;
  }

  async #microtasks() {
    for (let turns = Math.floor(this.random() * 4); turns >= 0; turns--) await null;
  }

  /** Waits as long as an operation takes. One that a `close` overtakes never settles. @param {string} name */
  async operation(name) {
    if (this.signalingState === 'closed') throw new Error('InvalidStateError: closed');
    await this.#microtasks();
    if (this.signalingState === 'closed') await new Promise(() => {});
    this.#mayFail(name);
  }

  /** @param {string} name */
  #mayFail(name) {
    if (this.fails()) throw new Error(`OperationError: ${name} fails in this test`);
  }
}

class FakeTransceiver {
  currentDirection = /** @type {string | null} */ (null);
  /** In the last remote description. */
  remoteDirection = 'inactive';
  /** In the last local description. */
  describedDirection = 'none';
  isNew = false;
  /** Index of the media section of a transceiver with a mid. */
  place = 0;
  #direction;

  /** @param {FakePeerConnection} connection @param {string} kind @param {string} direction @param {string | null} mid @param {() => void} onChange */
  constructor(connection, kind, direction, mid, onChange) {
    this.connection = connection;
    this.kind = kind;
    this.mid = mid;
    this.onChange = onChange;
    this.#direction = direction;
    this.receiver = { track: { kind } };
    this.sender = {
      track: /** @type {any} */ (null),
      replaceTrack: async (/** @type {any} */ track) => {
        await connection.operation('replaceTrack');
        this.sender.track = track;
      },
      setStreams: () => {},
    };
  }

  get direction() {
    return this.#direction;
  }

  set direction(direction) {
    this.#direction = direction;
    this.onChange();
  }
}

/** @param {string} sdp */
export function mediaSections(sdp) {
  const sections = sdp.matchAll(/^m=(\w+) .*\r\na=mid:(\w+)\r\na=(\w+)\r\n/gm);
  return [...sections].map(([, kind = '', mid = '', direction = '']) => ({ kind, mid, direction }));
}

/** @param {string} sdp */
export function fingerprintOf(sdp) {
  return /a=fingerprint:(\S+ \S+)/.exec(sdp)?.[1];
}

/** @param {string} sdp */
export function ufragOf(sdp) {
  return /a=ice-ufrag:(\S+)/.exec(sdp)?.[1];
}

/** @param {string} direction */
function reversed(direction) {
  return { sendonly: 'recvonly', recvonly: 'sendonly' }[direction] ?? direction;
}

/** @param {string} one @param {string} other */
function intersection(one, other) {
  const sends = [one, other].every((direction) => direction.startsWith('send'));
  const receives = [one, other].every((direction) => direction.endsWith('recv') || direction === 'recvonly');
  if (sends) return receives ? 'sendrecv' : 'sendonly';
  return receives ? 'recvonly' : 'inactive';
}
