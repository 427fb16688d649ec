import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LocalMedia } from '../media/local-media.js';
import { FakeClock } from './support/fake-clock.js';
import { FakeMediaDevices } from './support/fake-media-devices.js';

/** Lets everything that waits for fake devices happen. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** @param {string[]} ids */
function harness(...ids) {
  const devices = new FakeMediaDevices(...ids);
  const clock = new FakeClock();
  const media = new LocalMedia({ mediaDevices: /** @type {any} */ (devices), clock });
  return { devices, clock, media };
}

/** The sources, with the device in use or 'off'. @param {LocalMedia} media */
function state({ sources }) {
  const entries = [...sources].map(([name, { track, deviceId }]) => [
    name,
    track ? (deviceId ?? true) : 'off',
  ]);
  return Object.fromEntries(entries);
}

/** @param {LocalMedia} media */
const problems = (media) => Object.fromEntries(media.problems);

test('opens microphone and camera with one request', async () => {
  const { devices, media } = harness('audio1', 'video1');
  await media.open();
  assert.deepEqual(state(media), { microphone: 'audio1', camera: 'video1' });
  assert.deepEqual(devices.requests, ['audio video']);
  assert.deepEqual(problems(media), {});
});

test('opens the one device that works, and reports the other one', async () => {
  const { media, devices } = harness('audio1', 'video1');
  devices.failure = (kinds) => (kinds.includes('video') ? 'NotReadableError' : undefined);
  await media.open();
  assert.deepEqual(state(media), { microphone: 'audio1' });
  assert.deepEqual(problems(media), { camera: 'NotReadableError' });
});

test('reports both devices if the person denies them', async () => {
  const { media, devices } = harness('audio1', 'video1');
  devices.failure = () => 'NotAllowedError';
  await media.open();
  assert.deepEqual(state(media), {});
  assert.deepEqual(problems(media), { microphone: 'NotAllowedError', camera: 'NotAllowedError' });
});

test('does not ask again for a denied device when another one is plugged in', async () => {
  const { media, devices } = harness('audio1', 'video1');
  devices.failure = () => 'NotAllowedError';
  await media.start('camera');
  devices.plugIn('video2');
  await settled();
  assert.deepEqual(devices.requests, ['video']);
});

test('opens the microphone alone if the camera does not answer, and uses the camera when it does', async () => {
  const { media, devices, clock } = harness('audio1', 'video1');
  devices.hangs = (kinds) => kinds.includes('video');
  const opening = media.open();
  await settled();
  assert.equal(media.opening, true);
  clock.advance(8_000);
  await opening;
  assert.deepEqual(devices.requests, ['audio video', 'audio']);
  assert.deepEqual(state(media), { microphone: 'audio1' });
  assert.deepEqual(problems(media), { camera: 'TimeoutError' });
  assert.equal(media.opening, false);
  const microphone = media.sources.get('microphone')?.track;
  devices.answer();
  await settled();
  assert.equal(media.sources.get('microphone')?.track, microphone);
  assert.deepEqual(state(media), { microphone: 'audio1', camera: 'video1' });
  assert.deepEqual(problems(media), {});
  assert.equal(devices.live('audio').length, 1);
  assert.equal(clock.pending, 0);
});

test('asks at most twice a person who has not decided yet', async () => {
  const { media, devices, clock } = harness('audio1', 'video1');
  devices.hangs = () => true;
  const opening = media.open();
  await settled();
  clock.advance(8_000);
  await settled();
  clock.advance(8_000);
  await opening;
  assert.deepEqual(devices.requests, ['audio video', 'audio']);
  assert.deepEqual(problems(media), { microphone: 'TimeoutError', camera: 'TimeoutError' });
  devices.answer();
  await settled();
  assert.deepEqual(state(media), { microphone: 'audio1', camera: 'video1' });
  assert.equal(devices.live().length, 2);
});

test('stops a late camera that is no longer wanted', async () => {
  const { media, devices, clock } = harness('audio1', 'video1');
  devices.hangs = (kinds) => kinds.includes('video');
  const opening = media.open();
  await settled();
  clock.advance(8_000);
  await opening;
  media.stop('camera');
  devices.answer();
  await settled();
  assert.deepEqual(state(media), { microphone: 'audio1' });
  assert.equal(devices.live('video').length, 0);
});

test('stops devices that the person allows after everything was closed', async () => {
  const { media, devices } = harness('audio1', 'video1');
  devices.hangs = () => true;
  const opening = media.open();
  await settled();
  media.close();
  devices.answer();
  await opening;
  assert.deepEqual(state(media), {});
  assert.equal(devices.live().length, 0);
});

