import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LocalMedia } from '../media/local-media.js';
import { FakeClock } from './support/fake-clock.js';
import { FakeMediaDevices } from './support/fake-media-devices.js';
import { seeded } from './support/random.js';

const RUNS = 1_000;
const STEPS = 40;
const FAILURES = [undefined, undefined, 'NotAllowedError', 'NotReadableError', 'AbortError', 'NotFoundError'];
const DEVICES = ['audio1', 'audio2', 'audio3', 'video1', 'video2', 'video3'];

/** @typedef {'microphone' | 'camera'} DeviceName */
/** @type {DeviceName[]} */
const NAMES = ['microphone', 'camera'];
/** @type {Record<DeviceName, string>} */
const KINDS = { microphone: 'audio', camera: 'video' };

test(`sources are as asked for, whatever happens to the devices (${RUNS} seeds)`, async () => {
  for (let seed = 1; seed <= RUNS; seed += 1) {
    const run = new Run(seed);
    try {
      for (let step = 0; step < STEPS; step += 1) await run.step();
      await run.end();
    } catch (error) {
      throw new Error(`seed ${seed}: ${run.log.join(', ')}: ${/** @type {Error} */ (error).message}`, {
        cause: error,
      });
    }
  }
});

/** The latest requests. */
class Wish {
  wanted = false;
  version = 0;
}

class Run {
  /** @type {string[]} */
  log = [];
  #random;
  #devices = new FakeMediaDevices(...DEVICES);
  #clock = new FakeClock();
  #media = new LocalMedia({ mediaDevices: /** @type {any} */ (this.#devices), clock: this.#clock });
  /** @type {Record<DeviceName, Wish>} */
  #wishes = { microphone: new Wish(), camera: new Wish() };
  #screenWanted = false;
  #screenVersion = 0;
  /** @type {(() => void)[]} */
  #aborts = [];
  #pending = 0;

  /** @param {number} seed */
  constructor(seed) {
    this.#random = seeded(seed);
    this.#devices.isPhone = seed % 2 === 0;
  }

  async step() {
    const name = this.#pick(NAMES);
    const steps = {
      open: () =>
        this.#ask(
          NAMES,
          (wish) => (wish.wanted = true),
          (signal) => this.#media.open({ signal }),
        ),
      start: () =>
        this.#ask(
          [name],
          (wish) => (wish.wanted = true),
          (signal) => this.#media.start(name, { signal }),
        ),
      choose: () => this.#choose(name),
      stop: () => this.#stop(name),
      close: () => this.#close(name),
      mute: () => this.#media.mute(name, this.#random() < 0.5),
      share: () => this.#share(),
      endScreen: () => this.#endScreen(),
      abort: () => this.#aborts.splice(Math.floor(this.#random() * this.#aborts.length), 1)[0]?.(),
      unplug: () => this.#devices.unplug(this.#pick(DEVICES)),
      plugIn: () => this.#devices.plugIn(this.#pick(DEVICES)),
      end: () => /** @type {any} */ (this.#media.sources.get(name)?.track)?.end(),
      answer: () => this.#devices.answer(),
      hang: () => this.#setHanging(),
      fail: () => this.#setFailing(),
      wait: () => this.#clock.advance(8_000),
    };
    const step = this.#pick(/** @type {(keyof typeof steps)[]} */ (Object.keys(steps)));
    this.log.push(`${step} ${name}`);
    steps[step]();
    if (this.#random() < 0.3) return;
    await settled();
    this.#check();
  }

