/**
 * The signaling state machine of an RTCPeerConnection (W3C WebRTC 1.0, 4.4) without any media: descriptions are
 * a few honest lines of SDP, operations take a few turns, and `negotiationneeded` comes when it would.
 */
export class FakeConnection extends EventTarget {
  static #sessions = 0;

  signalingState = 'stable';
  connectionState = 'new';
  /** How many bytes of media have come in. */
  bytes = 0;
  /** @type {Description | null} */
  localDescription = null;
  /** @type {Description | null} */
  remoteDescription = null;
  #session = String(++FakeConnection.#sessions);
  #version = 0;
  #generation = 0;
  #restart = false;
  #flagged = false;
  /** @type {FakeLine[]} */
  #lines = [];
  /** @type {Description | null} what to fall back on */
  #stableLocal = null;

  /** @typedef {{ type: string, sdp: string }} Description */

  /** @param {() => number} random  how many turns an operation takes */
  constructor(random) {
    super();
    this.random = random;
  }

  get currentLocalDescription() {
    return this.#stableLocal;
  }

  get currentRemoteDescription() {
    return this.signalingState === 'stable' ? this.remoteDescription : null;
  }

  getTransceivers() {
    return this.#lines;
  }

  /** @param {string | { kind: string }} media @param {{ direction?: string }} [init] */
  addTransceiver(media, { direction = 'sendrecv' } = {}) {
    const line = this.#addLine(typeof media === 'string' ? media : media.kind, direction);
    if (typeof media !== 'string') line.sender.track = media;
    this.#review();
    return line;
  }

  restartIce() {
    this.#restart = true;
    this.#review();
  }

  /** @param {any} configuration */
  setConfiguration(configuration) {
    this.configuration = configuration;
  }

  async getStats() {
    return new Map([['inbound', { type: 'inbound-rtp', bytesReceived: this.bytes }]]);
  }

  close() {
    this.signalingState = 'closed';
    this.connectionState = 'closed';
  }

  /** @param {string} state */
  becomes(state) {
    this.connectionState = state;
    this.dispatchEvent(new Event('connectionstatechange'));
  }

  /** @param {{ type: string }} [description] */
  async setLocalDescription(description) {
    await this.#pass();
    if (description?.type === 'rollback') return this.#rollBack();
    if (this.signalingState === 'stable') return this.#offer();
    if (this.signalingState === 'have-remote-offer') return this.#answer();
    throw new Error(`InvalidStateError: nothing to set in ${this.signalingState}`);
  }

