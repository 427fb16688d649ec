/** @import { Request } from './protocol.js' */
import { SignalingError } from './error.js';

/** Limits that every server has (docs/protocol.md); those of `joined.limits` are checked by the outbox. */
const MAX_DEPTH = 64;
const MAX_NAME = 100;
const MAX_PROFILE_DATA = 8192;
const STATE_NAME = /^[A-Za-z0-9._~-]{1,64}$/;
/** Control characters, line separators and marks that change the direction of the text. */
const FORBIDDEN_IN_NAMES = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/u;
/** JSON.stringify escapes surrogates only where they are alone (ECMA-262, QuoteJSONString). */
const LONE_SURROGATE = /\\ud[89a-f]/;

/**
 * Defects for which any server refuses a request, with the member or the property that is wrong. `request` may have members of
 * any type, as the application has set them; `copy` has what JSON keeps of them.
 *
 * @type {[hint: string, applies: (request: any, copy: any, text: string) => boolean][]}
 */
const DEFECTS = [
  // Only some requests may have no data.
  [
    'data',
    ({ type, data }, copy) =>
      copy.data === undefined && (data !== undefined || type === 'message' || type === 'reply'),
  ],
  ['depth', (_, copy) => depthOf(copy) > MAX_DEPTH],
  ['surrogate', (_, __, text) => LONE_SURROGATE.test(text.replaceAll('\\\\', ''))],
  ['to', ({ to, ask }) => (ask && typeof to !== 'string') || (Array.isArray(to) && !to.length)],
  ['keep', ({ to, keep }) => keep && to !== undefined],
  ['data', ({ type }, { data }) => type === 'update' && JSON.stringify(data)?.length > MAX_PROFILE_DATA],
  ['name', ({ type, name }) => type === 'update' && name !== undefined && !isPeerName(name)],
  ['name', ({ type, name }) => type === 'set' && !(typeof name === 'string' && STATE_NAME.test(name))],
  ['value', ({ type }, { value }) => type === 'set' && value === undefined],
  ['if', ({ if: seq = 0 }) => !(Number.isSafeInteger(seq) && seq >= 0)],
];

/**
 * Encodes a request as JSON, and refuses it here if the server would. An exception at the call that is wrong is more
 * helpful than an `error` event later, and a malformed request would cost the connection when repeated.
 *
 * @param {Request} request
 * @returns {{ text: string, copy: Request }} `copy`: the decoded text, which the caller cannot change any more
 * @throws {SignalingError} `bad-message`, with a hint as in `DEFECTS`
 */
export function encodeRequest(request) {
  /** @type {unknown} */
  let hint;
  try {
    const text = JSON.stringify(request);
    const copy = JSON.parse(text);
    hint = DEFECTS.find(([, applies]) => applies(request, copy, text))?.[0];
    if (!hint) return { text, copy };
  } catch (problem) {
    hint = problem; // a cycle or a BigInt
  }
  throw new SignalingError('bad-message', String(hint));
}

/** @param {unknown} name */
function isPeerName(name) {
  return typeof name === 'string' && name.length <= MAX_NAME && !FORBIDDEN_IN_NAMES.test(name);
}

/** @param {unknown} value  of JSON @returns {number} */
function depthOf(value) {
  return value && typeof value === 'object' ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
}