  /** Afterwards, every request is answered, and every device that is there opens. */
  async end() {
    this.#devices.hangs = () => false;
    this.#devices.failure = () => undefined;
    this.#devices.answer();
    await settled();
    this.#check();
    assert.equal(this.#media.opening, false, 'opening');
    assert.equal(this.#pending, 0, 'a call is not settled');
    assert.equal(this.#clock.pending, 0, 'a timer is left');
    for (const name of NAMES) await this.#checkAtEnd(name);
    assert.equal(this.#media.sources.has('screen'), this.#screenWanted, 'screen');
    this.#media.close();
    assert.equal(this.#devices.live().length, 0, 'a track is live after close()');
  }

  #check() {
    for (const kind of ['audio', 'video']) {
      const used = [...this.#media.sources.values()].filter((each) => each.kind === kind && each.track);
      const live = this.#devices.live(kind);
      assert.ok(live.length <= used.length, `a live ${kind} track belongs to no source`);
    }
    for (const name of NAMES) {
      const source = this.#media.sources.get(name);
      if (!this.#wishes[name].wanted) assert.equal(source?.track ?? null, null, `${name} is off`);
      else if (!source?.track && !this.#media.opening)
        assert.ok(this.#media.problems.get(name), `${name} is not on`);
      if (source?.track) assert.equal(source.track.enabled, !source.muted, `${name} is muted`);
    }
  }

  /** @param {DeviceName} name */
  async #checkAtEnd(name) {
    const present = this.#devices.ids.filter((id) => id.startsWith(KINDS[name]));
    const used = () => this.#media.sources.get(name)?.track?.getSettings().deviceId;
    if (!this.#wishes[name].wanted) return assert.equal(used(), undefined, `${name} is off`);
    await this.#media.start(name);
    if (present.length > 0) assert.ok(present.includes(used() ?? ''), `${name} is on`);
    for (const id of present) {
      await this.#media.choose(name, id);
      assert.equal(used(), id, `${name} is the chosen one`);
    }
    if (present.length > 0) assert.equal(this.#media.problems.get(name), undefined);
  }

  /**
   * @param {DeviceName[]} names
   * @param {(wish: Wish) => void} change
   * @param {(signal: AbortSignal) => Promise<unknown>} call
   */
  #ask(names, change, call) {
    const before = names.map((name) => ({ ...this.#wishes[name] }));
    for (const name of names) {
      this.#wishes[name].version += 1;
      change(this.#wishes[name]);
    }
    const versions = names.map((name) => this.#wishes[name].version);
    this.#abortable(call, () => {
      names.forEach((name, index) => {
        const wish = this.#wishes[name];
        if (wish.version === versions[index])
          Object.assign(wish, before[index], { version: wish.version + 1 });
      });
    });
  }

  /** @param {DeviceName} name */
  #choose(name) {
    const id = this.#pick(DEVICES.filter((each) => each.startsWith(KINDS[name])));
    this.#ask(
      [name],
      () => {},
      (signal) => this.#media.choose(name, id, { signal }),
    );
  }

  /** @param {DeviceName} name */
  #stop(name) {
    Object.assign(this.#wishes[name], { wanted: false, version: this.#wishes[name].version + 1 });
    this.#media.stop(name);
  }

  /** @param {DeviceName} name */
  #close(name) {
    this.#stop(name);
    this.#media.close(name);
    assert.equal(this.#media.sources.has(name), false);
  }

  #share() {
    const version = ++this.#screenVersion;
    this.#devices.screenSound = this.#random() < 0.5;
    this.#abortable(
      async (signal) => {
        const isShared = await this.#media.shareScreen({ signal });
        if (isShared && version === this.#screenVersion) this.#screenWanted = true;
      },
      () => {},
    );
  }

  #endScreen() {
    this.#screenVersion += 1;
    this.#screenWanted = false;
    this.#media.close('screen');
  }

  /**
   * @param {(signal: AbortSignal) => Promise<unknown>} call
   * @param {() => void} undo
   */
  #abortable(call, undo) {
    const controller = new AbortController();
    let isSettled = false;
    this.#pending += 1;
    const settle = () => {
      isSettled = true;
      this.#pending -= 1;
    };
    call(controller.signal).then(settle, (error) => {
      settle();
      if (error !== controller.signal.reason) throw error;
    });
    this.#aborts.push(() => {
      if (!isSettled) undo();
      controller.abort();
    });
  }

  #setHanging() {
    const part = this.#random() < 0.5 ? 'video' : '';
    const isOn = this.#random() < 0.5;
    this.#devices.hangs = (kinds) => isOn && kinds.join().includes(part);
  }

  #setFailing() {
    const failure = this.#pick(FAILURES);
    const part = this.#pick(['audio', 'video', '']);
    this.#devices.failure = (kinds) => (kinds.join().includes(part) ? failure : undefined);
  }

  /** @template T @param {T[]} choices @returns {T} */
  #pick(choices) {
    return /** @type {T} */ (choices[Math.floor(this.#random() * choices.length)]);
  }
}

/** Lets everything that waits for fake devices happen. */
function settled() {
  return new Promise((resolve) => setImmediate(resolve));
}
