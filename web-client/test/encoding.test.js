import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adapt, encodingFor, EncodingControl, NO_REDUCTION, qualityOf } from '../rtc/encoding.js';

const CAMERA = { source: 'camera', width: 1280, height: 720, frameRate: 30, peers: 1 };
const SCREEN = { source: 'screen', contentHint: 'detail', width: 1920, height: 1080, peers: 1 };

/** The height that is sent. @param {import('../rtc/encoding.js').Video} video @param {any} [reduction] */
function sentHeight(video, reduction) {
  return Math.round((video.height ?? 0) / (encodingFor(video, reduction).scaleResolutionDownBy ?? 1));
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
  const reduced = { ...NO_REDUCTION, steps: 1, bitrate: 0.5 };
  for (const peers of [1, 2, 5]) {
    const { scaleResolutionDownBy, maxFramerate, degradationPreference } = encodingFor({ ...SCREEN, peers });
    assert.equal(scaleResolutionDownBy, 1);
    assert.equal(degradationPreference, 'maintain-resolution');
    assert.equal(maxFramerate, peers > 2 ? 5 : 15);
    assert.equal(encodingFor({ ...SCREEN, peers }, reduced).scaleResolutionDownBy, 1);
  }
  assert.equal(encodingFor(SCREEN, reduced).maxFramerate, 7);
  assert.equal(encodingFor({ ...SCREEN, contentHint: 'motion' }).maxFramerate, 30, 'a film');
  assert.equal(encodingFor({ ...SCREEN, contentHint: '' }).maxFramerate, 15);
});

test('backs off at once after loss, and recovers slowly', () => {
  let state = adapt(NO_REDUCTION, { loss: 0.2 }, 0);
  assert.equal(state.bitrate, 0.7);
  assert.equal(adapt(state, { loss: 0.2 }, 1_000).bitrate, 0.7, 'the loss was before the change');
  state = adapt(state, { loss: 0.2 }, 3_000);
  assert.ok(Math.abs(state.bitrate - 0.49) < 1e-9);
  assert.equal(adapt(state, { loss: 0.05 }, 60_000).bitrate, state.bitrate, 'neither good nor bad');
  const rising = adapt(state, { loss: 0 }, 8_000);
  assert.ok(rising.bitrate > state.bitrate && rising.bitrate < 0.6);
  assert.equal(adapt(rising, { loss: 0 }, 9_000).bitrate, rising.bitrate);
  for (let now = 0; now <= 300_000; now += 2_000) state = adapt(state, { loss: 0 }, now + 8_000);
  assert.equal(state.bitrate, 1);
  for (let now = 400_000; now <= 500_000; now += 2_000) state = adapt(state, { loss: 1 }, now);
  assert.equal(state.bitrate, 0.1, 'never nothing');
});

test('steps down with a busy processor, and tries again later each time', () => {
  let state = NO_REDUCTION;
  /** The changes of the height by time, with a processor that manages two steps less. @type {number[]} */
  const attempts = [];
  for (let now = 0; now <= 900_000; now += 2_000) {
    const next = adapt(state, { loss: 0, limitation: state.steps < 2 ? 'cpu' : 'none' }, now);
    if (next.steps < state.steps) attempts.push(now);
    state = next;
  }
  const pauses = attempts.map((at, index) => at - (attempts[index - 1] ?? 0));
  assert.ok(attempts.length >= 2 && attempts.length < 5, `${attempts.length} attempts`);
  assert.deepEqual(
    pauses.toSorted((a, b) => a - b),
    pauses,
    'pauses grow',
  );
  assert.equal(sentHeight(CAMERA, { bitrate: 1, steps: 1 }), 541);
  assert.equal(sentHeight({ ...CAMERA, peers: 8 }, { bitrate: 1, steps: 3 }), 90);
});

test('ignores a processor that is busy for a moment', () => {
  const busy = adapt(NO_REDUCTION, { loss: 0, limitation: 'cpu' }, 0);
  const idle = adapt(busy, { loss: 0, limitation: 'none' }, 2_000);
  assert.equal(adapt(idle, { loss: 0, limitation: 'cpu' }, 5_000).steps, 0);
});

test('does not flap: noise leads to few changes', () => {
  let state = NO_REDUCTION;
  const seen = new Set();
  for (let now = 0; now <= 120_000; now += 2_000) {
    const isOdd = now % 4_000 === 0;
    state = adapt(state, { loss: isOdd ? 0.01 : 0.05, limitation: isOdd ? 'cpu' : 'bandwidth' }, now);
    seen.add(JSON.stringify(encodingFor(CAMERA, state)));
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
