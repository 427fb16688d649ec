import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANN, BEN, Scene, resumed } from './support/scene.js';
import { PAGE, error, outcome, state, values } from './support/state.js';

test('on a resumed seat the missed changes follow, and what is under way is settled once', async () => {
  const scene = new Scene();
  scene.joins({ state: { [PAGE]: { value: 1, seq: 4 } } });
  const taken = scene.client.set(PAGE, 2);
  const lost = scene.client.set(PAGE, 3);
  scene.isCut();
  const queued = scene.client.set('slides.file', 'a.pdf');
  scene.socket.take();
  scene.isLetIn(resumed({ received: 1 }));
  assert.deepEqual(values(scene), { [PAGE]: { value: 1, seq: 4 } }, 'it is as it was, until the events come');
  assert.deepEqual(scene.socket.take(), [
    { type: 'set', id: 2, name: PAGE, value: 3 },
    { type: 'set', id: 3, name: 'slides.file', value: 'a.pdf' },
  ]);
  for (const event of [state(11, 2), state(12, 0, BEN), state(13, 3), state(14, 'a.pdf', ANN, 'slides.file')])
    scene.socket.hears(event);
  assert.deepEqual(await Promise.all([taken, lost, queued]), [11, 13, 14]);
  assert.deepEqual(values(scene), {
    [PAGE]: { value: 3, seq: 13 },
    'slides.file': { value: 'a.pdf', seq: 14 },
  });
  assert.deepEqual(scene.heard('unsure'), []);
});

test('a refusal that was lost with its connection is told by the join', async () => {
  const scene = new Scene();
  scene.joins();
  const refused = scene.client.set(PAGE, 1, { if: 7 });
  const taken = scene.client.set(PAGE, 1);
  scene.isCut();
  scene.isLetIn(resumed({ received: 2, errors: [error('conflict', 1, { seq: 9 })] }));
  scene.socket.hears(state(11, 1));
  assert.deepEqual(await outcome(refused), { code: 'conflict', seq: 9 });
  assert.equal(await taken, 11);
});

test('on a new seat the values are those that the join brings, and their changes are told', async () => {
  const scene = new Scene();
  const at = (/** @type {number} */ seq) => ({ value: seq, seq });
  scene.joins({ state: { same: at(4), gone: at(5), changed: at(6) } });
  scene.isCut();
  scene.isLetIn({ seq: 20, state: { same: at(4), changed: at(12), fresh: at(13) } });
  assert.deepEqual(values(scene), { same: at(4), changed: at(12), fresh: at(13) });
  assert.deepEqual(scene.heard('shared-state'), [
    { type: 'state', seq: 20, name: 'gone', value: null },
    { type: 'state', seq: 12, name: 'changed', value: 12 },
    { type: 'state', seq: 13, name: 'fresh', value: 13 },
  ]);
});

test('a new seat sends what was only queued, and what may have been set is unsure', async () => {
  const scene = new Scene();
  scene.joins();
  const acknowledged = scene.client.set('a', 1);
  scene.socket.hears({ type: 'ack', received: 1 });
  const sent = scene.client.set('b', 2, { if: 0 });
  scene.isCut();
  const queued = scene.client.set('a', 1);
  scene.isLetIn({ seq: 20, state: {} });
  await assert.rejects(acknowledged, { code: 'unsure', message: /set it again if need be/ });
  await assert.rejects(sent, { code: 'unsure' });
  assert.deepEqual(scene.heard('unsure'), [{ requests: [{ type: 'set', name: 'b', value: 2, if: 0 }] }]);
  assert.deepEqual(scene.socket.take(), [{ type: 'set', id: 1, name: 'a', value: 1 }]);
  scene.socket.hears(state(21, 1, ANN, 'a'));
  assert.equal(await queued, 21);
});

test('a server without shared state is not asked for it', async () => {
  const scene = new Scene();
  const early = scene.client.set(PAGE, 1);
  scene.client.message('said before the join');
  scene.joins({ features: undefined });
  const why = { code: 'unsupported', message: /no shared state: keep/ };
  await assert.rejects(early, why);
  await assert.rejects(scene.client.set(PAGE, 2), why);
  assert.deepEqual(scene.socket.take(), [{ type: 'message', id: 1, data: 'said before the join' }]);
  assert.deepEqual(scene.heard('unsure'), []);
});

test('a server without shared state may take the place of one that has it', async () => {
  const scene = new Scene();
  scene.joins({ state: { [PAGE]: { value: 1, seq: 4 } } });
  scene.socket.isClosed(1012);
  scene.client.message('one');
  const queued = scene.client.set(PAGE, 2);
  scene.client.message('two');
  scene.clock.advance(10_000);
  scene.isLetIn({ seq: 20, features: undefined });
  await assert.rejects(queued, { code: 'unsupported' });
  assert.deepEqual(
    scene.socket.take().map(({ id, data }) => [id, data]),
    [
      [1, 'one'],
      [2, 'two'],
    ],
  );
  assert.equal(scene.client.sharedState.size, 0);
  scene.isCut();
  scene.isLetIn({ seq: 30 });
  const setting = scene.client.set(PAGE, 3);
  scene.socket.hears(state(31, 3));
  assert.equal(await setting, 31);
});
