import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AudioOutput } from '../media/audio-output.js';
import { FakeMediaDevices } from './support/fake-media-devices.js';

const settled = () => new Promise((resolve) => setImmediate(resolve));

class FakePlayer {
  sinkId = '';
  /** @type {string[]} */
  broken = [];

  /** @param {string} id */
  async setSinkId(id) {
    if (this.broken.includes(id)) throw new DOMException('for the test', 'AbortError');
    this.sinkId = id;
  }
}

/** @param {string[]} ids */
function harness(...ids) {
  const devices = new FakeMediaDevices('audio1', ...ids);
  const output = new AudioOutput(/** @type {any} */ (devices));
  const players = [new FakePlayer(), new FakePlayer()];
  for (const player of players) output.add(/** @type {any} */ (player));
  return { devices, output, players, sinks: () => players.map(({ sinkId }) => sinkId).join(' ') };
}

test('plays everything on the chosen device, later players too', async () => {
  const { output, players, sinks } = harness('output1', 'output2');
  assert.deepEqual(
    (await output.devices()).map(({ deviceId }) => deviceId),
    ['output1', 'output2'],
  );
  assert.equal(await output.choose('output2'), true);
  const later = new FakePlayer();
  players.push(later);
  output.add(/** @type {any} */ (later));
  await settled();
  assert.equal(sinks(), 'output2 output2 output2');
  assert.equal(output.deviceId, 'output2');
  output.delete(/** @type {any} */ (later));
  await output.choose('');
  assert.equal(sinks(), '  output2');
});

test('falls back to the default when the device is unplugged, and returns to it', async () => {
  const { devices, output, sinks } = harness('output1', 'output2');
  await output.choose('output2');
  let changes = 0;
  output.addEventListener('change', () => (changes += 1));
  devices.unplug('output2');
  await settled();
  assert.equal(sinks(), ' ');
  assert.equal(output.deviceId, '');
  devices.plugIn('output2');
  await settled();
  assert.equal(sinks(), 'output2 output2');
  devices.plugIn('output3');
  await settled();
  assert.equal(changes, 2);
});

test('goes back to the device before if the chosen one does not work', async () => {
  const { output, players, sinks } = harness('output1', 'output2');
  await output.choose('output1');
  if (players[1]) players[1].broken = ['output2'];
  assert.equal(await output.choose('output2'), false);
  assert.equal(sinks(), 'output1 output1');
  assert.equal(output.deviceId, 'output1');
});

test('listens to the devices while it has players', async () => {
  const { devices, output, players } = harness('output1', 'output2');
  await output.choose('output2');
  assert.equal(devices.listeners, 1);
  for (const player of players) output.delete(/** @type {any} */ (player));
  assert.equal(devices.listeners, 0);
  devices.unplug('output2');
  const [player] = players;
  output.add(/** @type {any} */ (player));
  await settled();
  assert.equal(output.deviceId, '');
  assert.equal(player?.sinkId, '');
  devices.plugIn('output2');
  await settled();
  assert.equal(player?.sinkId, 'output2');
});

test('reports browsers that cannot choose', async () => {
  assert.equal(AudioOutput.isSupported, false);
  assert.deepEqual(await new AudioOutput(undefined).devices(), []);
});