test('a camera that is off has no live track, stays published, and opens the same device again', async () => {
  const { media, devices } = harness('audio1', 'video1', 'video2');
  await media.open();
  await media.choose('camera', 'video2');
  media.stop('camera');
  assert.deepEqual(state(media), { microphone: 'audio1', camera: 'off' });
  assert.equal(devices.live('video').length, 0);
  await media.start('camera');
  assert.deepEqual(state(media), { microphone: 'audio1', camera: 'video2' });
});

test('opens the same device again without a choice of the person', async () => {
  const { media, devices } = harness('video1', 'video2');
  await media.start('camera');
  media.stop('camera');
  devices.unplug('video1');
  devices.plugIn('video1');
  await media.start('camera');
  assert.deepEqual(state(media), { camera: 'video1' });
});

test('a muted microphone keeps its track, also when it was muted before it was opened', async () => {
  const { media } = harness('audio1', 'audio2');
  media.mute('microphone');
  assert.equal(media.sources.size, 0);
  await media.start('microphone');
  const source = () => {
    const { deviceId, muted, track } = media.sources.get('microphone') ?? {};
    return [deviceId, muted, track?.enabled];
  };
  assert.deepEqual(source(), ['audio1', true, false]);
  await media.choose('microphone', 'audio2');
  assert.deepEqual(source(), ['audio2', true, false]);
  media.mute('microphone', false);
  assert.deepEqual(source(), ['audio2', false, true]);
});

test('keeps a device until the chosen one is open', async () => {
  const { media, devices } = harness('audio1', 'audio2', 'video1', 'video2');
  await media.open();
  const tracks = [...media.sources.values()].map(({ track }) => track);
  devices.hangs = () => true;
  const choosing = [media.choose('microphone', 'audio2'), media.choose('camera', 'video2')];
  await settled();
  assert.deepEqual(
    [...media.sources.values()].map(({ track }) => track),
    tracks,
  );
  assert.equal(devices.live().length, 2);
  devices.answer();
  await Promise.all(choosing);
  assert.deepEqual(state(media), { microphone: 'audio2', camera: 'video2' });
  assert.equal(devices.live().length, 2);
});

test('switches to another camera on a phone, which opens one at a time, without being off meanwhile', async () => {
  const { media, devices } = harness('video1', 'video2');
  devices.isPhone = true;
  await media.start('camera');
  devices.hangs = () => devices.live().length === 0;
  const choosing = media.choose('camera', 'video2');
  await settled();
  assert.equal(devices.live().length, 0);
  assert.ok(media.sources.get('camera')?.track);
  devices.answer();
  await choosing;
  assert.deepEqual(state(media), { camera: 'video2' });
  assert.deepEqual(devices.requests, ['video', 'video', 'video']);
  assert.equal(devices.live().length, 1);
});

test('a camera that ends while another one opens is not off meanwhile', async () => {
  const { media, devices } = harness('video1', 'video2');
  await media.start('camera');
  devices.hangs = () => true;
  const choosing = media.choose('camera', 'video2');
  media.addEventListener('change', () => assert.ok(media.sources.get('camera')?.track));
  devices.live('video')[0]?.end();
  await settled();
  devices.answer();
  await choosing;
  assert.deepEqual(state(media), { camera: 'video2' });
  assert.deepEqual(problems(media), {});
});

test('a camera is off if neither the chosen one nor the one before opens', async () => {
  const { media, devices } = harness('video1', 'video2');
  await media.start('camera');
  devices.failure = () => 'NotReadableError';
  await media.choose('camera', 'video2');
  assert.deepEqual(state(media), { camera: 'off' });
  assert.deepEqual(problems(media), { camera: 'NotReadableError' });
  devices.failure = () => undefined;
  await media.start('camera');
  assert.deepEqual(state(media), { camera: 'video1' });
});

test('goes back to the device before if the chosen one fails, and reports it', async () => {
  const { media, devices } = harness('audio1', 'audio2', 'video1', 'video2', 'video3');
  await media.open();
  await media.choose('camera', 'video3');
  devices.unplug('video2');
  await media.choose('camera', 'video2');
  assert.deepEqual(state(media), { microphone: 'audio1', camera: 'video3' });
  assert.deepEqual(problems(media), { camera: 'OverconstrainedError' });
  const microphone = media.sources.get('microphone')?.track;
  devices.failure = () => 'NotReadableError';
  await media.choose('microphone', 'audio2');
  assert.equal(media.sources.get('microphone')?.track, microphone);
  assert.equal(problems(media).microphone, 'NotReadableError');
  devices.failure = () => undefined;
  await media.choose('microphone', 'audio2');
  assert.deepEqual(state(media), { microphone: 'audio2', camera: 'video3' });
  assert.deepEqual(problems(media), { camera: 'OverconstrainedError' });
});

