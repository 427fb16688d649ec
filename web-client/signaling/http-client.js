/** @import { Clock } from './clock.js' */
/** @import { ErrorNotice } from './protocol.js' */
import { DEFAULT_RETRY_AFTER, SignalingError } from './error.js';
import { byteLength } from './post-queue.js';

/**
 * @typedef {(url: string, init: RequestInit) => Promise<Response>} Fetch
 *
 * @typedef {{ text: string, error?: undefined } | { text?: undefined, error: ErrorNotice }} Result  the body of a 2xx response, or the refusal
 *
 * @typedef {Record<string, string | number | undefined>} Query
 *
 * @typedef {object} RequestOptions
 * @property {Query} [query]
 * @property {string} [method]  default: POST with a body, GET without
 * @property {string} [body]  JSON
 * @property {number} [timeout]  for the whole response, in milliseconds
 */

const DEFAULT_TIMEOUT = 10_000;
/** Attempts without an answer, and the first delay between them in milliseconds, which doubles. */
const MAX_ATTEMPTS = 4;
const FIRST_RETRY_DELAY = 500;
/** Browsers allow 64 KiB in keepalive requests (Fetch standard), which other requests of the page share. */
const MAX_KEEPALIVE_BYTES = 60_000;
/** Error codes for responses of proxies, which have no problem document. @type {Record<number, string>} */
const CODE_BY_STATUS = { 429: 'rate-limited', 503: 'unavailable' };
/** The lowest status that may be temporary (408, 425, 429, 5xx), or the answer of a room (426). */
const FIRST_TEMPORARY_STATUS = 408;
/** Error codes for final ones. @type {Record<number, string>} */
const REFUSALS = { 401: 'unauthorized', 403: 'forbidden', 404: 'not-found' };

/** HTTP requests to a room, until `close`. Timeouts cover the body: `fetch` has none of its own. */
export class HttpClient {
  /** URL of the room. */
  room;
  /** The peer, after the join. @type {{ id: string, seat: number } | undefined} */
  self;
  /**
   * The peer's key, after the join. It has a header of its own, as a proxy may ask for a password in `Authorization`.
   *
   * @type {string | undefined}
   */
  key;
  #fetch;
  #clock;
  #closed = new AbortController();

  /** @param {{ room: string, fetch: Fetch, clock: Clock }} options */
  constructor({ room, fetch, clock }) {
    this.room = room;
    this.#fetch = fetch;
    this.#clock = clock;
  }

  /**
   * The URL of a resource of the peer, or before the join of the room. Its query keeps the parameters of the room's URL.
   *
   * @param {string} path
   * @param {Query} [query]
   */
  url(path, query = {}) {
    const url = new URL(this.room);
    if (this.self) url.pathname += `/peers/${this.self.id}`;
    url.pathname += path;
    for (const [name, value] of Object.entries(query))
      url.searchParams.set(name, /** @type {string} */ (value));
    return url.href;
  }

  /** Aborts all requests; later ones fail at once. */
  close() {
    this.#closed.abort();
  }

  /**
   * Sends a request once.
   *
   * @param {string} path
   * @param {RequestOptions} [options]
   * @returns {Promise<Result>}
   * @throws if there is no response in time, or only one of something between this client and the server
   */
  async request(path, options) {
    const { response, text } = await this.#exchange(path, options);
    return response.ok ? { text } : { error: this.#errorIn(response, text) };
  }

  /**
   * Asks why no WebSocket opens at the URL of the room.
   *
   * @returns {Promise<SignalingError | undefined>} undefined if it may open later: without an answer that scripts may read, or
   *   with one that is temporary
   */
  async diagnose() {
    const { response, text } = await this.#exchange('');
    const { status } = response;
    if (status >= FIRST_TEMPORARY_STATUS) return undefined;
    const { code = REFUSALS[status] ?? 'bad-url', detail = `HTTP ${status}` } = parseProblem(text);
    return new SignalingError(code, detail);
  }

  /** @param {string} path @param {RequestOptions} [options] */
  async #exchange(path, { timeout = DEFAULT_TIMEOUT, ...options } = {}) {
    this.#closed.signal.throwIfAborted();
    const aborted = new AbortController();
    const cancel = this.#schedule(() => aborted.abort(), timeout);
    try {
      const response = await this.#send(path, { ...options, signal: aborted.signal });
      return { response, text: await response.text() };
    } finally {
      cancel();
    }
  }

