/** @import { Clock } from './clock.js' */
/** @import { ErrorNotice } from './protocol.js' */

/**
 * @typedef {(url: string, init: RequestInit) => Promise<Response>} Fetch
 *
 * @typedef {{ text: string, error?: undefined } | { error: ErrorNotice }} Answer  what the server has, or why it refuses
 * @typedef {Answer & { isRepeated: boolean }} LateAnswer  `isRepeated`: the same was asked before, and may yet arrive
 *
 * @typedef {object} Question
 * @property {string} [method]
 * @property {string} [body]
 * @property {number} [patience]  how long the answer may take, in milliseconds
 */

const PATIENCE = 10_000;
/** How often a question is asked that finds no answer, and the pause before it is asked again, which doubles. */
const TRIES = 4;
const PAUSE = 500;
const DEFAULT_RETRY_AFTER = 1000;
/** What those between us and the server say by the status alone. @type {Record<number, string>} */
const BY_STATUS = { 429: 'rate-limited', 503: 'unavailable' };

/** Asks one server over HTTP, until it is closed. */
export class HttpClient {
  /** Who asks: the holder of this key. @type {string | undefined} */
  key;
  #fetch;
  #clock;
  #over = new AbortController();

  /** @param {{ fetch: Fetch, clock: Clock }} options */
  constructor({ fetch, clock }) {
    this.#fetch = fetch;
    this.#clock = clock;
  }

  /** Nothing is asked any more, and what was asked is not answered. */
  close() {
    this.#over.abort();
  }

  /**
   * Asks once; fails if no answer comes, or one that is not the server's.
   *
   * @param {string} url
   * @param {Question} [question]
   * @returns {Promise<Answer>}
   */
  async ask(url, { patience = PATIENCE, ...question } = {}) {
    const late = new AbortController();
    const stop = () => late.abort();
    const timer = this.#clock.setTimeout(stop, patience);
    this.#over.signal.addEventListener('abort', stop);
    try {
      this.#over.signal.throwIfAborted();
      const response = await this.#fetch(url, { ...this.#dressed(question), signal: late.signal });
      const text = await response.text();
      return response.ok ? { text } : { error: this.#refusal(response, text) };
    } finally {
      this.#clock.clearTimeout(timer);
      this.#over.signal.removeEventListener('abort', stop);
    }
  }

  /**
   * Asks again as long as the server asks for patience, and a few times if no answer comes.
   *
   * @param {string} url
   * @param {Question} [question]
   * @returns {Promise<LateAnswer>}
   */
  async insist(url, question) {
    let failures = 0;
    for (;;) {
      try {
        const answer = await this.ask(url, question);
        if (!answer.error || !isForLater(answer.error)) return { ...answer, isRepeated: failures > 0 };
        failures = 0;
        await this.#pause(Math.max(PAUSE, answer.error.retryAfter ?? DEFAULT_RETRY_AFTER));
      } catch (problem) {
        failures += 1;
        if (failures === TRIES || this.#over.signal.aborted) throw problem;
        await this.#pause(PAUSE * 2 ** (failures - 1));
      }
    }
  }

  /**
   * Says something that nobody waits for, and that outlives the page.
   *
   * @param {string} url
   * @param {Question} question
   */
  leaveWord(url, question) {
    this.#fetch(url, { ...this.#dressed(question), keepalive: true }).catch(() => {
      // The server will notice by itself.
    });
  }

  /** @param {Question} question @returns {RequestInit} */
  #dressed({ method, body }) {
    /** @type {Record<string, string>} */
    const headers = {};
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (this.key !== undefined) headers['Authorization'] = `Bearer ${this.key}`;
    return { method: method ?? (body === undefined ? 'GET' : 'POST'), body, headers, cache: 'no-store' };
  }

  /**
   * A problem (RFC 9457) as the error that it would be on a WebSocket.
   *
   * @param {Response} response
   * @param {string} text
   * @returns {ErrorNotice}
   */
  #refusal({ status, headers }, text) {
    const { code = BY_STATUS[status], detail, re, peers, ...rest } = problemIn(text);
    if (!code) throw new Error(`Something between us and the server has answered ${status}.`);
    const retryAfter = rest.retryAfter ?? this.#delay(headers.get('Retry-After'));
    return {
      type: 'error',
      code,
      message: detail ?? `The server has answered ${status}.`,
      re,
      peers,
      retryAfter,
    };
  }

  /** @param {string | null} retryAfter  seconds, or a date */
  #delay(retryAfter) {
    if (!retryAfter) return undefined;
    const seconds = Number(retryAfter);
    const delay = Number.isNaN(seconds) ? Date.parse(retryAfter) - this.#clock.now() : seconds * 1000;
    return Number.isNaN(delay) ? undefined : Math.max(0, delay);
  }

  /** @param {number} delay */
  #pause(delay) {
    return new Promise((resolve) => {
      const timer = this.#clock.setTimeout(() => resolve(undefined), delay);
      this.#over.signal.addEventListener('abort', () => this.#clock.clearTimeout(timer));
    });
  }
}

/** @param {ErrorNotice} error */
function isForLater({ code }) {
  return code === 'rate-limited' || code === 'unavailable';
}

/** @param {string} text  @returns {any} */
function problemIn(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
