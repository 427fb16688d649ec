/** @import { Clock } from './clock.js' */
/** @import { ErrorNotice } from './protocol.js' */

/**
 * @typedef {(url: string, init: RequestInit) => Promise<Response>} Fetch
 *
 * @typedef {{ text: string, error?: undefined } | { error: ErrorNotice }} Result  the body of a 2xx response, or the refusal
 * @typedef {Result & { isRetry: boolean }} RetriedResult  `isRetry`: an earlier attempt without an answer may yet arrive at
 *   the server
 *
 * @typedef {object} RequestOptions
 * @property {string} [method]  default: POST with a body, GET without
 * @property {string} [body]  JSON
 * @property {number} [timeout]  for the whole response, in milliseconds
 */

const DEFAULT_TIMEOUT = 10_000;
/** Attempts without an answer, and the first delay between them in milliseconds, which doubles. */
const MAX_ATTEMPTS = 4;
const FIRST_RETRY_DELAY = 500;
/** In milliseconds, for a refusal that sets no delay. */
const DEFAULT_RETRY_AFTER = 1000;
/** Error codes for responses of proxies, which have no problem document. @type {Record<number, string>} */
const CODE_BY_STATUS = { 429: 'rate-limited', 503: 'unavailable' };

/** HTTP requests to the server, until `close`. Timeouts cover the body: `fetch` has none of its own. */
export class HttpClient {
  /** The peer's key, sent as a bearer token (RFC 6750); undefined before the join. @type {string | undefined} */
  key;
  #fetch;
  #clock;
  #closed = new AbortController();

  /** @param {{ fetch: Fetch, clock: Clock }} options */
  constructor({ fetch, clock }) {
    this.#fetch = fetch;
    this.#clock = clock;
  }

  /** Aborts all requests; later ones fail at once. */
  close() {
    this.#closed.abort();
  }

  /**
   * Sends a request once.
   *
   * @param {string} url
   * @param {RequestOptions} [options]
   * @returns {Promise<Result>}
   * @throws if there is no response in time, or only one of something between this client and the server
   */
  async request(url, { timeout = DEFAULT_TIMEOUT, ...options } = {}) {
    const aborted = new AbortController();
    const abort = () => aborted.abort();
    const timer = this.#clock.setTimeout(abort, timeout);
    this.#closed.signal.addEventListener('abort', abort);
    try {
      this.#closed.signal.throwIfAborted();
      const response = await this.#fetch(url, { ...this.#init(options), signal: aborted.signal });
      const text = await response.text();
      return response.ok ? { text } : { error: this.#errorIn(response, text) };
    } finally {
      this.#clock.clearTimeout(timer);
      this.#closed.signal.removeEventListener('abort', abort);
    }
  }

  /**
   * Sends a request until it is answered: as long as the server asks to retry later, and a few times without any answer.
   *
   * @param {string} url
   * @param {RequestOptions} [options]
   * @returns {Promise<RetriedResult>}
   * @throws after the last attempt without an answer
   */
  async requestWithRetry(url, options) {
    let failures = 0;
    for (;;) {
      try {
        const result = await this.request(url, options);
        if (!result.error || !isTemporary(result.error)) return { ...result, isRetry: failures > 0 };
        failures = 0;
        await this.#pause(Math.max(FIRST_RETRY_DELAY, result.error.retryAfter ?? DEFAULT_RETRY_AFTER));
      } catch (problem) {
        failures += 1;
        if (failures === MAX_ATTEMPTS || this.#closed.signal.aborted) throw problem;
        await this.#pause(FIRST_RETRY_DELAY * 2 ** (failures - 1));
      }
    }
  }

  /**
   * Sends a request that survives the end of the page (Fetch standard, "keepalive"), and ignores the response.
   *
   * @param {string} url
   * @param {RequestOptions} options
   */
  sendKeepalive(url, options) {
    this.#fetch(url, { ...this.#init(options), keepalive: true }).catch(() => {
      // Without it, the server notices the end of the page by itself.
    });
  }

  /** @param {RequestOptions} options @returns {RequestInit} */
  #init({ method, body }) {
    /** @type {Record<string, string>} */
    const headers = {};
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (this.key !== undefined) headers['Authorization'] = `Bearer ${this.key}`;
    return { method: method ?? (body === undefined ? 'GET' : 'POST'), body, headers, cache: 'no-store' };
  }

  /**
   * Converts a problem document (RFC 9457) to the `error` notice of the same refusal on a WebSocket.
   *
   * @param {Response} response
   * @param {string} text
   * @returns {ErrorNotice}
   */
  #errorIn({ status, headers }, text) {
    const { code = CODE_BY_STATUS[status], detail, re, peers, ...rest } = parseProblem(text);
    if (!code) throw new Error(`A proxy or another server has answered with status ${status}.`);
    const retryAfter = rest.retryAfter ?? this.#delay(headers.get('Retry-After'));
    const message = detail ?? `The server has answered with status ${status}.`;
    return { type: 'error', code, message, re, peers, retryAfter };
  }

  /** @param {string | null} retryAfter  seconds or an HTTP date (RFC 9110, section 10.2.3) */
  #delay(retryAfter) {
    if (!retryAfter) return undefined;
    const seconds = Number(retryAfter);
    const delay = Number.isNaN(seconds) ? Date.parse(retryAfter) - this.#clock.wallTime() : seconds * 1000;
    return Number.isNaN(delay) ? undefined : Math.max(0, delay);
  }

  /** @param {number} delay */
  #pause(delay) {
    return new Promise((resolve) => {
      const timer = this.#clock.setTimeout(() => resolve(undefined), delay);
      this.#closed.signal.addEventListener('abort', () => this.#clock.clearTimeout(timer));
    });
  }
}

/** @param {ErrorNotice} error */
function isTemporary({ code }) {
  return code === 'rate-limited' || code === 'unavailable';
}

/** @param {string} text  @returns {any} */
function parseProblem(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
