import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FuzzRun } from './support/fuzz-run.js';
import { ascending } from './support/random.js';

const SEEDS = 2000;
const STEPS = 120;
const NAMES = ['a', 'b'];
const VALUES = [1, 2, null];

class Run extends FuzzRun {
  /** The `set` calls, with their outcomes so far. @type {{ name: string, value: unknown, outcome?: number | string }[]} */
  sets = [];

  /** @param {number} seed @param {{ restarts: boolean }} options */
  constructor(seed, { restarts }) {
    super(seed);
    this.restarts = restarts;
    void this.harness.client.join();
    this.room.accept(this.harness.socket);
    this.room.receive();
    this.room.deliver();
  }

  steps() {
    for (let n = 0; n < STEPS; n++) this.#step();
    this.#settle();
  }

  get unsure() {
    return this.harness
      .details('unsure')
      .flatMap(({ requests }) => requests.map((/** @type {any} */ { data }) => data))
      .filter((data) => data !== undefined);
  }

  #step() {
    const chance = this.random();
    if (chance < 0.2) this.sendRequest();
    else if (chance < 0.28) this.#set();
    else if (chance < 0.31) this.room.setByBen(this.pick(NAMES), this.pick(VALUES));
    else if (chance < 0.4) this.messageFromBen();
    else if (chance < 0.6) this.room.receive(this.random() < 0.1);
    else if (chance < 0.85) this.room.deliver();
    else if (chance < 0.9) this.room.acknowledge();
    else if (chance < 0.94) this.harness.clock.advance(this.random() * 200);
    else if (this.restarts && chance > 0.99) this.#reconnectAfter(() => this.room.restart());
    else if (chance > 0.96) this.#reconnectAfter(() => this.room.disconnect(this.random() < 0.7));
  }

  /** Few names and few values, so that requests are mistaken for each other if the client allows it. */
  #set() {
    const { client } = this.harness;
    /** @type {Run['sets'][number]} */
    const call = { name: this.pick(NAMES), value: this.pick(VALUES) };
    const known = client.sharedState.get(call.name)?.seq ?? 0;
    const condition = this.pick([undefined, known, known, 7]);
    client.set(call.name, call.value, { if: condition }).then(
      (seq) => (call.outcome = seq),
      ({ code }) => (call.outcome = code),
    );
    this.sets.push(call);
  }

  /** @param {() => void} loseConnection */
  #reconnectAfter(loseConnection) {
    const { sockets } = this.harness;
    const before = sockets.length;
    loseConnection();
    // A loss without a close event is noticed by the heartbeat, or by the timeout of the join.
    this.#advanceUntil(() => sockets.length > before);
    this.room.accept(this.harness.socket);
  }

  /** Delivers everything that is in flight. */
  #settle() {
    for (let n = 0; n < 100; n++) {
      this.room.drain();
      this.harness.clock.advance(100);
    }
  }

  /** @param {() => boolean} condition */
  #advanceUntil(condition) {
    for (let n = 0; n < 10_000 && !condition(); n++) this.harness.clock.advance(10);
    assert.ok(condition());
  }
}

test('loses, repeats and reorders nothing while the server keeps the seat, whenever connections are lost', async () => {
  for (let seed = 0; seed < SEEDS; seed++) {
    const run = new Run(seed, { restarts: false });
    run.steps();
    assert.deepEqual(run.room.processed, run.requests, `requests, seed ${seed}`);
    assert.deepEqual(run.received, run.events, `events, seed ${seed}`);
    assert.deepEqual(run.unsure, [], `seed ${seed}`);
    await new Promise(setImmediate); // settles all promises
    const outcomes = run.sets.map(({ outcome }) => outcome);
    assert.deepEqual(outcomes, run.room.outcomes, `values, seed ${seed}`);
    assert.deepEqual(run.harness.client.sharedState, run.room.state, `state, seed ${seed}`);
  }
});

test('reports as unsure what a restarted server has lost, and repeats and reorders nothing', async () => {
  for (let seed = 0; seed < SEEDS; seed++) {
    const run = new Run(seed, { restarts: true });
    run.steps();
    const { processed } = run.room;
    const unique = [...new Set(processed)];
    assert.deepEqual(processed, unique.sort(ascending), `repeated or reordered, seed ${seed}`);
    const accounted = new Set([...processed, ...run.unsure]);
    assert.deepEqual([...accounted].sort(ascending), run.requests, `unaccounted for, seed ${seed}`);
    assert.deepEqual(run.received, [...new Set(run.received)].sort(ascending), `events, seed ${seed}`);
    await new Promise(setImmediate); // settles all promises
    assertSettled(run, seed);
  }
});

/** Every `set` has succeeded with a number of its own, or failed with `conflict` or `unsure`. @param {Run} run @param {number} seed */
function assertSettled({ sets, room, harness }, seed) {
  const outcomes = sets.map(({ outcome }) => outcome);
  const seqs = outcomes.filter((outcome) => typeof outcome === 'number');
  assert.deepEqual(seqs, [...new Set(seqs)].sort(ascending), `numbers, seed ${seed}`);
  const unknown = seqs.filter((seq) => !room.outcomes.includes(seq));
  assert.deepEqual(unknown, [], `numbers that the room has not assigned, seed ${seed}`);
  const codes = new Set(outcomes.filter((outcome) => typeof outcome !== 'number'));
  const unexpected = [...codes].filter((code) => code !== 'conflict' && code !== 'unsure');
  assert.deepEqual(unexpected, [], `codes, seed ${seed}`);
  assert.deepEqual(harness.client.sharedState, room.state, `state, seed ${seed}`);
}