test('uses another device instead of an unplugged one, and returns to the chosen one', async () => {
  const { media, devices } = harness('audio1', 'video1', 'video2');
  await media.open();
  await media.choose('camera', 'video2');
  devices.unplug('video2');
  await settled();
  assert.deepEqual(state(media), { microphone: 'audio1', camera: 'video1' });
  assert.deepEqual(problems(media), { camera: 'DeviceReplaced' });
  devices.plugIn('video2');
  await settled();
  assert.deepEqual(state(media), { microphone: 'audio1', camera: 'video2' });
  assert.deepEqual(problems(media), {});
});

test('uses another device if the chosen one has gone before it is opened', async () => {
  const { media } = harness('audio1', 'video1');
  await media.choose('camera', 'video7');
  assert.deepEqual(state(media), {}, 'a choice opens nothing');
  await media.open();
  assert.deepEqual(state(media), { microphone: 'audio1', camera: 'video1' });
  assert.deepEqual(problems(media), { camera: 'DeviceReplaced' });
});

test('an unplugged only device opens again when it is plugged in', async () => {
  const { media, devices } = harness('audio1', 'video1');
  await media.open();
  devices.unplug('video1');
  await settled();
  assert.deepEqual(state(media), { microphone: 'audio1', camera: 'off' });
  assert.deepEqual(problems(media), { camera: 'Ended' });
  devices.plugIn('video1');
  await settled();
  assert.deepEqual(state(media), { microphone: 'audio1', camera: 'video1' });
  assert.deepEqual(problems(media), {});
});

test('does not ask again for a device that was forbidden during the call', async () => {
  const { media, devices } = harness('audio1', 'video1');
  await media.open();
  devices.allowed.delete('video');
  devices.live('video')[0]?.end();
  await settled();
  devices.plugIn('audio2');
  await settled();
  assert.deepEqual(devices.requests, ['audio video']);
  assert.deepEqual(problems(media), { camera: 'Ended' });
});

test('does not ask again for a device that another program has taken', async () => {
  const { media, devices } = harness('video1');
  await media.start('camera');
  devices.live('video')[0]?.end();
  await settled();
  assert.deepEqual(problems(media), { camera: 'Ended' });
  assert.deepEqual(devices.requests, ['video']);
});

test('opens the microphone again when another one becomes the default', async () => {
  const { media, devices } = harness('default', 'audio1', 'video1');
  await media.open();
  const before = media.sources.get('microphone')?.track;
  devices.plugIn('audio2');
  await settled();
  assert.equal(media.sources.get('microphone')?.track, before);
  devices.changeDefault('group of audio2');
  await settled();
  assert.notEqual(media.sources.get('microphone')?.track, before);
  assert.equal(devices.live('audio').length, 1);
});

test('concurrent calls open each device once', async () => {
  const { media, devices } = harness('audio1', 'video1', 'video2');
  await Promise.all([
    media.open(),
    media.start('camera'),
    media.choose('camera', 'video2'),
    media.open(),
    media.start('microphone'),
  ]);
  assert.deepEqual(state(media), { microphone: 'audio1', camera: 'video2' });
  assert.equal(devices.live().length, 2);
});

test('an aborted call rejects with the reason, and undoes what it began', async () => {
  const { media, devices } = harness('audio1', 'video1', 'video2');
  await media.start('microphone');
  devices.hangs = () => true;
  const abort = new AbortController();
  const opening = media.open({ signal: abort.signal });
  await settled();
  abort.abort(new Error('changed my mind'));
  await assert.rejects(opening, /changed my mind/);
  devices.answer();
  await settled();
  assert.deepEqual(state(media), { microphone: 'audio1' });
  assert.equal(devices.live().length, 1);
  await assert.rejects(media.start('camera', { signal: abort.signal }), /changed my mind/);
});

test('an aborted call releases a device that it had opened, and does not publish it', async () => {
  const { media, devices } = harness('audio1', 'video1');
  devices.failure = (kinds) => (kinds.length > 1 ? 'NotReadableError' : undefined);
  devices.hangs = (kinds) => kinds.length === 1 && kinds[0] === 'video';
  const abort = new AbortController();
  const opening = media.open({ signal: abort.signal });
  await settled();
  assert.equal(devices.live().length, 1, 'the microphone is open, and the camera hangs');
  abort.abort(new Error('changed my mind'));
  await assert.rejects(opening, /changed my mind/);
  devices.answer();
  await settled();
  assert.equal(devices.live().length, 0);
  assert.equal(media.sources.size, 0);
});

test('an aborted choice leads back to the device before', async () => {
  const { media, devices } = harness('video1', 'video2');
  await media.start('camera');
  devices.hangs = () => true;
  const abort = new AbortController();
  const choosing = media.choose('camera', 'video2', { signal: abort.signal });
  await settled();
  abort.abort(new Error('changed my mind'));
  await assert.rejects(choosing, /changed my mind/);
  devices.hangs = () => false;
  devices.answer();
  await settled();
  assert.deepEqual(state(media), { camera: 'video1' });
  assert.equal(devices.live().length, 1);
});