  /**
   * Sends a request until it is answered: as long as the server asks to retry later, and a few times without any answer.
   *
   * @param {string} path
   * @param {RequestOptions} [options]
   * @returns {Promise<Result>}
   * @throws after the last attempt without an answer
   */
  async requestWithRetry(path, options) {
    let failures = 0;
    for (;;) {
      try {
        const result = await this.request(path, options);
        const { code, retryAfter = DEFAULT_RETRY_AFTER } = result.error ?? {};
        // An abandoned poll that arrives late replaces its own retry at the server: that is not a takeover by another client.
        if (result.error && code === 'replaced' && failures > 0)
          return { error: { ...result.error, code: 'connection-lost' } };
        if (code !== 'rate-limited' && code !== 'unavailable') return result;
        failures = 0;
        await this.#pause(Math.max(FIRST_RETRY_DELAY, retryAfter));
      } catch (problem) {
        failures += 1;
        if (failures === MAX_ATTEMPTS || this.#closed.signal.aborted) throw problem;
        await this.#pause(FIRST_RETRY_DELAY * 2 ** (failures - 1));
      }
    }
  }

  /**
   * Gives up a seat by a request that survives the end of the page (Fetch standard, "keepalive"), and needs no connection. It
   * names the seat, so that it leaves a seat alone that the same peer has taken since. The response is ignored: without the
   * request, the server notices the end of the page by itself.
   *
   * @param {object[]} [requests]  those without an acknowledgement, and the `leave`. The server ignores those that it has
   *   processed
   */
  leave(requests = []) {
    const body = JSON.stringify(requests);
    const canPost = requests.length > 1 && byteLength(body) <= MAX_KEEPALIVE_BYTES;
    this.#send(canPost ? '/messages' : '', {
      query: { seat: this.self?.seat },
      ...(canPost ? { body } : { method: 'DELETE' }),
      keepalive: true,
    }).catch(() => {});
  }

  /** @param {string} path @param {RequestInit & { query?: Query }} options */
  #send(path, { query, ...init }) {
    /** @type {Record<string, string>} */
    const headers = {};
    const { body } = init;
    if (body) headers['Content-Type'] = 'application/json';
    if (this.key) headers['Parley-Key'] = this.key;
    const url = this.url(path, query);
    return this.#fetch(url, { method: body ? 'POST' : 'GET', headers, cache: 'no-store', ...init });
  }

  /**
   * Converts a problem document (RFC 9457) to the `error` notice of the same refusal on a WebSocket.
   *
   * @param {Response} response
   * @param {string} text
   * @returns {ErrorNotice}
   * @throws if a proxy or another server has answered
   */
  #errorIn({ status, headers }, text) {
    const problem = parseProblem(text);
    const { code = CODE_BY_STATUS[status], detail, retryAfter = this.#delay(headers) } = problem;
    if (!code) throw new Error();
    return { ...problem, type: 'error', code, message: detail, retryAfter };
  }

  /**
   * The value of Retry-After in milliseconds: seconds or an HTTP date (RFC 9110, section 10.2.3).
   *
   * @param {Headers} headers
   */
  #delay(headers) {
    const value = headers.get('Retry-After') ?? '';
    return Math.max(0, Number(value) * 1000 || Date.parse(value) - this.#clock.wallTime()) || undefined;
  }

  /** @param {number} delay */
  #pause(delay) {
    return new Promise((resolve) => this.#schedule(() => resolve(undefined), delay));
  }

  /**
   * Runs a task once: after a delay, or when this client is closed.
   *
   * @param {() => void} task
   * @param {number} delay
   * @returns {() => void} cancels it
   */
  #schedule(task, delay) {
    const { signal } = this.#closed;
    const cancel = () => {
      this.#clock.clearTimeout(timer);
      signal.removeEventListener('abort', run);
    };
    const run = () => {
      cancel();
      task();
    };
    const timer = this.#clock.setTimeout(run, delay);
    signal.addEventListener('abort', run);
    return cancel;
  }
}

/** @param {string} text  @returns {any} */
function parseProblem(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