  /** @param {Description} description */
  async setRemoteDescription({ type, sdp }) {
    await this.#pass();
    if (type === 'offer' && this.signalingState === 'have-local-offer') this.#rollBack();
    const expected = type === 'offer' ? 'stable' : 'have-local-offer';
    if (this.signalingState !== expected)
      throw new Error(`InvalidStateError: ${type} in ${this.signalingState}`);
    const offered = linesOf(sdp);
    if (type === 'answer' && offered.length !== this.#lines.filter(({ mid }) => mid).length)
      throw new Error('InvalidAccessError: the answer has other lines than the offer');
    this.remoteDescription = { type, sdp };
    for (const { mid, kind, direction } of offered) {
      const line = this.#lines.find((known) => known.mid === mid) ?? this.#addLine(kind, 'recvonly', mid);
      line.offered = direction;
      if (type === 'answer') line.currentDirection = reversed(direction);
    }
    this.signalingState = type === 'offer' ? 'have-remote-offer' : 'stable';
    if (type === 'answer') this.#settle();
  }

  /** @param {{ usernameFragment?: string } | null} candidate */
  async addIceCandidate(candidate) {
    await this.#pass();
    if (!this.remoteDescription) throw new Error('InvalidStateError: no remote description');
    const fragment = candidate?.usernameFragment;
    if (fragment && !this.remoteDescription.sdp.includes(`a=ice-ufrag:${fragment}\r\n`))
      throw new Error('OperationError: unknown ufrag');
  }

  #offer() {
    if (this.#restart || this.#generation === 0) this.#generation += 1;
    let mids = Math.max(-1, ...this.#lines.map(({ mid }) => Number(mid ?? -1)));
    for (const line of this.#lines) {
      line.fresh = line.mid === null;
      line.mid ??= String(++mids);
    }
    this.#describe('offer', (line) => line.direction);
    this.signalingState = 'have-local-offer';
  }

  #answer() {
    // An answer to new credentials has new ones, too.
    const { sdp } = /** @type {Description} */ (this.remoteDescription);
    if (ufragOf(sdp) !== this.answeredFragment) this.#generation += 1;
    this.answeredFragment = ufragOf(sdp);
    this.#describe('answer', (line) => common(line.direction, reversed(line.offered)));
    for (const line of this.#lines) line.currentDirection = line.said;
    this.signalingState = 'stable';
    this.#settle();
  }

  /** @param {string} type @param {(line: FakeLine) => string} direction */
  #describe(type, direction) {
    this.#version += 1;
    const lines = this.#lines.filter(({ mid }) => mid !== null);
    for (const line of lines) line.said = direction(line);
    const media = lines.map(({ mid, kind, said }) => `m=${kind} 9 x 0\r\na=mid:${mid}\r\na=${said}\r\n`);
    const ufrag = `${this.#session}.${this.#generation}`;
    const session = `v=0\r\no=- ${this.#session} ${this.#version} IN IP4 127.0.0.1\r\na=ice-ufrag:${ufrag}\r\n`;
    this.localDescription = { type, sdp: session + media.join('') };
    for (const candidate of [{ usernameFragment: ufrag }, null]) this.#find(candidate);
  }

  /** @param {{ usernameFragment: string } | null} candidate */
  async #find(candidate) {
    await this.#turns();
    const found = candidate && { toJSON: () => candidate };
    if (this.signalingState !== 'closed')
      this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate: found }));
  }

  #rollBack() {
    if (this.signalingState !== 'have-local-offer')
      throw new Error('InvalidStateError: nothing to roll back');
    for (const line of this.#lines) if (line.fresh) line.mid = null;
    this.localDescription = this.#stableLocal;
    this.signalingState = 'stable';
    this.#flagged = false;
    this.#review();
  }

  #settle() {
    this.#stableLocal = this.localDescription;
    this.#restart = false;
    for (const line of this.#lines) line.fresh = false;
    this.answeredFragment = ufragOf(/** @type {Description} */ (this.remoteDescription).sdp);
    this.#flagged = false;
    this.#review();
  }

  /** PendingAsks for a negotiation if one is needed, once until the state is stable again. */
  async #review() {
    await this.#turns();
    if (this.signalingState !== 'stable' || this.#flagged || !this.#needed()) return;
    this.#flagged = true;
    await this.#turns();
    if (this.signalingState === 'stable') this.dispatchEvent(new Event('negotiationneeded'));
  }

  #needed() {
    const answered = this.localDescription?.type === 'answer';
    return (
      this.#restart ||
      this.#lines.some((line) => {
        const wanted = answered ? common(line.direction, reversed(line.offered)) : line.direction;
        return line.mid === null || wanted !== line.said;
      })
    );
  }

  /** @param {string} kind @param {string} direction @param {string | null} [mid] */
  #addLine(kind, direction, mid = null) {
    const line = new FakeLine(kind, direction, mid, () => this.#review());
    this.#lines.push(line);
    return line;
  }

  async #turns() {
    for (let turns = Math.floor(this.random() * 4); turns >= 0; turns--) await null;
  }

  async #pass() {
    await this.#turns();
    if (this.signalingState === 'closed') throw new Error('InvalidStateError: closed');
  }
}

class FakeLine {
  currentDirection = /** @type {string | null} */ (null);
  offered = 'inactive';
  said = 'none';
  fresh = false;
  #direction;

  /** @param {string} kind @param {string} direction @param {string | null} mid @param {() => void} changed */
  constructor(kind, direction, mid, changed) {
    this.kind = kind;
    this.mid = mid;
    this.changed = changed;
    this.#direction = direction;
    this.receiver = { track: { kind } };
    this.sender = {
      track: /** @type {any} */ (null),
      replaceTrack: async (/** @type {any} */ track) => (this.sender.track = track),
      setStreams: () => {},
    };
  }

  get direction() {
    return this.#direction;
  }

  set direction(direction) {
    this.#direction = direction;
    this.changed();
  }
}

/** @param {string} sdp */
function linesOf(sdp) {
  const lines = sdp.matchAll(/^m=(\w+) .*\r\na=mid:(\w+)\r\na=(\w+)\r\n/gm);
  return [...lines].map(([, kind = '', mid = '', direction = '']) => ({ kind, mid, direction }));
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
function common(one, other) {
  const sends = [one, other].every((direction) => direction.startsWith('send'));
  const receives = [one, other].every((direction) => direction.endsWith('recv') || direction === 'recvonly');
  if (sends) return receives ? 'sendrecv' : 'sendonly';
  return receives ? 'recvonly' : 'inactive';
}
