import { PeerConnection } from '../../rtc/peer-connection.js';
import { FakeClock } from './clock.js';
import { FakeConnection, ufragOf } from './connection.js';
import { FakeStream } from './stream.js';

/** @typedef {import('../../rtc/negotiation.js').Signal} Signal */

/** Two peers in one room, and the messages on their way between the two. */
export class Pair {
  clock = new FakeClock();
  /** @type {Signal[]} */
  toLow = [];
  /** @type {Signal[]} */
  toHigh = [];
  /** @type {PeerConnection} the one with the lower seat */
  low;
  /** @type {PeerConnection} the one with the higher seat, who is polite and makes the first offer */
  high;

  /** @param {() => number} random @param {{ low?: MediaStream, high?: MediaStream }} [streams] */
  constructor(random, { low, high } = {}) {
    this.random = random;
    this.low = this.peer('low', false, low);
    this.high = this.peer('high', true, high);
  }

  /** @param {string} id @param {boolean} polite @param {MediaStream} [stream] */
  peer(id, polite, stream) {
    const peer = new PeerConnection({
      id,
      polite,
      stream,
      send: (signal) => this.#inboxOfTheOther(peer)?.push(signal),
      newConnection: () => /** @type {any} */ (new FakeConnection(this.random)),
      newStream: () => /** @type {any} */ (new FakeStream()),
      clock: this.clock,
    });
    return peer;
  }

  /** @param {PeerConnection} peer  who is heard as long as it is one of the two */
  #inboxOfTheOther(peer) {
    if (peer === this.low) return this.toHigh;
    return peer === this.high ? this.toLow : undefined;
  }

  /** One message arrives, on one side or the other, or none. */
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

  /** Until nobody has anything to say any more. */
  async settle() {
    for (let quiet = 0; quiet < 3; quiet++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.toLow.length + this.toHigh.length > 0) quiet = -1;
      this.deliver(this.toLow, this.low);
      this.deliver(this.toHigh, this.high);
    }
  }

  /** What the two connections hold of each other: equal pairs if both mean the same. */
  get agreement() {
    const { low, high } = this;
    return [held(low, high), held(high, low)];
  }

  /** What each receives, as kinds of tracks. */
  get received() {
    return [this.low, this.high].map(({ connection }) => {
      const lines = connection.getTransceivers();
      const receiving = lines.filter(({ currentDirection }) => /recv/.test(currentDirection ?? ''));
      return receiving.map(({ receiver }) => receiver.track.kind).join(' ');
    });
  }
}

/** @param {PeerConnection} one @param {PeerConnection} other */
function held({ connection: one }, { connection: other }) {
  return {
    state: one.signalingState,
    expected: ufragOf(other.localDescription?.sdp ?? ''),
    actual: ufragOf(one.remoteDescription?.sdp ?? ''),
  };
}
