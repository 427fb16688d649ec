import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adapt, encodingFor, EncodingControl, NO_REDUCTION, qualityOf } from '../rtc/encoding.js';

const CAMERA = { source: 'camera', width: 1280, height: 720, frameRate: 30, peers: 1 };
const SCREEN = { source: 'screen', contentHint: 'detail', width: 1920, height: 1080, peers: 1 };

/** The height that is sent. @param {import('../rtc/encoding.js').Video} video @param {number} [level]  of the reduction */
function sentHeight(video, level) {
  return Math.round((video.height ?? 0) / (encodingFor(video, level).scaleResolutionDownBy ?? 1));
}

test('two people send 720p at 30 fps', () => {
  assert.deepEqual(encodingFor(CAMERA), {
    active: true,
    scaleResolutionDownBy: 1,
    maxBitrate: 1_800_000,
    maxFramerate: 30,
    degradationPreference: 'balanced',
  });
});

test('each further peer costs neither more upload nor more pixels to encode', () => {
  for (let peers = 1; peers <= 12; peers += 1) {
    const { maxBitrate = 0, maxFramerate = 0 } = encodingFor({ ...CAMERA, peers });
    const height = sentHeight({ ...CAMERA, peers });
    assert.ok(maxBitrate * peers <= 1_800_000 + peers, `upload to ${peers} peers`);
    if (peers <= 8) {
      const pixels = ((height * 16) / 9) * height * maxFramerate * peers;
      assert.ok(pixels < 33e6, `${pixels} pixels per second for ${peers} peers`);
    }
  }
  assert.deepEqual(
    [1, 2, 3, 4, 5, 6, 7, 8].map((peers) => sentHeight({ ...CAMERA, peers })),
    [720, 541, 360, 360, 360, 270, 270, 180],
  );
});

test('sends no more pixels than the peer shows, in few steps', () => {
  const shown = (/** @type {number} */ displayedHeight) => sentHeight({ ...CAMERA, displayedHeight });
  assert.deepEqual(
    [2000, 721, 500, 361, 360, 200, 100, 1].map(shown),
    [720, 720, 541, 541, 360, 270, 180, 90],
  );
  const small = encodingFor({ ...CAMERA, displayedHeight: 180 });
  assert.equal(small.maxBitrate, 225_000);
});

test('never enlarges a picture, and measures a portrait video by its shorter side', () => {
  assert.equal(encodingFor({ ...CAMERA, width: 320, height: 240 }).scaleResolutionDownBy, 1);
  assert.equal(encodingFor({ ...CAMERA, width: 720, height: 1280, peers: 3 }).scaleResolutionDownBy, 2);
  assert.equal(encodingFor({ source: 'camera', peers: 3 }).scaleResolutionDownBy, 1, 'unknown size');
  assert.equal(encodingFor({ ...CAMERA, frameRate: 10 }).maxFramerate, 10);
});

test('pauses a hidden video', () => {
  assert.deepEqual(encodingFor({ ...CAMERA, displayedHeight: 0 }), { active: false });
  assert.deepEqual(encodingFor({ ...SCREEN, displayedHeight: 0 }), { active: false });
});

test('sends a screen in full resolution, with few pictures', () => {
  for (const peers of [1, 2, 5]) {
    const { scaleResolutionDownBy, maxFramerate, degradationPreference } = encodingFor({ ...SCREEN, peers });
    assert.equal(scaleResolutionDownBy, 1);
    assert.equal(degradationPreference, 'maintain-resolution');
    assert.equal(maxFramerate, peers > 2 ? 5 : 15);
    assert.equal(encodingFor({ ...SCREEN, peers }, 1).scaleResolutionDownBy, 1);
  }
  assert.equal(encodingFor(SCREEN, 1).maxFramerate, 7);
  assert.equal(encodingFor({ ...SCREEN, contentHint: 'motion' }).maxFramerate, 30, 'a film');
  assert.equal(encodingFor({ ...SCREEN, contentHint: '' }).maxFramerate, 15);
});

test('backs off soon after loss, and recovers slowly', () => {
  let state = NO_REDUCTION;
  /** @param {number} from @param {number} to @param {number} loss */
  const run = (from, to, loss) => {
    for (let now = from; now <= to; now += 2_000) state = adapt(state, { loss }, now);
    return state.level;
  };
  assert.equal(run(0, 2_000, 0.2), 0, 'a moment');
  assert.equal(run(4_000, 4_000, 0.2), 1);
  assert.equal(run(6_000, 6_000, 0.2), 1, 'the loss was before the change');
  assert.equal(run(8_000, 8_000, 0.2), 2);
  assert.equal(run(10_000, 600_000, 0.05), 2, 'neither good nor bad');
  assert.equal(run(602_000, 602_000, 0), 1);
  assert.equal(run(604_000, 612_000, 0), 1);
  assert.equal(run(614_000, 660_000, 0), 0);
  assert.equal(run(700_000, 800_000, 1), 4);
  const [{ maxBitrate: least = 0 }, { maxBitrate: most = 0 }] = [encodingFor(CAMERA, 4), encodingFor(CAMERA)];
  assert.ok(least > 20_000 && least < most / 4, 'never nothing');
});

