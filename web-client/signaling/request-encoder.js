/** @import { Request } from './protocol.js' */
import { SignalingError } from './error.js';

/** Limits that every server has (docs/protocol.md); those of `joined.limits` are checked by the outbox. */
const MAX_DEPTH = 64;
const MAX_PROFILE_DATA = 8192;
const STATE_NAME = /^[A-Za-z0-9._~-]{1,64}$/;
/** Without control characters, line separators and marks that change the direction of the text. */
const PEER_NAME = /^[^\0-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]{0,100}$/;

/**
 * Defects for which any server refuses a request, by the member or the property that is wrong. `request` may have members of
 * any type, as the application has set them; `copy` is that request after encoding and decoding as JSON.
 *
 * @type {Record<string, (request: any, copy: any, text: string) => boolean>}
 */
const DEFECTS = {
  // Only some requests may have no data.
  data: ({ type, data }, copy) =>
    copy.data === undefined
      ? data !== undefined || type === 'message' || type === 'reply'
      : type === 'update' && JSON.stringify(copy.data).length > MAX_PROFILE_DATA,
  depth: (_, copy) => depthOf(copy) > MAX_DEPTH,
  // JSON.stringify escapes surrogates only where they are alone (ECMA-262, QuoteJSONString).
  surrogate: (_, __, text) => text.replaceAll('\\\\', '').includes('\\ud'),
  to: ({ to, ask }) => (ask && typeof to !== 'string') || (Array.isArray(to) && !to.length),
  keep: ({ to, keep }) => keep && to !== undefined,
  name: ({ type, name = type === 'set' ? '' : 'any' }) =>
    typeof name !== 'string' || !(type === 'set' ? STATE_NAME : PEER_NAME).test(name),
  value: ({ type }, { value }) => type === 'set' && value === undefined,
  if: ({ if: seq = 0 }) => !(Number.isSafeInteger(seq) && seq >= 0),
};

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
    hint = Object.keys(DEFECTS).find((each) => DEFECTS[each]?.(request, copy, text));
    if (!hint) return { text, copy };
  } catch (problem) {
    hint = problem; // a cycle or a BigInt
  }
  throw new SignalingError('bad-message', String(hint));
}

/** @param {unknown} value  of JSON @returns {number} */
function depthOf(value) {
  return value && typeof value === 'object' ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
}
