import { ClientHarness } from './client-harness.js';
import { seeded, upTo } from './random.js';
import { SimulatedRoom } from './simulated-room.js';

/** A client and a simulated room. A seed chooses the order of everything that happens between the two. */
export class FuzzRun {
  harness;
  random;
  room;
  #requests = 0;
  #events = 0;

  /** @param {number} seed */
  constructor(seed) {
    this.random = seeded(seed);
    this.room = new SimulatedRoom(this.random);
    this.harness = new ClientHarness({ random: this.random });
  }

  /** Messages that the client has received. */
  get received() {
    return this.harness.details('message').map(({ data }) => data);
  }

  /** Data of the messages that the client has sent. */
  get requests() {
    return upTo(this.#requests);
  }

  /** Data of the messages that Ben has sent. */
  get events() {
    return upTo(this.#events);
  }

  sendRequest() {
    this.harness.client.message(++this.#requests);
  }

  messageFromBen() {
    this.room.messageFromBen(++this.#events);
  }

  /** @template T @param {T[]} choices @returns {T} */
  pick(choices) {
    return /** @type {T} */ (choices[Math.floor(this.random() * choices.length)]);
  }
}