test('steps down with a busy processor, and tries again later each time', () => {
  let state = NO_REDUCTION;
  /** The changes of the height by time, with a processor that manages two steps less. @type {number[]} */
  const attempts = [];
  for (let now = 0; now <= 900_000; now += 2_000) {
    const next = adapt(state, { loss: 0, limitation: state.level < 2 ? 'cpu' : 'none' }, now);
    if (next.level < state.level) attempts.push(now);
    state = next;
  }
  const pauses = attempts.map((at, index) => at - (attempts[index - 1] ?? 0));
  assert.ok(attempts.length >= 2 && attempts.length < 6, `${attempts.length} attempts`);
  assert.deepEqual(
    pauses.toSorted((a, b) => a - b),
    pauses,
    'pauses grow',
  );
  assert.equal(sentHeight(CAMERA, 1), 541);
  assert.equal(sentHeight({ ...CAMERA, peers: 8 }, 3), 90);
});

test('forgets former trouble after a quiet time', () => {
  let state = NO_REDUCTION;
  for (let now = 0; now <= 40_000; now += 2_000) state = adapt(state, { loss: 1 }, now);
  assert.ok(state.patience > 100_000);
  for (let now = 42_000; now <= 2_000_000; now += 2_000) state = adapt(state, { loss: 0 }, now);
  assert.deepEqual([state.level, state.patience], [0, NO_REDUCTION.patience]);
});

test('ignores a processor that is busy for a moment', () => {
  const busy = adapt(NO_REDUCTION, { loss: 0, limitation: 'cpu' }, 0);
  const idle = adapt(busy, { loss: 0, limitation: 'none' }, 2_000);
  assert.equal(adapt(idle, { loss: 0, limitation: 'cpu' }, 5_000).level, 0);
});

test('does not flap: noise leads to few changes', () => {
  let state = NO_REDUCTION;
  const seen = new Set();
  for (let now = 0; now <= 120_000; now += 2_000) {
    const isOdd = now % 4_000 === 0;
    state = adapt(state, { loss: isOdd ? 0.01 : 0.05, limitation: isOdd ? 'cpu' : 'bandwidth' }, now);
    seen.add(JSON.stringify(encodingFor(CAMERA, state.level)));
  }
  assert.equal(seen.size, 1);
});

test('reads loss and limitation from the statistics of a sender', () => {
  const reports = new Map(
    Object.entries({
      a: { type: 'outbound-rtp', qualityLimitationReason: 'cpu' },
      b: { type: 'remote-inbound-rtp', fractionLost: 0.25 },
      c: { type: 'codec' },
    }),
  );
  assert.deepEqual(qualityOf(reports), { loss: 0.25, limitation: 'cpu' });
  assert.deepEqual(qualityOf(new Map()), { loss: 0 });
});

/** A sender whose parameters are valid for one change, as in browsers. */
class FakeSender {
  track = { contentHint: '', getSettings: () => ({ width: 1280, height: 720, frameRate: 30 }) };
  /** @type {any[]} */
  changes = [];
  /** @type {any[]} */
  encodings = [{ active: true }];
  failure = false;
  #valid = '';

  async getStats() {
    return new Map();
  }

  getParameters() {
    this.#valid = crypto.randomUUID();
    return { transactionId: this.#valid, encodings: this.encodings };
  }

  /** @param {any} parameters */
  async setParameters({ transactionId, encodings, degradationPreference }) {
    if (transactionId !== this.#valid) throw new DOMException('', 'InvalidModificationError');
    await undefined;
    this.#valid = '';
    if (this.failure) throw new DOMException('', 'OperationError');
    this.changes.push({ ...encodings[0], degradationPreference });
  }
}

/** @param {FakeSender} sender */
const control = (sender) => new EncodingControl(/** @type {any} */ (sender), () => 0);

test('sets parameters when they change, one change at a time', async () => {
  const sender = new FakeSender();
  const encoding = control(sender);
  await Promise.all([encoding.update('camera', 1), encoding.update('camera', 1)]);
  await encoding.update('camera', 1);
  assert.equal(sender.changes.length, 1);
  await encoding.update('camera', 1, 0);
  await encoding.update('camera', 1, 700);
  assert.deepEqual(
    sender.changes.map(({ active }) => active),
    [true, false, true],
  );
});

test('goes on without parameters that a browser does not accept, and tries again', async () => {
  const sender = new FakeSender();
  const encoding = control(sender);
  sender.failure = true;
  await encoding.update('camera', 1);
  sender.failure = false;
  sender.encodings = [];
  await encoding.update('camera', 1);
  assert.equal(sender.changes.length, 0);
  sender.encodings = [{}];
  await encoding.update('camera', 1);
  assert.equal(sender.changes.length, 1);
});
