import { Transform } from 'node:stream';

const HEAD_END = Buffer.from('\r\n\r\n');
const REFUSAL = 'HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

/** Requests that some networks treat differently, recognized by their heads. */
const KINDS = {
  websocket: (text) => /^GET [^]*\r\nUpgrade: websocket\r\n/i.test(text),
  events: (text) => /^GET \S+\/events\?/.test(text),
};

/**
 * Treatment of a kind of request by a network: `refuse` answers with 403, `drop` discards it, `buffer` passes on the request and
 * the head of the response, and holds back the body.
 *
 * @typedef {'refuse' | 'drop' | 'buffer'} Interference
 * @typedef {keyof typeof KINDS} RequestKind
 */

/** Filters the two directions of one TCP connection by rules that may change at any time. */
export class TrafficFilter {
  /** @type {Interference | undefined} for the latest request */
  #interference;
  #headPassed = false;
  #rules;
  #answer;

  /**
   * @param {Map<RequestKind, Interference>} rules
   * @param {(text: string) => void} answer  sends a response in place of the server
   */
  constructor(rules, answer) {
    this.#rules = rules;
    this.#answer = answer;
    this.up = transform((chunk) => this.#request(chunk));
    this.down = transform((chunk) => this.#response(chunk));
  }

  /** Browsers send the head of a request without a body in one piece. */
  #request(chunk) {
    const text = chunk.toString('latin1');
    const kind = Object.keys(KINDS).find((each) => KINDS[each](text));
    const interference = kind && this.#rules.get(kind);
    if (interference) this.#headPassed = false;
    this.#interference = interference ?? this.#interference;
    if (interference === 'refuse') this.#answer(REFUSAL);
    return this.#interference && this.#interference !== 'buffer' ? undefined : chunk;
  }

  #response(chunk) {
    if (this.#interference !== 'buffer') return chunk;
    if (this.#headPassed) return undefined;
    const end = chunk.indexOf(HEAD_END);
    if (end < 0) return chunk;
    this.#headPassed = true;
    return chunk.subarray(0, end + HEAD_END.length);
  }
}

/** @param {(chunk: Buffer) => Buffer | undefined} pass  returns the part to pass on */
function transform(pass) {
  return new Transform({
    transform(chunk, _, done) {
      done(null, pass(chunk));
    },
  });
}
