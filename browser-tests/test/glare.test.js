import assert from 'node:assert/strict';
import { areInTouch } from '../harness/media.js';
import { areBoth } from '../harness/negotiation.js';
import { stage } from '../harness/stage.js';
import { watchOver } from '../harness/vigil.js';

const ROUNDS = 100;
/** An m-line stays in the description for ever, so that there are fewer of these. */
const NEW_LINE_EVERY = 20;

const scene = stage();

scene('two who renegotiate at the same instant settle, a hundred times over', async (cast) => {
  const ann = await cast.person('Ann');
  const line = await cast.proxy();
  const ben = await cast.person('Ben', { url: line.url });
  for (const person of [ann, ben]) await person.joins(cast.room);
  await areInTouch(ann, ben);
  const vigils = [await watchOver(ann, ben), await watchOver(ben, ann)];
  const connections = [await ann.connectionTo(ben), await ben.connectionTo(ann)];
  for (let round = 0; round < ROUNDS; round++) {
    // While nothing gets through to either, both offers are made: so that they always meet on their way.
    line.hold();
    const change = round % NEW_LINE_EVERY ? restartIce : addLine;
    await Promise.all(connections.map((connection) => connection.evaluate(change)));
    await areBoth('have-local-offer', ann, ben);
    line.release();
    await areBoth('stable', ann, ben);
  }
  await areInTouch(ann, ben);
  for (const troubles of vigils) assert.deepEqual(await troubles(), []);
  for (const { console } of [ann, ben]) assert.deepEqual(console.filter(isComplaint), []);
});

function restartIce(connection) {
  connection.restartIce();
}

function addLine(connection) {
  connection.addTransceiver('audio', { direction: 'inactive' });
}

function isComplaint(line) {
  return /^(error|warning):/.test(line);
}
