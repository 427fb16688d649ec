import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMedia } from '../media/devices.js';
import { FakeStream } from './support/fake-stream.js';

/**
 * Fake devices, which open or fail with an error of this name.
 *
 * @param {{ audio?: string, video?: string }} [failures]
 */
function devices({ audio, video } = {}) {
  /** @type {string[]} */
  const requests = [];
  const getUserMedia = async (/** @type {any} */ wanted) => {
    const kinds = ['audio', 'video'].filter((kind) => wanted[kind]);
    requests.push(kinds.join(' '));
    const failure = (wanted.video && video) || (wanted.audio && audio);
    if (failure) throw new DOMException('for the test', failure);
    return new FakeStream(kinds.join(' '));
  };
  return { requests, mediaDevices: /** @type {any} */ ({ getUserMedia }) };
}

const kinds = (/** @type {MediaStream | null} */ stream) => stream?.getTracks().map(({ kind }) => kind) ?? [];

test('opens camera and microphone with one request', async () => {
  const { requests, mediaDevices } = devices();
  const { stream, problems } = await openMedia({}, mediaDevices);
  assert.deepEqual(kinds(stream), ['audio', 'video']);
  assert.deepEqual(problems, []);
  assert.deepEqual(requests, ['audio video']);
});

test('opens one device if the other one fails', async () => {
  const withoutCamera = await openMedia({}, devices({ video: 'NotFoundError' }).mediaDevices);
  assert.deepEqual(kinds(withoutCamera.stream), ['audio']);
  assert.deepEqual(
    withoutCamera.problems.map(({ device, name }) => [device, name]),
    [['camera', 'NotFoundError']],
  );
  const withoutMicrophone = await openMedia({}, devices({ audio: 'NotReadableError' }).mediaDevices);
  assert.deepEqual(kinds(withoutMicrophone.stream), ['video']);
  assert.deepEqual(
    withoutMicrophone.problems.map(({ device, name }) => [device, name]),
    [['microphone', 'NotReadableError']],
  );
});

test('reports one problem if both devices fail for the same reason', async () => {
  const denied = devices({ audio: 'NotAllowedError', video: 'NotAllowedError' });
  const { stream, problems } = await openMedia({}, denied.mediaDevices);
  assert.equal(stream, null);
  assert.deepEqual(
    problems.map(({ device, name }) => [device, name]),
    [['both', 'NotAllowedError']],
  );
});

test('reports two problems if the devices fail for different reasons', async () => {
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

test('combines devices that open only one by one', async () => {
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

test('requests only the wanted devices', async () => {
  const { requests, mediaDevices } = devices();
  await openMedia({ video: false }, mediaDevices);
  await openMedia({ audio: false, video: { width: 320 } }, mediaDevices);
  assert.deepEqual(await openMedia({ audio: false, video: false }, mediaDevices), {
    stream: null,
    problems: [],
  });
  assert.deepEqual(requests, ['audio', 'video']);
});

test('reports a page outside of a secure context', async () => {
  /** @type {any} */ (globalThis).navigator ??= {};
  const { stream, problems } = await openMedia();
  assert.equal(stream, null);
  assert.equal(problems[0]?.name, 'InsecureContext');
  assert.match(problems[0]?.message ?? '', /https:/);
});

test('describes the error of the browser to developers', async () => {
  const { problems } = await openMedia({ audio: false }, devices({ video: 'AbortError' }).mediaDevices);
  assert.equal(problems[0]?.message, 'The camera could not be opened (AbortError: for the test).');
});
