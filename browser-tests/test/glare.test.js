import assert from 'node:assert/strict';
import { defineTests } from '../harness/browser-test.js';
import { monitorCall } from '../harness/call-monitor.js';
import { waitForMedia } from '../harness/media.js';
import { waitForSignalingState } from '../harness/negotiation.js';

const ROUNDS = 100;
/** Few, because an m-line stays in the description for the life of the connection. */
const ROUNDS_PER_TRANSCEIVER = 20;

const callTest = defineTests();

callTest('two offers at the same time settle, a hundred times in a row', async (t) => {
  const proxy = await t.proxy();
  const [ann, ben] = await t.call({ Ann: {}, Ben: { url: proxy.url } });
  await waitForMedia(ann, ben);
  const monitors = [await monitorCall(ann, ben), await monitorCall(ben, ann)];
  const connections = [await ann.connectionTo(ben), await ben.connectionTo(ann)];
  for (let round = 0; round < ROUNDS; round++) {
    // Signals are held back until both offers are made, so that the offers always collide.
    proxy.pause();
    const change = round % ROUNDS_PER_TRANSCEIVER ? restartIce : addTransceiver;
    await Promise.all(connections.map((connection) => connection.evaluate(change)));
    await waitForSignalingState('have-local-offer', ann, ben);
    proxy.resume();
    await waitForSignalingState('stable', ann, ben);
  }
  await waitForMedia(ann, ben);
  for (const problems of monitors) assert.deepEqual(await problems(), []);
  for (const { console } of [ann, ben]) assert.deepEqual(console.filter(isErrorOrWarning), []);
});

function restartIce(connection) {
  connection.restartIce();
}

function addTransceiver(connection) {
  connection.addTransceiver('audio', { direction: 'inactive' });
}

function isErrorOrWarning(line) {
  return /^(error|warning):/.test(line);
}
