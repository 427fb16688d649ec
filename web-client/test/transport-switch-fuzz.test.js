import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seeded } from './support/random.js';
import { SimulatedRoom } from './support/room.js';
import { Scene } from './support/scene.js';
import { FakeSocket } from './support/socket.js';

/** @import { Transport } from '../signaling/transport-picker.js' */

const SEEDS = 2000;
const STEPS = 200;

/** A client, a room, and a network that lets WebSockets through at times: what happens when is chosen by a seed. */
class Run {
  /** @type {{ socket: FakeSocket, transport: Transport }[]} what the client has opened and nobody answered yet */
  #knocking = [];
  /** @type {Map<Transport, number>} */
  used = new Map();
  #blocked = true;
  #random;
  #sent = 0;
  #told = 0;

  /** @param {number} seed */
  constructor(seed) {
    this.#random = seeded(seed);
    this.room = new SimulatedRoom(this.#random);
    this.scene = new Scene({
      random: this.#random,
      connect: (url, transport) => {
        const socket = new FakeSocket(url);
        this.#knocking.push({ socket, transport });
        this.scene.sockets.push(socket);
        return socket;
      },
    });
    this.scene.client.addEventListener('joined', () => {
      const transport = /** @type {Transport} */ (this.scene.client.transport);
      this.used.set(transport, (this.used.get(transport) ?? 0) + 1);
    });
    void this.scene.client.join();
  }

  steps() {
    for (let n = 0; n < STEPS; n++) this.#step();
    this.#settle();
  }

  get heard() {
    return this.scene.heard('message').map(({ data }) => data);
  }

  get sent() {
    return upTo(this.#sent);
  }

  get told() {
    return upTo(this.#told);
  }

  #step() {
    const chance = this.#random();
    if (chance < 0.15) this.scene.client.message(++this.#sent);
    else if (chance < 0.3) this.#tell();
    else if (chance < 0.5) this.room.listen(this.#random() < 0.1);
    else if (chance < 0.7) this.room.speak();
    else if (chance < 0.75) this.room.acknowledge();
    else if (chance < 0.85) this.#answer();
    else if (chance < 0.9) this.scene.clock.advance(this.#random() * 1000);
    else if (chance < 0.95) this.scene.surroundings('online');
    else if (chance < 0.98) this.#blocked = !this.#blocked;
    else this.room.drop(this.scene.socket);
  }

  /** What was said before one was there for the first time is not for one's ears. */
  #tell() {
    if (this.scene.client.self) this.room.isTold(++this.#told);
  }

  /** Somebody who knocks is let in, or not. */
  #answer() {
    const guest = this.#knocking.shift();
    if (!guest || guest.socket.closed) return;
    const { socket, transport } = guest;
    if (this.#blocked && transport === 'websocket') socket.isClosed(1006);
    else this.room.accept(socket);
  }

  /** Lets everything that is under way arrive. */
  #settle() {
    this.#blocked = false;
    for (let n = 0; n < 300; n++) {
      while (this.#knocking.length > 0) this.#answer();
      while (!this.room.quiet) {
        this.room.listen();
        this.room.speak();
      }
      this.room.acknowledge();
      this.scene.clock.advance(100);
    }
  }
}

/** @param {number} count */
function upTo(count) {
  return Array.from({ length: count }, (_, index) => index + 1);
}

test('whatever transport takes over whenever: nothing is lost, repeated or reordered', () => {
  /** @type {Map<Transport, number>} */
  const used = new Map();
  for (let seed = 0; seed < SEEDS; seed++) {
    const run = new Run(seed);
    run.steps();
    assert.deepEqual(run.room.taken, run.sent, `requests, seed ${seed}`);
    assert.deepEqual(run.heard, run.told, `events, seed ${seed}`);
    assert.deepEqual(run.scene.heard('unsure'), [], `seed ${seed}`);
    assert.equal(run.scene.client.state, 'open', `seed ${seed}`);
    for (const [transport, times] of run.used) used.set(transport, (used.get(transport) ?? 0) + times);
  }
  for (const transport of /** @type {Transport[]} */ (['websocket', 'events']))
    assert.ok((used.get(transport) ?? 0) > SEEDS, `${transport} was used ${used.get(transport)} times`);
});
