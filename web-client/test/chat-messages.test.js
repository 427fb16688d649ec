import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unseenHistory } from '../ui/chat-history.js';
import { parseChatMessage } from '../ui/chat-message.js';
import { SeenMessages } from '../ui/seen-messages.js';
import { ANN, BEN, CAT } from './support/client-harness.js';

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** @param {any[]} messages @param {SeenMessages} [seen] */
function history(messages, seen = new SeenMessages()) {
  const nameOf = (/** @type {string} */ id, name = 'Guest') => (id === BEN ? 'Ben (2)' : name);
  return unseenHistory(messages, { seen, self: ANN, nameOf }, NOW);
}

const texts = (/** @type {{ text: string }[]} */ messages) => messages.map(({ text }) => text);

test('shows kept messages with names and ages, and recognizes own ones by the id', () => {
  const messages = history([
    { seq: 3, from: CAT, name: 'Cat', data: { chat: 'one', said: NOW - 5 * MINUTE } },
    { seq: 5, from: ANN, name: 'Former name', data: { chat: 'two', said: NOW - MINUTE } },
    { seq: 6, from: BEN, name: 'Ben', data: { chat: 'three' } },
  ]);
  assert.deepEqual(messages, [
    { name: 'Cat', text: 'one', kind: 'other', age: 5 * MINUTE, isEarlier: true },
    { name: 'You', text: 'two', kind: 'own', age: MINUTE, isEarlier: true },
    { name: 'Ben (2)', text: 'three', kind: 'other', age: null, isEarlier: true },
  ]);
});

test('ignores times that cannot be right', () => {
  const times = [NOW - 23 * HOUR, NOW - 25 * HOUR, NOW + MINUTE / 2, NOW + HOUR, '1', 1.5, -1, null, {}];
  const messages = history(times.map((said, seq) => ({ seq, from: CAT, data: { chat: 'x', said } })));
  assert.deepEqual(
    messages.map(({ age }) => age),
    [23 * HOUR, null, 0, null, null, null, null, null, null],
  );
});

const OTHER_DATA = [
  null,
  7,
  'chat',
  [],
  [{ chat: 'x' }],
  {},
  { chat: '' },
  { chat: ' \u200b ' },
  { chat: null },
  { chat: 7 },
  { chat: ['x'] },
  { chat: { toString: 'x' } },
  { text: 'x' },
];

for (const data of OTHER_DATA) {
  test(`does not treat ${JSON.stringify(data)} as a chat message`, () => {
    assert.equal(parseChatMessage(data), undefined);
    const kept = [data, { chat: 'next' }].map((data, seq) => ({ seq, from: CAT, data }));
    assert.deepEqual(texts(history(kept)), ['next']);
  });
}

test('parses the text whatever the other members are', () => {
  const plain = { text: 'x', sentAt: undefined, ago: 0 };
  for (const ago of [-1, 0, '5', null, NaN, 24 * HOUR, {}])
    assert.deepEqual(parseChatMessage({ chat: 'x', ago, said: 'now', html: true }), plain);
  assert.equal(parseChatMessage({ chat: 'x', ago: MINUTE })?.ago, MINUTE);
  assert.equal(parseChatMessage({ chat: 'x'.repeat(5000) })?.text.length, 2000);
});

test('recognizes a message on every way it may arrive again', () => {
  const seen = new SeenMessages();
  const message = { from: BEN, sentAt: NOW, text: 'x' };
  assert.equal(seen.add({ seq: 7, ...message }), true, 'as an event');
  assert.equal(seen.add({ seq: 7, ...message }), false, 'as a kept message');
  assert.equal(seen.add({ seq: 9, ...message }), false, 'again from its sender');
  assert.equal(seen.add({ seq: 9, from: BEN, text: 'x' }), false, 'that one as a kept message');
  assert.equal(seen.add({ seq: 10, ...message, from: CAT }), true, 'the same text of another person');
  assert.equal(seen.add({ seq: 11, ...message, sentAt: NOW + 1 }), true, 'the same text at another time');
  assert.equal(seen.add({ seq: 12, ...message, text: 'y' }), true, 'another text at the same time');
});

test('recognizes messages without a time by their seq', () => {
  const seen = new SeenMessages();
  assert.equal(seen.add({ seq: 7, from: BEN, text: 'x' }), true);
  assert.equal(seen.add({ seq: 8, from: BEN, text: 'x' }), true);
  assert.equal(seen.add({ seq: 7, from: BEN, text: 'x' }), false);
});

test('recognizes own messages, which have no seq when they are sent, in the history', () => {
  const seen = new SeenMessages();
  seen.add({ from: ANN, sentAt: NOW, text: 'mine' });
  const kept = [
    { seq: 3, from: ANN, data: { chat: 'mine', said: NOW } },
    { seq: 4, from: BEN, data: { chat: 'missed', said: NOW } },
  ];
  assert.deepEqual(texts(history(kept, seen)), ['missed']);
  assert.deepEqual(history(kept, seen), [], 'all of them are known the second time');
});

test('remembers a bounded number of messages', () => {
  const seen = new SeenMessages();
  const message = (/** @type {number} */ seq) => ({ seq, from: BEN, sentAt: seq, text: 'x' });
  for (let seq = 0; seq < 5000; seq++) seen.add(message(seq));
  for (let seq = 4600; seq < 5000; seq++) assert.equal(seen.add(message(seq)), false);
  assert.equal(seen.add(message(0)), true);
});
