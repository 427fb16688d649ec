import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeSocket } from './support/fake-socket.js';
import { FuzzRun } from './support/fuzz-run.js';

/** @import { Transport } from '../signaling/transport-picker.js' */

const SEEDS = 2000;
const STEPS = 200;

/** The network blocks WebSockets at times. */
class Run extends FuzzRun {
  /** @type {FakeSocket[]} opened by the client and not answered yet */
  #opening = [];
  /** @type {Map<Transport, number>} number of joins */
  used = new Map();
  #webSocketsBlocked = true;

  /** @param {number} seed */
  constructor(seed) {
    super(seed);
    this.harness.open = (url, transport) => {
      const socket = new FakeSocket(url, transport);
      this.#opening.push(socket);
      this.harness.sockets.push(socket);
      return socket;
    };
    this.harness.client.addEventListener('joined', () => {
      const transport = /** @type {Transport} */ (this.harness.client.transport);
      this.used.set(transport, (this.used.get(transport) ?? 0) + 1);
    });
    void this.harness.client.join();
  }

  steps() {
    for (let n = 0; n < STEPS; n++) this.#step();
    this.#settle();
  }

  #step() {
    const chance = this.random();
    if (chance < 0.15) this.sendRequest();
    else if (chance < 0.3) this.#messageFromBenAfterJoin();
    else if (chance < 0.5) this.room.receive(this.random() < 0.1);
    else if (chance < 0.7) this.room.deliver();
    else if (chance < 0.75) this.room.acknowledge();
    else if (chance < 0.85) this.#answerConnection();
    else if (chance < 0.9) this.harness.clock.advance(this.random() * 1000);
    else if (chance < 0.95) this.harness.dispatchInEnvironment('online');
    else if (chance < 0.98) this.#webSocketsBlocked = !this.#webSocketsBlocked;
    else this.room.drop(this.harness.socket);
  }

  /** Events from before the first join are not for this client. */
  #messageFromBenAfterJoin() {
    if (this.harness.client.self) this.messageFromBen();
  }

  #answerConnection() {
    const socket = this.#opening.shift();
    if (!socket || socket.closed) return;
    if (this.#webSocketsBlocked && socket.transport === 'websocket') socket.closeFromServer(1006);
    else this.room.accept(socket);
  }

  /** Delivers everything that is in flight. */
  #settle() {
    this.#webSocketsBlocked = false;
    for (let n = 0; n < 300; n++) {
      while (this.#opening.length > 0) this.#answerConnection();
      this.room.drain();
      this.harness.clock.advance(100);
    }
  }
}

test('loses, repeats and reorders nothing, whenever the transport changes', () => {
  /** @type {Map<Transport, number>} */
  const used = new Map();
  for (let seed = 0; seed < SEEDS; seed++) {
    const run = new Run(seed);
    run.steps();
    assert.deepEqual(run.room.processed, run.requests, `requests, seed ${seed}`);
    assert.deepEqual(run.received, run.events, `events, seed ${seed}`);
    assert.deepEqual(run.harness.details('unsure'), [], `seed ${seed}`);
    assert.equal(run.harness.client.state, 'open', `seed ${seed}`);
    for (const [transport, times] of run.used) used.set(transport, (used.get(transport) ?? 0) + times);
  }
  for (const transport of /** @type {Transport[]} */ (['websocket', 'events']))
    assert.ok((used.get(transport) ?? 0) > SEEDS, `${transport} was used ${used.get(transport)} times`);
});
