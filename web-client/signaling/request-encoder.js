/** @import { Request } from './protocol.js' */
import { SignalingError } from './error.js';

/** Limits that every server has (docs/protocol.md); those of `joined.limits` are checked by the outbox. */
const MAX_DEPTH = 64;
const MAX_NAME = 100;
const MAX_PROFILE_DATA = 8192;
const OPTIONAL_DATA = new Set(['update', 'offer', 'answer']);
const STATE_NAME = /^[A-Za-z0-9._~-]{1,64}$/;
/** Control characters, line separators and marks that change the direction of the text. */
const FORBIDDEN_IN_NAMES = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/u;
/** JSON.stringify escapes surrogates only where they are alone (ECMA-262, QuoteJSONString). */
const LONE_SURROGATE = /\\ud[89a-f]/;

/** @param {unknown} value */
const isJson = (value) => JSON.stringify(value) !== undefined;

/**
 * Defects for which any server refuses a request, with the member or the property that is wrong. `request` may have members of
 * any type, as the application has set them.
 *
 * @type {[hint: string, applies: (request: any, text: string) => boolean][]}
 */
const DEFECTS = [
  ['data', lacksData],
  ['depth', (_, text) => depthOf(text) > MAX_DEPTH],
  ['surrogate', (_, text) => LONE_SURROGATE.test(text.replaceAll('\\\\', ''))],
  ['to', ({ to, ask }) => (ask && typeof to !== 'string') || (Array.isArray(to) && !to.length)],
  ['keep', ({ to, keep }) => keep && to !== undefined],
  ['name', ({ type, name }) => type === 'update' && name !== undefined && !isPeerName(name)],
  [
    'data',
    ({ type, data }) => type === 'update' && isJson(data) && JSON.stringify(data).length > MAX_PROFILE_DATA,
  ],
  ['value', ({ type, value }) => type === 'set' && !isJson(value)],
  ['name', ({ type, name }) => type === 'set' && !(typeof name === 'string' && STATE_NAME.test(name))],
  ['if', ({ if: seq = 0 }) => !(Number.isSafeInteger(seq) && seq >= 0)],
];

/**
 * Encodes a request as JSON, and refuses it here if the server would. An exception at the call that is wrong is more
 * helpful than an `error` event later, and a malformed request would cost the connection when repeated.
 *
 * @param {Request} request
 * @returns {string}
 * @throws {SignalingError} `bad-message`, with a hint as in `DEFECTS`
 */
export function encodeRequest(request) {
  let text = '';
  /** @type {unknown} */
  let hint;
  try {
    text = JSON.stringify(request);
    [hint] = DEFECTS.find(([, applies]) => applies(request, text)) ?? [];
  } catch (problem) {
    hint = problem; // a cycle or a BigInt
  }
  if (hint) throw new SignalingError('bad-message', String(hint));
  return text;
}

/** @param {any} request */
function lacksData(request) {
  const isAbsent = request.data === undefined && OPTIONAL_DATA.has(request.type);
  return 'data' in request && !isJson(request.data) && !isAbsent;
}

/** @param {unknown} name */
function isPeerName(name) {
  return typeof name === 'string' && name.length <= MAX_NAME && !FORBIDDEN_IN_NAMES.test(name);
}

/** @param {string} text  JSON */
function depthOf(text) {
  let depth = 0;
  let deepest = 0;
  for (const sign of text.replaceAll(/\\./g, '').replaceAll(/"[^"]*"/g, '')) {
    if ('{['.includes(sign)) deepest = Math.max(deepest, ++depth);
    if (']}'.includes(sign)) depth -= 1;
  }
  return deepest;
}
