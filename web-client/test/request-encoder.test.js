import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BEN, ClientHarness } from './support/client-harness.js';

/** @typedef {(client: ClientHarness['client']) => unknown} Call */

/** @param {number} levels */
function nested(levels) {
  return JSON.parse('['.repeat(levels) + ']'.repeat(levels));
}

/** @type {any} */
const cycle = {};
cycle.self = cycle;
const any = (/** @type {unknown} */ value) => /** @type {any} */ (value);

/** @type {Record<string, [Call, RegExp | string]>} */
const REFUSED = {
  'data nested too deeply': [(client) => client.message(nested(64)), 'depth'],
  'a lone surrogate': [(client) => client.message({ text: 'a\ud83d' }), 'surrogate'],
  'a lone surrogate in a member name': [(client) => client.message({ '\udc00': 1 }), 'surrogate'],
  'a lone surrogate after a backslash': [(client) => client.message('\\\ud83d'), 'surrogate'],
  'undefined data': [(client) => client.message(undefined), 'data'],
  'a function': [(client) => client.message(() => {}), 'data'],
  'a symbol': [(client) => client.reply({ from: BEN, seq: 1 }, Symbol('for the test')), 'data'],
  'cyclic data': [(client) => client.message(cycle), /circular/],
  'a BigInt': [(client) => client.message(1n), /BigInt/],
  'an empty list of addressees': [(client) => client.message(1, { to: [] }), 'to'],
  'a name of 101 characters': [(client) => client.update({ name: 'é'.repeat(101) }), 'name'],
  'a line break in a name': [(client) => client.update({ name: 'a\nb' }), 'name'],
  'a direction mark in a name': [(client) => client.update({ name: 'a\u202eb' }), 'name'],
  'a name that is not a string': [(client) => client.update({ name: any(7) }), 'name'],
  'roster data of 8193 characters': [(client) => client.update({ data: 'x'.repeat(8191) }), 'data'],
  'roster data that is a function': [(client) => client.update({ data: () => {} }), 'data'],
};

for (const [request, [call, message]] of Object.entries(REFUSED)) {
  test(`refuses ${request} before it is sent`, () => {
    const harness = new ClientHarness();
    harness.join();
    assert.throws(() => call(harness.client), { name: 'SignalingError', code: 'bad-message', message });
    harness.client.message('next');
    assert.deepEqual(harness.socket.takeSent(), [{ type: 'message', id: 1, data: 'next' }]);
  });
}

test('refuses a question to no peer or to several', async () => {
  const harness = new ClientHarness();
  harness.join();
  const error = { code: 'bad-message', message: 'to' };
  await assert.rejects(harness.client.ask('who?', any(undefined)), error);
  await assert.rejects(harness.client.ask('who?', any({ to: [BEN] })), error);
  assert.deepEqual(harness.socket.takeSent(), []);
});

/** @type {Record<string, Call>} */
const ACCEPTED = {
  'data of the greatest depth': (client) => client.message(nested(63)),
  'brackets in a string': (client) => client.message('"[\\"'.repeat(100)),
  'an escaped surrogate in a string': (client) => client.message('\\ud83d'),
  'a surrogate pair': (client) => client.message('🙂'),
  null: (client) => client.message(null),
  'a name of the greatest length': (client) => client.update({ name: 'é'.repeat(100) }),
  'roster data of the greatest length': (client) => client.update({ data: 'x'.repeat(8190) }),
};

for (const [request, call] of Object.entries(ACCEPTED)) {
  test(`sends ${request}`, () => {
    const harness = new ClientHarness();
    harness.join();
    call(harness.client);
    assert.equal(harness.socket.takeSent().length, 1);
  });
}

test('puts the type and the id first, where application data cannot change them', () => {
  const harness = new ClientHarness();
  harness.join();
  harness.client.message({ deep: nested(9) }, { to: BEN });
  harness.client.update(any({ name: 'Anna', type: 'leave', id: 57 }));
  const [message, update] = harness.socket.takeSent();
  assert.deepEqual(Object.keys(message), ['type', 'id', 'to', 'data']);
  assert.deepEqual(update, { type: 'update', id: 2, name: 'Anna' });
});
