import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BEN, Scene } from './support/scene.js';

/** @typedef {(client: Scene['client']) => unknown} Act */

/** @param {number} levels */
function nested(levels) {
  return JSON.parse('['.repeat(levels) + ']'.repeat(levels));
}

/** @type {any} */
const round = {};
round.self = round;
const any = (/** @type {unknown} */ value) => /** @type {any} */ (value);

/** @type {Record<string, [Act, RegExp]>} */
const REFUSED = {
  'data that is nested too deep': [(client) => client.message(nested(64)), /at most 64 levels/],
  'half a character': [(client) => client.message({ text: 'a\ud83d' }), /between characters/],
  'half a character in a name of a member': [(client) => client.message({ '\udc00': 1 }), /between/],
  'half a character behind a backslash': [(client) => client.message('\\\ud83d'), /between characters/],
  'no data': [(client) => client.message(undefined), /or null to say nothing/],
  'a function': [(client) => client.message(() => {}), /or null/],
  'a symbol': [(client) => client.reply({ from: BEN, seq: 1 }, Symbol('for the test')), /or null/],
  'data without an end': [(client) => client.message(round), /send plain data/],
  'a number that is too big': [(client) => client.message(1n), /send plain data/],
  'a message to nobody': [(client) => client.message(1, { to: [] }), /leave "to" out/],
  'a name that is too long': [(client) => client.update({ name: 'é'.repeat(101) }), /at most 100/],
  'a name that breaks the line': [(client) => client.update({ name: 'a\nb' }), /no control characters/],
  'a name that turns the text': [(client) => client.update({ name: 'a\u202eb' }), /choose another/],
  'a name that is none': [(client) => client.update({ name: any(7) }), /choose another/],
  'a roster entry that is too long': [(client) => client.update({ data: 'x'.repeat(8191) }), /at most 8192/],
  'a roster entry that is a function': [(client) => client.update({ data: () => {} }), /or null/],
};

for (const [what, [act, why]] of Object.entries(REFUSED)) {
  test(`${what} is refused before it is sent, and uses no id`, () => {
    const scene = new Scene();
    scene.joins();
    assert.throws(() => act(scene.client), { name: 'SignalingError', code: 'bad-message', message: why });
    scene.client.message('next');
    assert.deepEqual(scene.socket.take(), [{ type: 'message', id: 1, data: 'next' }]);
  });
}

test('a question to nobody or to many is refused', async () => {
  const scene = new Scene();
  scene.joins();
  const why = { code: 'bad-message', message: /whose answer is wanted/ };
  await assert.rejects(scene.client.ask('who?', any(undefined)), why);
  await assert.rejects(scene.client.ask('who?', any({ to: [BEN] })), why);
  assert.deepEqual(scene.socket.take(), []);
});

/** @type {Record<string, Act>} */
const TAKEN = {
  'data at the greatest depth': (client) => client.message(nested(63)),
  'brackets in a text': (client) => client.message('"[\\"'.repeat(100)),
  'what only looks like half a character': (client) => client.message('\\ud83d'),
  'whole characters': (client) => client.message('🙂'),
  'nothing at all': (client) => client.message(null),
  'a name of the greatest length': (client) => client.update({ name: 'é'.repeat(100) }),
  'a roster entry of the greatest length': (client) => client.update({ data: 'x'.repeat(8190) }),
};

for (const [what, act] of Object.entries(TAKEN)) {
  test(`${what} is sent`, () => {
    const scene = new Scene();
    scene.joins();
    act(scene.client);
    assert.equal(scene.socket.take().length, 1);
  });
}

test('what a request is and its id come first, and nothing that an application adds changes them', () => {
  const scene = new Scene();
  scene.joins();
  scene.client.message({ deep: nested(9) }, { to: BEN });
  scene.client.update(any({ name: 'Anna', type: 'leave', id: 57 }));
  const [message, update] = scene.socket.take();
  assert.deepEqual(Object.keys(message), ['type', 'id', 'to', 'data']);
  assert.deepEqual(update, { type: 'update', id: 2, name: 'Anna' });
});
