import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { closeError, recoveryAfter } from '../signaling/close-codes.js';
import { announcedFeatures } from '../signaling/features.js';
import { SUBPROTOCOL } from '../signaling/protocol.js';

/** The library has the recoveries, features and names of protocol/asyncapi.json. */
const { channels, ...document } = JSON.parse(
  readFileSync(new URL('../../protocol/asyncapi.json', import.meta.url), 'utf8'),
);

test('the recovery after each close code is that of x-close-codes', () => {
  for (const { code, recovery } of document['x-close-codes']) {
    const actual = recoveryAfter(closeError(code).code) ?? 'resume';
    assert.equal(actual, recovery ?? 'resume', `the recovery after the close code ${code}`);
  }
});

test('the recovery after each error is that of x-error-codes', () => {
  for (const { code, recovery } of document['x-error-codes']) {
    assert.equal(recoveryAfter(code), recovery ?? undefined, `the recovery after ${code}`);
  }
});

test('the close codes of the library are those of x-close-codes', () => {
  const source = readFileSync(new URL('../signaling/close-codes.js', import.meta.url), 'utf8');
  const described = [...source.matchAll(/^ {2}\[(\d{4}), /gm)].map(([, code]) => Number(code));
  const listed = document['x-close-codes'].map((/** @type {{ code: number }} */ { code }) => code);
  assert.deepEqual(described, listed.slice(1), 'close-codes.js and x-close-codes list different codes');
});

test('the subprotocol is that of the document', () => {
  assert.equal(SUBPROTOCOL, channels.room['x-subprotocol']);
});

/** `description-data` needs no announcement, and the library has one connection for each peer. */
const NOT_ANNOUNCED = ['description-data', 'link'];
/** Conventions that servers need not know. */
const BETWEEN_LIBRARIES = ['media'];

test('the library announces the features of the document, and as many as it allows', () => {
  const features = document['x-features'].map((/** @type {{ name: string }} */ { name }) => name);
  const announced = announcedFeatures();
  assert.deepEqual(
    announced.filter((name) => !BETWEEN_LIBRARIES.includes(name)),
    features.filter((/** @type {string} */ name) => !NOT_ANNOUNCED.includes(name)),
  );
  const { limit } = document['x-limits'].find(
    (/** @type {{ what: string }} */ { what }) => what === '`features`',
  );
  const own = Array.from({ length: limit - announced.length }, (_, index) => `feature-${index}`);
  assert.equal(announcedFeatures(own).length, limit);
  assert.throws(() => announcedFeatures([...own, 'one-more']), { code: 'bad-option' });
});
