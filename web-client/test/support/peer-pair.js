import { PeerConnection } from '../../rtc/peer-connection.js';
import { sourcesOf } from '../../rtc/source-names.js';
import { FakeClock } from './fake-clock.js';
import { FakePeerConnection, ufragOf } from './fake-peer-connection.js';
import { FakeStream } from './fake-stream.js';

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
      send: (signal) => this.#queueFrom(peer)?.push(signal),
      newConnection: () => /** @type {any} */ (new FakePeerConnection(this.random)),
      newStream: () => /** @type {any} */ (new FakeStream()),
      clock: this.clock,
    });
    return peer;
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
    expected: ufragOf(other.localDescription?.sdp ?? ''),
    actual: ufragOf(one.remoteDescription?.sdp ?? ''),
  };
}
