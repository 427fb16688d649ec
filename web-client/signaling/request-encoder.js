/** @import { Request } from './protocol.js' */
import { SignalingError } from './error.js';

/** Limits that every server has (docs/protocol.md); those of `joined.limits` are checked by the outbox. */
const MAX_DEPTH = 64;
const MAX_NAME = 100;
const MAX_PROFILE_DATA = 8192;
const STATE_NAME = /^[A-Za-z0-9._~-]{1,64}$/;
const OPTIONAL_DATA = new Set(['update', 'offer', 'answer']);
/** Control characters, line separators and marks that change the direction of the text. */
const FORBIDDEN_IN_NAMES = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/u;

/** Defects for which any server refuses a request, with the remedy. @type {[(request: Request, text: string) => boolean, string][]} */
const DEFECTS = [
  [lacksData, '"data" is not a JSON value: pass one, or null for nothing.'],
  [isTooDeep, `"data" is nested too deeply: a message has at most ${MAX_DEPTH} levels, itself included.`],
  [hasLoneSurrogate, 'A string has a lone surrogate: cut strings between characters, not within one.'],
  [hasNoAddressee, '"to" is an empty list: name a peer, or leave "to" out to send to everybody else.'],
  [asksSeveral, 'A question goes to one peer: set "to" to its id.'],
  [
    hasInvalidName,
    `"name" must be a string of at most ${MAX_NAME} characters, none of them a control character.`,
  ],
  [keepsForSome, '"keep" is for messages to everybody: leave out "to" or "keep".'],
  [lacksValue, '"value" is not a JSON value: pass one, or null to remove the shared value.'],
  [hasInvalidStateName, 'The name of a shared value must be 1 to 64 characters of A-Z a-z 0-9 . _ ~ -'],
  [hasInvalidCondition, '"if" must be the "seq" of the present value, or 0 for none.'],
  [
    hasLongProfileData,
    `"data" in the roster has at most ${MAX_PROFILE_DATA} characters of JSON: send messages.`,
  ],
];

/**
 * Encodes a request as JSON, and refuses it here if the server would. An exception at the call that is wrong is more
 * helpful than an `error` event later, and a malformed request would cost the connection when repeated.
 *
 * @param {Request} request
 * @returns {string}
 * @throws {SignalingError} `bad-message`
 */
export function encodeRequest(request) {
  const text = stringify(request);
  const [, message] = DEFECTS.find(([applies]) => applies(request, text)) ?? [];
  if (message) throw new SignalingError('bad-message', message);
  return text;
}

/** @param {Request} request */
function stringify(request) {
  try {
    return JSON.stringify(request);
  } catch (problem) {
    // A cycle or a BigInt.
    throw new SignalingError('bad-message', `The request cannot be encoded as JSON (${problem}).`);
  }
}

/** @param {Request} request */
function lacksData(request) {
  if (!('data' in request) || (OPTIONAL_DATA.has(request.type) && request.data === undefined)) return false;
  return JSON.stringify(request.data) === undefined;
}

/** @param {Request} _ @param {string} text */
function isTooDeep(_, text) {
  const outline = text.replaceAll(/\\./g, '').replaceAll(/"[^"]*"/g, '');
  let depth = 0;
  for (const sign of outline) {
    if (sign === '{' || sign === '[') depth += 1;
    if (sign === '}' || sign === ']') depth -= 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

/** JSON.stringify escapes surrogates only where they are alone (ECMA-262, QuoteJSONString). @param {Request} _ @param {string} text */
function hasLoneSurrogate(_, text) {
  return /\\ud[89a-f]/.test(text.replaceAll('\\\\', ''));
}

/** @param {Request} request */
function hasNoAddressee(request) {
  return 'to' in request && Array.isArray(request.to) && request.to.length === 0;
}

/** @param {Request} request */
function asksSeveral(request) {
  return 'ask' in request && typeof request.to !== 'string';
}

/** @param {Request} request */
function hasInvalidName(request) {
  if (request.type !== 'update' || request.name === undefined) return false;
  const { name } = request;
  return typeof name !== 'string' || name.length > MAX_NAME || FORBIDDEN_IN_NAMES.test(name);
}

/** @param {Request} request */
function hasLongProfileData(request) {
  if (request.type !== 'update' || request.data === undefined) return false;
  return JSON.stringify(request.data).length > MAX_PROFILE_DATA;
}

/** @param {Request} request */
function keepsForSome(request) {
  return 'keep' in request && 'to' in request && request.to !== undefined;
}

/** @param {Request} request */
function lacksValue(request) {
  return request.type === 'set' && JSON.stringify(request.value) === undefined;
}

/** @param {Request} request */
function hasInvalidStateName(request) {
  return request.type === 'set' && !(typeof request.name === 'string' && STATE_NAME.test(request.name));
}

/** @param {Request} request */
function hasInvalidCondition(request) {
  if (request.type !== 'set' || request.if === undefined) return false;
  return !Number.isSafeInteger(request.if) || request.if < 0;
}
