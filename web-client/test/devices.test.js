import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMedia } from '../media/devices.js';
import { FakeStream } from './support/fake-stream.js';

/**
 * Devices that open, or fail with an error of a certain name.
 *
 * @param {{ audio?: string, video?: string }} [failures]
 */
function devices({ audio, video } = {}) {
  /** @type {string[]} */
  const asked = [];
  const getUserMedia = async (/** @type {any} */ wanted) => {
    const kinds = ['audio', 'video'].filter((kind) => wanted[kind]);
    asked.push(kinds.join(' '));
    const failure = (wanted.video && video) || (wanted.audio && audio);
    if (failure) throw new DOMException('for the test', failure);
    return new FakeStream(kinds.join(' '));
  };
  return { asked, mediaDevices: /** @type {any} */ ({ getUserMedia }) };
}

const kinds = (/** @type {MediaStream | null} */ stream) => stream?.getTracks().map(({ kind }) => kind) ?? [];

test('camera and microphone open at once', async () => {
  const { asked, mediaDevices } = devices();
  const { stream, problems } = await openMedia({}, mediaDevices);
  assert.deepEqual(kinds(stream), ['audio', 'video']);
  assert.deepEqual(problems, []);
  assert.deepEqual(asked, ['audio video']);
});

test('without a camera there is still the microphone, and the other way round', async () => {
  const blind = await openMedia({}, devices({ video: 'NotFoundError' }).mediaDevices);
  assert.deepEqual(kinds(blind.stream), ['audio']);
  assert.deepEqual(
    blind.problems.map(({ device, name }) => [device, name]),
    [['camera', 'NotFoundError']],
  );
  const mute = await openMedia({}, devices({ audio: 'NotReadableError' }).mediaDevices);
  assert.deepEqual(kinds(mute.stream), ['video']);
  assert.deepEqual(
    mute.problems.map(({ device, name }) => [device, name]),
    [['microphone', 'NotReadableError']],
  );
});

test('one reason for both is said once', async () => {
  const denied = devices({ audio: 'NotAllowedError', video: 'NotAllowedError' });
  const { stream, problems } = await openMedia({}, denied.mediaDevices);
  assert.equal(stream, null);
  assert.deepEqual(
    problems.map(({ device, name }) => [device, name]),
    [['both', 'NotAllowedError']],
  );
});

test('two reasons are said one by one', async () => {
  const broken = devices({ audio: 'NotReadableError', video: 'NotFoundError' });
  const { problems } = await openMedia({}, broken.mediaDevices);
  assert.deepEqual(
    problems.map(({ device, name }) => [device, name]),
    [
      ['microphone', 'NotReadableError'],
      ['camera', 'NotFoundError'],
    ],
  );
});

test('what failed together and opens alone is put together', async () => {
  const { mediaDevices } = devices();
  const open = mediaDevices.getUserMedia;
  mediaDevices.getUserMedia = async (/** @type {any} */ wanted) => {
    if (wanted.audio && wanted.video) throw new DOMException('for the test', 'AbortError');
    return open(wanted);
  };
  const { stream, problems } = await openMedia({}, mediaDevices);
  assert.deepEqual(kinds(stream), ['audio', 'video']);
  assert.deepEqual(problems, []);
});

test('only what is wanted is asked for', async () => {
  const { asked, mediaDevices } = devices();
  await openMedia({ video: false }, mediaDevices);
  await openMedia({ audio: false, video: { width: 320 } }, mediaDevices);
  assert.deepEqual(await openMedia({ audio: false, video: false }, mediaDevices), {
    stream: null,
    problems: [],
  });
  assert.deepEqual(asked, ['audio', 'video']);
});

test('a page that was not loaded securely says so', async () => {
  /** @type {any} */ (globalThis).navigator ??= {};
  const { stream, problems } = await openMedia();
  assert.equal(stream, null);
  assert.equal(problems[0]?.name, 'InsecureContext');
  assert.match(problems[0]?.message ?? '', /https:/);
});

const NAMES = ['NotAllowedError', 'NotFoundError', 'NotReadableError', 'OverconstrainedError', 'WeirdError'];

test('every problem has a sentence of its own that says what to do', async () => {
  const messages = await Promise.all(
    NAMES.map(async (name) => {
      const { problems } = await openMedia({ audio: false }, devices({ video: name }).mediaDevices);
      return problems[0]?.message ?? '';
    }),
  );
  assert.equal(new Set(messages).size, NAMES.length);
  for (const message of messages)
    assert.match(message, /camera.*(:|,) .*(allow|connect|close|choose|check).*\.$/s);
});