test('shares a screen with its sound, until the browser ends it', async () => {
  const { media, devices } = harness();
  assert.equal(await media.shareScreen(), true);
  assert.deepEqual(state(media), { screen: true, 'screen-audio': true });
  assert.equal(media.sources.get('screen')?.track?.contentHint, 'detail');
  devices.live('video')[0]?.end();
  assert.deepEqual(state(media), {});
  assert.equal(devices.live().length, 0);
});

test('replaces the shared screen, and the sound that the new one does not have', async () => {
  const { media, devices } = harness();
  await media.shareScreen();
  devices.screenSound = false;
  media.addEventListener('change', () => assert.equal(media.sources.has('screen'), true));
  await media.shareScreen({ contentHint: 'motion' });
  assert.deepEqual(state(media), { screen: true });
  assert.equal(media.sources.get('screen')?.track?.contentHint, 'motion');
  assert.equal(devices.live().length, 1);
});

test('a cancelled choice of a screen is no problem, and leaves the present one', async () => {
  const { media, devices } = harness();
  await media.shareScreen();
  devices.failure = () => 'NotAllowedError';
  assert.equal(await media.shareScreen(), false);
  assert.deepEqual(problems(media), {});
  assert.equal(media.sources.has('screen'), true);
  devices.failure = () => 'NotFoundError';
  assert.equal(await media.shareScreen(), false);
  assert.deepEqual(problems(media), { screen: 'NotFoundError' });
});

test('a system that forbids the browser to record the screen is a problem', async () => {
  const { media, devices } = harness();
  devices.failure = () => 'NotAllowedError';
  devices.message = 'Permission denied by system';
  assert.equal(await media.shareScreen(), false);
  assert.deepEqual(problems(media), { screen: 'NotAllowedError' });
  devices.message = 'Permission denied';
  assert.equal(await media.shareScreen(), false);
  assert.deepEqual(problems(media), {});
  devices.failure = () => 'NotReadableError';
  await media.shareScreen();
  media.close();
  assert.deepEqual(problems(media), {});
});

test('stops a screen that is chosen after it was closed or aborted', async () => {
  const { media, devices } = harness();
  devices.hangs = () => true;
  const closed = media.shareScreen();
  await settled();
  media.close('screen');
  const abort = new AbortController();
  const aborted = media.shareScreen({ signal: abort.signal });
  await settled();
  abort.abort(new Error('changed my mind'));
  await assert.rejects(aborted, /changed my mind/);
  devices.answer();
  assert.equal(await closed, false);
  assert.deepEqual(state(media), {});
  assert.equal(devices.live().length, 0);
});

test('reports a browser without devices and a page outside of a secure context', async () => {
  const media = new LocalMedia({ mediaDevices: undefined });
  await media.open();
  assert.deepEqual(problems(media), { microphone: 'InsecureContext', camera: 'InsecureContext' });
  globalThis.isSecureContext = true;
  try {
    await media.start('camera');
    assert.equal(problems(media).camera, 'NotSupportedError');
    assert.equal(await media.shareScreen(), false);
    assert.equal(problems(media).screen, 'NotSupportedError');
    assert.deepEqual(await media.devices('videoinput'), []);
  } finally {
    Reflect.deleteProperty(globalThis, 'isSecureContext');
  }
});

test('lists devices once the person has allowed them', async () => {
  const { media, devices } = harness('audio1', 'video1', 'output1');
  devices.allowed.delete('video');
  assert.deepEqual(await media.devices('videoinput'), []);
  assert.deepEqual(
    (await media.devices('audiooutput')).map(({ label }) => label),
    ['Device output1'],
  );
});

test('close releases everything, and the person can open it again', async () => {
  const { media, devices } = harness('audio1', 'video1');
  await media.open();
  await media.shareScreen();
  media.close();
  assert.deepEqual(state(media), {});
  assert.equal(devices.live().length, 0);
  devices.plugIn('video2');
  await settled();
  assert.equal(devices.live().length, 0);
  await media.open();
  assert.deepEqual(state(media), { microphone: 'audio1', camera: 'video1' });
});

test('reports changes by name, and when opening has ended', async () => {
  const { media, devices } = harness('audio1', 'video1');
  /** @type {string[]} */
  const changes = [];
  media.addEventListener('change', (event) => {
    changes.push(`${/** @type {CustomEvent} */ (event).detail.name} ${media.opening}`);
  });
  await media.open();
  assert.ok(changes.includes('camera true'));
  assert.equal(changes.at(-1), 'camera false');
  let lists = 0;
  media.addEventListener('devices', () => (lists += 1));
  devices.plugIn('video2');
  assert.equal(lists, 1);
});
