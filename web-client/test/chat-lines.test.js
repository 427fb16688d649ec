import assert from 'node:assert/strict';
import { test } from 'node:test';
import { earlierLines } from '../ui/earlier-lines.js';
import { readLine } from '../ui/said.js';
import { ShownLines } from '../ui/shown-lines.js';
import { ANN, BEN, CAT } from './support/client-harness.js';

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** @param {any[]} messages @param {ShownLines} [shown] */
function shownOf(messages, shown = new ShownLines()) {
  const nameOf = (/** @type {string} */ id, name = 'Guest') => (id === BEN ? 'Ben (2)' : name);
  return earlierLines(messages, { shown, self: ANN, nameOf }, NOW);
}

const texts = (/** @type {{ text: string }[]} */ lines) => lines.map(({ text }) => text);

test('what was kept becomes lines like those that are said now, oneself recognized by the id', () => {
  const lines = shownOf([
    { seq: 3, from: CAT, name: 'Cat', data: { chat: 'one', said: NOW - 5 * MINUTE } },
    { seq: 5, from: ANN, name: 'Ann of before', data: { chat: 'two', said: NOW - MINUTE } },
    { seq: 6, from: BEN, name: 'Ben', data: { chat: 'three' } },
  ]);
  assert.deepEqual(lines, [
    { name: 'Cat', text: 'one', kind: 'other', ago: 5 * MINUTE, isEarlier: true },
    { name: 'You', text: 'two', kind: 'own', ago: MINUTE, isEarlier: true },
    { name: 'Ben (2)', text: 'three', kind: 'other', ago: null, isEarlier: true },
  ]);
});

test('a time that cannot be right is not shown', () => {
  const said = [NOW - 23 * HOUR, NOW - 25 * HOUR, NOW + MINUTE / 2, NOW + HOUR, '1', 1.5, -1, null, {}];
  const lines = shownOf(said.map((said, seq) => ({ seq, from: CAT, data: { chat: 'x', said } })));
  assert.deepEqual(
    lines.map(({ ago }) => ago),
    [23 * HOUR, null, 0, null, null, null, null, null, null],
  );
});

const STRANGE = [
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

for (const data of STRANGE) {
  test(`what is not for the chat is no line of it: ${JSON.stringify(data)}`, () => {
    assert.equal(readLine(data), undefined);
    const kept = [data, { chat: 'next' }].map((data, seq) => ({ seq, from: CAT, data }));
    assert.deepEqual(texts(shownOf(kept)), ['next']);
  });
}

test('what is strange beside a text does not keep it from being read', () => {
  const plain = { text: 'x', said: undefined, ago: 0 };
  for (const ago of [-1, 0, '5', null, NaN, 24 * HOUR, {}])
    assert.deepEqual(readLine({ chat: 'x', ago, said: 'now', html: true }), plain);
  assert.equal(readLine({ chat: 'x', ago: MINUTE })?.ago, MINUTE);
  assert.equal(readLine({ chat: 'x'.repeat(5000) })?.text.length, 2000);
});

test('a line that is shown is not shown again, however it comes', () => {
  const shown = new ShownLines();
  const line = { from: BEN, said: NOW, text: 'x' };
  assert.equal(shown.add({ seq: 7, ...line }), true, 'as an event');
  assert.equal(shown.add({ seq: 7, ...line }), false, 'as one that was kept');
  assert.equal(shown.add({ seq: 9, ...line }), false, 'from a sender who took it for missed');
  assert.equal(shown.add({ seq: 9, from: BEN, text: 'x' }), false, 'that one as one that was kept');
  assert.equal(shown.add({ seq: 10, ...line, from: CAT }), true, 'somebody else may say the same');
  assert.equal(shown.add({ seq: 11, ...line, said: NOW + 1 }), true, 'and one may say it twice');
  assert.equal(shown.add({ seq: 12, ...line, text: 'y' }), true, 'or have a clock that stands still');
});

test('lines of a page that does not number them are known by their place in the log', () => {
  const shown = new ShownLines();
  assert.equal(shown.add({ seq: 7, from: BEN, text: 'x' }), true);
  assert.equal(shown.add({ seq: 8, from: BEN, text: 'x' }), true);
  assert.equal(shown.add({ seq: 7, from: BEN, text: 'x' }), false);
});

test("one's own line, whose place nobody tells, is known when it comes back", () => {
  const shown = new ShownLines();
  shown.add({ from: ANN, said: NOW, text: 'mine' });
  const kept = [
    { seq: 3, from: ANN, data: { chat: 'mine', said: NOW } },
    { seq: 4, from: BEN, data: { chat: 'missed', said: NOW } },
  ];
  assert.deepEqual(texts(shownOf(kept, shown)), ['missed']);
  assert.deepEqual(shownOf(kept, shown), [], 'and the next time all are known');
});

test('lines are known long enough, and not for ever', () => {
  const shown = new ShownLines();
  const line = (/** @type {number} */ seq) => ({ seq, from: BEN, said: seq, text: 'x' });
  for (let seq = 0; seq < 5000; seq++) shown.add(line(seq));
  for (let seq = 4600; seq < 5000; seq++) assert.equal(shown.add(line(seq)), false);
  assert.equal(shown.add(line(0)), true);
});
