/** @import { Request } from './protocol.js' */
import { SignalingError } from './error.js';

const MAX_DEPTH = 64;
const MAX_NAME = 100;
const MAX_PROFILE_DATA = 8192;
const STATE_NAME = /^[A-Za-z0-9._~-]{1,64}$/;
/** Control characters, line separators and changes of the direction of the text. */
const DISTURBING = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/u;

/** What no server takes, and what to do about it. @type {[(request: Request, text: string) => boolean, string][]} */
const NEVER_TAKEN = [
  [lacksData, 'There is no data that JSON can hold: give a value, or null to say nothing.'],
  [isTooDeep, `The data is nested too deep: a message has at most ${MAX_DEPTH} levels, itself the first.`],
  [hasHalfCharacter, 'A text holds half a character (a lone surrogate): cut texts between characters.'],
  [namesNobody, 'The message is for nobody: name somebody, or leave "to" out to reach everybody else.'],
  [asksNobody, 'A question is for one peer: say in "to" whose answer is wanted.'],
  [isMisnamed, `A name has at most ${MAX_NAME} characters, and no control characters: choose another.`],
  [keepsForSome, 'What is kept is for everybody who comes: leave "to" out, or do not keep it.'],
  [lacksValue, 'There is no value that JSON can hold: give one, or null to remove it.'],
  [
    isMisnamedState,
    'The name of a shared value has 1 to 64 of A-Z a-z 0-9 . _ ~ - and no others: choose another.',
  ],
  [hasWrongCondition, '"if" is the seq at which the value was last set, or 0 if it is to be absent.'],
  [isLongProfile, `What the roster says has at most ${MAX_PROFILE_DATA} characters: send more by message.`],
];

/**
 * The JSON of a request, which is refused here if the server could only refuse it.
 *
 * @param {Request} request
 */
export function encodeRequest(request) {
  const text = written(request);
  const [, complaint] = NEVER_TAKEN.find(([isSo]) => isSo(request, text)) ?? [];
  if (complaint) throw new SignalingError('bad-message', complaint);
  return text;
}

/** @param {Request} request */
function written(request) {
  try {
    return JSON.stringify(request);
  } catch (problem) {
    throw new SignalingError('bad-message', `The data is no JSON (${problem}): send plain data.`);
  }
}

/** @param {Request} request */
function lacksData(request) {
  if (!('data' in request) || (request.type === 'update' && request.data === undefined)) return false;
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

/** JSON.stringify escapes surrogates only where they are alone. @param {Request} _ @param {string} text */
function hasHalfCharacter(_, text) {
  return /\\ud[89a-f]/.test(text.replaceAll('\\\\', ''));
}

/** @param {Request} request */
function namesNobody(request) {
  return 'to' in request && Array.isArray(request.to) && request.to.length === 0;
}

/** @param {Request} request */
function asksNobody(request) {
  return 'ask' in request && typeof request.to !== 'string';
}

/** @param {Request} request */
function isMisnamed(request) {
  if (request.type !== 'update' || request.name === undefined) return false;
  const { name } = request;
  return typeof name !== 'string' || name.length > MAX_NAME || DISTURBING.test(name);
}

/** @param {Request} request */
function isLongProfile(request) {
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
function isMisnamedState(request) {
  return request.type === 'set' && !(typeof request.name === 'string' && STATE_NAME.test(request.name));
}

/** @param {Request} request */
function hasWrongCondition(request) {
  if (request.type !== 'set' || request.if === undefined) return false;
  return !Number.isSafeInteger(request.if) || request.if < 0;
}
