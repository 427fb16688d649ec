import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as strings from '../ui/strings.js';

const page = readFileSync(new URL('../index.html', import.meta.url), 'utf8');
const body = page.slice(page.indexOf('<body'));

/** Texts of index.html for a page whose scripts do not run, and the name of the product. */
const IN_PAGE = [
  'Parley',
  'Loading… If this stays, reload the page.',
  'Parley needs JavaScript: allow it for this page, then reload.',
];

test('index.html has no texts but those for a page without scripts', () => {
  const texts = body
    .replaceAll(/<[^>]*>/g, '\n')
    .split('\n')
    .map((text) => text.trim());
  assert.deepEqual(texts.filter(Boolean), IN_PAGE);
  assert.doesNotMatch(body, /\s(aria-label|title|placeholder|alt)=/);
});

test('index.html uses exactly the static texts', () => {
  const keys = [...page.matchAll(/data-(?:text|aria-label|title|placeholder)="([^"]*)"/g)].map(
    ([, key]) => key,
  );
  assert.deepEqual([...new Set(keys)].sort(), Object.keys(strings.STATIC).sort());
});

test('the scripts of the page have no sentences of their own', () => {
  const folder = new URL('../ui/', import.meta.url);
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.js') && name !== 'strings.js')) {
    const source = readFileSync(new URL(file, folder), 'utf8').replaceAll(/throw new Error\(.*\)/g, '');
    const code = source.replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, '');
    // Room suggestions are words, not sentences.
    if (file === 'room-suggestion.js') continue;
    assert.doesNotMatch(code, /['"`][A-Z][a-z]+ [a-z]|[a-z] [a-z]+[.…]['"`]/, file);
  }
});

test('strings.js has no text twice', () => {
  const source = readFileSync(new URL('../ui/strings.js', import.meta.url), 'utf8');
  const code = source.replaceAll(/\/\*[^]*?\*\//g, '');
  const texts = [...code.matchAll(/(?:: |\? |return )(['`])([^'`]+ [^'`]+)\1/g)].map(([, , text]) => text);
  assert.ok(texts.length > 60);
  assert.deepEqual(texts, [...new Set(texts)]);
});

const DEVICES = /** @type {const} */ (['camera', 'microphone', 'both']);
const NAMES = [
  'InsecureContext',
  'NotAllowedError',
  'NotFoundError',
  'NotReadableError',
  'OverconstrainedError',
  'NotSupportedError',
  'TimeoutError',
  'DeviceReplaced',
  'Ended',
  'WeirdError',
];

test('every problem with a device has a sentence that starts with what to do', () => {
  const sentences = DEVICES.flatMap((device) => NAMES.map((name) => strings.mediaProblem(device, name)));
  assert.equal(new Set(sentences).size, DEVICES.length * NAMES.length);
  for (const sentence of sentences)
    assert.match(sentence, /^(Open|Allow|Connect|Close|Choose|Turn|Use|Check) .*(camera|microphone).*\.$/);
});

test('every problem with a shared screen has a sentence that starts with what to do', () => {
  const names = NAMES.filter((name) => !/Over|Timeout|Device|Ended/.test(name));
  const sentences = [...names, 'InvalidStateError'].map(strings.screenProblem);
  assert.equal(new Set(sentences).size, sentences.length);
  for (const sentence of sentences)
    assert.match(sentence, /^(Open|Use|Allow|Share|Choose|Go|Try) .*(screen).*\.$/);
});

test('every error that ends a call has a sentence, and unknown ones the message of the server', () => {
  const codes = [
    'room-full',
    'room-locked',
    'replaced',
    'unauthorized',
    'forbidden',
    'too-large',
    'bad-message',
  ];
  for (const code of codes) assert.match(strings.callEnded({ code, message: '' }), /^[A-Z].*\.$/);
  assert.equal(strings.callEnded({ code: 'new', message: 'As the server says.' }), 'As the server says.');
  assert.equal(strings.callEnded({ code: 'forbidden', message: 'Not from here.' }), 'Not from here.');
  for (const message of ['forbidden', 'HTTP 403'])
    assert.match(strings.callEnded({ code: 'forbidden', message }), /^Ask the person/);
  assert.equal(strings.callEnded({ code: 'new', message: '' }), 'The call ended (new).');
});
