import { Transform } from 'node:stream';

const HEAD_END = Buffer.from('\r\n\r\n');
const REFUSAL = 'HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

/** The requests that networks treat unlike others, by how they begin. */
const KINDS = {
  websocket: (text) => /^GET [^]*\r\nUpgrade: websocket\r\n/i.test(text),
  events: (text) => /^GET \S+\/events\?/.test(text),
};

/**
 * What some networks do to a kind of request: `refuse` answers in the server's place, `swallow` answers nothing,
 * `buffer` lets the request and the head of the answer pass, and keeps the rest.
 *
 * @typedef {'refuse' | 'swallow' | 'buffer'} Hindrance
 * @typedef {keyof typeof KINDS} RequestKind
 */

/** What the two directions of one connection have to pass, by the rules of the moment. */
export class Obstacle {
  /** @type {Hindrance | undefined} what befell the latest request */
  #hindrance;
  #headPassed = false;
  #rules;
  #answer;

  /**
   * @param {Map<RequestKind, Hindrance>} rules
   * @param {(text: string) => void} answer  in the server's place
   */
  constructor(rules, answer) {
    this.#rules = rules;
    this.#answer = answer;
    this.up = sieve((chunk) => this.#request(chunk));
    this.down = sieve((chunk) => this.#response(chunk));
  }

  /** Browsers send the head of a request without a body in one piece. */
  #request(chunk) {
    const text = chunk.toString('latin1');
    const kind = Object.keys(KINDS).find((each) => KINDS[each](text));
    const hindrance = kind && this.#rules.get(kind);
    if (hindrance) this.#headPassed = false;
    this.#hindrance = hindrance ?? this.#hindrance;
    if (hindrance === 'refuse') this.#answer(REFUSAL);
    return this.#hindrance && this.#hindrance !== 'buffer' ? undefined : chunk;
  }

  #response(chunk) {
    if (this.#hindrance !== 'buffer') return chunk;
    if (this.#headPassed) return undefined;
    const end = chunk.indexOf(HEAD_END);
    if (end < 0) return chunk;
    this.#headPassed = true;
    return chunk.subarray(0, end + HEAD_END.length);
  }
}

/** @param {(chunk: Buffer) => Buffer | undefined} pass  what is let through of it */
function sieve(pass) {
  return new Transform({
    transform(chunk, _, done) {
      done(null, pass(chunk));
    },
  });
}
