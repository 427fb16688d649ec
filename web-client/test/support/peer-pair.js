import { PeerConnection } from '../../rtc/peer-connection.js';
import { FakeClock } from './fake-clock.js';
import { FakePeerConnection, fingerprintOf, mediaSections, ufragOf } from './fake-peer-connection.js';
import { FakeStream, sourcesOf } from './fake-stream.js';

/** @typedef {import('../../rtc/negotiation.js').Signal} Signal */

/** Two connected peers, and the signals on their way between them. */
export class PeerPair {
  clock = new FakeClock();
  /** @type {Signal[]} */
  toLow = [];
  /** @type {Signal[]} */
  toHigh = [];
  /** @type {PeerConnection} of the peer with the lower seat */
  low;
  /** @type {PeerConnection} of the peer with the higher seat, which is polite and makes the first offer */
  high;

  /** The chance that an operation fails. */
  failing = 0;
  /** Failures that were reported, as 'low setTracks'. @type {string[]} */
  failures = [];
  /** Whether signals pass. */
  online = true;
  /** Number of offers and answers sent. */
  descriptions = 0;

  /** @param {() => number} random @param {{ low?: MediaStream, high?: MediaStream }} [streams] */
  constructor(random, { low, high } = {}) {
    this.random = random;
    this.low = this.create('low', false, low);
    this.high = this.create('high', true, high);
  }

  /** @param {string} id @param {boolean} polite @param {MediaStream} [stream] */
  create(id, polite, stream) {
    const peer = new PeerConnection({
      id,
      polite,
      sources: sourcesOf(stream ?? null),
      send: (signal) => this.#send(peer, signal),
      newConnection: () => /** @type {any} */ (new FakePeerConnection(this.random, () => this.#fails())),
      newStream: () => /** @type {any} */ (new FakeStream()),
      clock: this.clock,
      random: this.random,
      canSignal: () => this.online,
    });
    peer.addEventListener('failure', (event) => {
      this.failures.push(`${id} ${/** @type {CustomEvent} */ (event).detail.operation}`);
    });
    return peer;
  }

  /** @param {PeerConnection} peer @param {Signal} signal */
  #send(peer, signal) {
    if (signal.type !== 'candidate') this.descriptions += 1;
    this.#queueFrom(peer)?.push(signal);
  }

  #fails() {
    return this.failing > 0 && this.random() < this.failing;
  }

  /** @param {PeerConnection} peer  whose signals are dropped once it was replaced */
  #queueFrom(peer) {
    if (peer === this.low) return this.toHigh;
    return peer === this.high ? this.toLow : undefined;
  }

  /** Delivers at most one signal, to one side or the other. */
  async step() {
    const chance = this.random();
    if (chance < 0.4) this.deliver(this.toLow, this.low);
    else if (chance < 0.8) this.deliver(this.toHigh, this.high);
    for (let turns = Math.floor(this.random() * 12); turns > 0; turns--) await null;
  }

  /** @param {Signal[]} queue @param {PeerConnection} peer */
  deliver(queue, peer) {
    const signal = queue.shift();
    if (signal) peer.receive(signal);
  }

  /** Delivers signals until neither side sends any more. */
  async settle() {
    for (let quiet = 0; quiet < 3; quiet++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.toLow.length + this.toHigh.length > 0) quiet = -1;
      this.deliver(this.toLow, this.low);
      this.deliver(this.toHigh, this.high);
    }
  }

  /**
   * Connects the two sides if their descriptions belong together, and delivers media, for a time in seconds.
   *
   * @param {number} seconds @param {number} [step]
   */
  async run(seconds, step = 1) {
    for (let n = 0; n < seconds; n += step) {
      await this.settle();
      this.connect();
      this.clock.advance(step * 1000);
    }
    await this.settle();
  }

  /** Sets the connection states as ICE and DTLS would: packets pass between two ends that know each other's credentials. */
  connect() {
    const works = this.agreement.every(({ expected, actual }) => expected && expected === actual);
    for (const { connection } of [this.low, this.high]) {
      const fake = /** @type {FakePeerConnection} */ (/** @type {unknown} */ (connection));
      const { connectionState: state } = fake;
      const next = works ? 'connected' : state === 'connected' ? 'disconnected' : state;
      if (works) fake.bytes += 1000;
      if (next !== state) fake.setConnectionState(next);
    }
  }

  /** The descriptions that each side holds of the other; `expected` equals `actual` after a complete negotiation. */
  get agreement() {
    const { low, high } = this;
    return [remoteDescription(low, high), remoteDescription(high, low)];
  }

  /** The kinds of tracks that each side receives. */
  get received() {
    return [this.low, this.high].map(({ connection }) => {
      const transceivers = connection.getTransceivers();
      const receiving = transceivers.filter(({ currentDirection }) => /recv/.test(currentDirection ?? ''));
      return receiving.map(({ receiver }) => receiver.track.kind).join(' ');
    });
  }
}

/** @param {PeerConnection} one @param {PeerConnection} other */
function remoteDescription({ connection: one }, { connection: other }) {
  return {
    state: one.signalingState,
    expected: summary(other.localDescription?.sdp ?? ''),
    actual: summary(one.remoteDescription?.sdp ?? ''),
  };
}

/** What both sides have to agree on. @param {string} sdp */
function summary(sdp) {
  const sections = mediaSections(sdp).map(({ kind, mid }) => `${mid} ${kind}`);
  return sdp && [fingerprintOf(sdp), ufragOf(sdp), ...sections].join(', ');
}
