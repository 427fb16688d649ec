import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seeded } from './support/random.js';
import { SimulatedRoom } from './support/room.js';
import { Scene } from './support/scene.js';

const SEEDS = 2000;
const STEPS = 120;
const NAMES = ['a', 'b'];
const VALUES = [1, 2, null];

/** A client and a room, with everything that happens between the two chosen by a seed. */
class Run {
  #random;
  #sent = 0;
  #told = 0;
  /** What has become of the values that were to be set, by now. @type {{ name: string, value: unknown, outcome?: number | string }[]} */
  settings = [];

  /** @param {number} seed @param {{ restarts: boolean }} options */
  constructor(seed, { restarts }) {
    this.#random = seeded(seed);
    this.restarts = restarts;
    this.room = new SimulatedRoom(this.#random);
    this.scene = new Scene({ random: this.#random });
    void this.scene.client.join();
    this.room.accept(this.scene.socket);
    this.room.listen();
    this.room.speak();
  }

  steps() {
    for (let n = 0; n < STEPS; n++) this.#step();
    this.#settle();
  }

  get heard() {
    return this.scene.heard('message').map(({ data }) => data);
  }

  get unsure() {
    return this.scene
      .heard('unsure')
      .flatMap(({ requests }) => requests.map((/** @type {any} */ { data }) => data))
      .filter((data) => data !== undefined);
  }

  get sent() {
    return upTo(this.#sent);
  }

  get told() {
    return upTo(this.#told);
  }

  #step() {
    const chance = this.#random();
    if (chance < 0.2) this.scene.client.message(++this.#sent);
    else if (chance < 0.28) this.#set();
    else if (chance < 0.31) this.room.isSet(this.#oneOf(NAMES), this.#oneOf(VALUES));
    else if (chance < 0.4) this.room.isTold(++this.#told);
    else if (chance < 0.6) this.room.listen(this.#random() < 0.1);
    else if (chance < 0.85) this.room.speak();
    else if (chance < 0.9) this.room.acknowledge();
    else if (chance < 0.94) this.scene.clock.advance(this.#random() * 200);
    else if (this.restarts && chance > 0.99) this.#cut(() => this.room.restart());
    else if (chance > 0.96) this.#cut(() => this.room.cut(this.#random() < 0.7));
  }

  /** Few names and few values, so that requests are mistaken for each other if that can happen. */
  #set() {
    const { client } = this.scene;
    /** @type {Run['settings'][number]} */
    const setting = { name: this.#oneOf(NAMES), value: this.#oneOf(VALUES) };
    const known = client.sharedState.get(setting.name)?.seq ?? 0;
    const condition = this.#oneOf([undefined, known, known, 7]);
    client.set(setting.name, setting.value, { if: condition }).then(
      (seq) => (setting.outcome = seq),
      ({ code }) => (setting.outcome = code),
    );
    this.settings.push(setting);
  }

  /** @template T @param {T[]} choices @returns {T} */
  #oneOf(choices) {
    return /** @type {T} */ (choices[Math.floor(this.#random() * choices.length)]);
  }

  /** @param {() => void} cut */
  #cut(cut) {
    const { sockets } = this.scene;
    const before = sockets.length;
    cut();
    // Even what nobody has told is noticed, by the heartbeat or the bound on a join.
    this.#until(() => sockets.length > before);
    this.room.accept(this.scene.socket);
  }

  /** Lets everything that is under way arrive. */
  #settle() {
    for (let n = 0; n < 100; n++) {
      while (!this.room.quiet) {
        this.room.listen();
        this.room.speak();
      }
      this.room.acknowledge();
      this.scene.clock.advance(100);
    }
  }

  /** @param {() => boolean} condition */
  #until(condition) {
    for (let n = 0; n < 10_000 && !condition(); n++) this.scene.clock.advance(10);
    assert.ok(condition());
  }
}

/** @param {number} count */
function upTo(count) {
  return Array.from({ length: count }, (_, index) => index + 1);
}

test('whatever is cut whenever: nothing is lost, repeated or reordered while the server keeps the seat', async () => {
  for (let seed = 0; seed < SEEDS; seed++) {
    const run = new Run(seed, { restarts: false });
    run.steps();
    assert.deepEqual(run.room.taken, run.sent, `requests, seed ${seed}`);
    assert.deepEqual(run.heard, run.told, `events, seed ${seed}`);
    assert.deepEqual(run.unsure, [], `seed ${seed}`);
    await new Promise(setImmediate); // by which all promises are settled
    const outcomes = run.settings.map(({ outcome }) => outcome);
    assert.deepEqual(outcomes, run.room.outcomes, `values, seed ${seed}`);
    assert.deepEqual(run.scene.client.sharedState, run.room.state, `state, seed ${seed}`);
  }
});

test('whatever is lost with a server: the application is told of it, and nothing is repeated or reordered', async () => {
  for (let seed = 0; seed < SEEDS; seed++) {
    const run = new Run(seed, { restarts: true });
    run.steps();
    const { taken } = run.room;
    assert.deepEqual(
      [...taken].sort(ascending),
      [...new Set(taken)].sort(ascending),
      `repeated, seed ${seed}`,
    );
    assert.deepEqual(taken, [...taken].sort(ascending), `reordered, seed ${seed}`);
    const accounted = new Set([...taken, ...run.unsure]);
    assert.deepEqual([...accounted].sort(ascending), run.sent, `unaccounted for, seed ${seed}`);
    assert.deepEqual(run.heard, [...new Set(run.heard)].sort(ascending), `events, seed ${seed}`);
    await new Promise(setImmediate); // by which all promises are settled
    assertSettled(run, seed);
  }
});

/** Every value is set, refused or unsure, and none of them at a number that another one has. @param {Run} run @param {number} seed */
function assertSettled({ settings, room, scene }, seed) {
  const outcomes = settings.map(({ outcome }) => outcome);
  const seqs = outcomes.filter((outcome) => typeof outcome === 'number');
  assert.deepEqual(seqs, [...new Set(seqs)].sort(ascending), `numbers, seed ${seed}`);
  assert.deepEqual(
    seqs.filter((seq) => !room.outcomes.includes(seq)),
    [],
    `numbers that nobody has given, seed ${seed}`,
  );
  const others = new Set(outcomes.filter((outcome) => typeof outcome !== 'number'));
  assert.deepEqual(
    [...others].filter((code) => code !== 'conflict' && code !== 'unsure'),
    [],
    `seed ${seed}`,
  );
  assert.deepEqual(scene.client.sharedState, room.state, `state, seed ${seed}`);
}

/** @param {unknown} a @param {unknown} b */
function ascending(a, b) {
  return Number(a) - Number(b);
}
