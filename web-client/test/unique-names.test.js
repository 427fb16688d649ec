import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UniqueNames } from '../ui/unique-names.js';

/** @param {UniqueNames} names @param {string} ids */
const labels = (names, ids) => ids.split('').map((id) => names.labelOf(id, 'Ben'));

test('numbers people with the same name', () => {
  const names = new UniqueNames();
  assert.deepEqual(labels(names, 'abc'), ['Ben', 'Ben (2)', 'Ben (3)']);
});

test('keeps the number of a person when the other one leaves', () => {
  const names = new UniqueNames();
  labels(names, 'ab');
  names.delete('a');
  assert.equal(names.labelOf('b', 'Ben'), 'Ben (2)');
});

test('takes the number away with a person whose connection was lost', () => {
  const names = new UniqueNames();
  labels(names, 'abc');
  names.labelOf('other', 'Ann');
  names.delete('a', true);
  assert.deepEqual(labels(names, 'bc'), ['Ben', 'Ben (2)']);
  assert.equal(names.labelOf('other', 'Ann'), 'Ann');
});
