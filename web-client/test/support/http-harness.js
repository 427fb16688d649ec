import { ClientHarness, joined } from './client-harness.js';

/** @typedef {{ status?: number, headers?: Record<string, string> }} ResponseOptions */

/** A request of the client that waits for a response of the test. */
class FakeRequest {
  /** @param {string} url @param {RequestInit} init @param {(response: any) => void} resolve @param {(problem: unknown) => void} reject */
  constructor(url, init, resolve, reject) {
    const { pathname, search } = new URL(url);
    this.method = init.method;
    this.path = pathname.replace('/v1/rooms/standup', '') + search;
    this.body = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    this.headers = new Headers(init.headers);
    this.keepalive = init.keepalive ?? false;
    this.fail = () => reject(new TypeError('Failed to fetch'));
    this.#resolve = resolve;
    init.signal?.addEventListener('abort', () => {
      this.aborted = true;
      reject(init.signal?.reason);
    });
  }

  aborted = false;
  #resolve;

  /** @param {unknown} body @param {ResponseOptions} [options] */
  respond(body, options) {
    this.respondText(JSON.stringify(body), options);
  }

  /** @param {string} text @param {ResponseOptions} [options] */
  respondText(text, { status = 200, headers = {} } = {}) {
    this.#resolve({
      ok: status < 400,
      status,
      headers: new Headers(headers),
      text: () => Promise.resolve(text),
    });
  }
}

/** An EventSource whose server is the test. */
class FakeEventSource extends EventTarget {
  readyState = 1;

  /** @param {string} url */
  constructor(url) {
    super();
    this.url = url;
  }

  close() {
    this.readyState = 2;
  }

  /** @param {object} message */
  receive(message) {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
  }

  /** The stream has ended, and the browser is about to reopen it. */
  disconnect() {
    this.readyState = 0;
    this.dispatchEvent(new Event('error'));
  }

  /** The server has refused the stream, and the browser does not retry. */
  refuse() {
    this.readyState = 2;
    this.dispatchEvent(new Event('error'));
  }
}

/** A client without WebSocket. The test answers its requests. */
export class HttpHarness {
  /** @type {FakeRequest[]} requests that the test has not taken yet */
  #requests = [];
  /** @type {FakeEventSource[]} */
  streams = [];

  /** @param {Partial<import('../../signaling/client.js').Options>} options */
  constructor(options) {
    const { streams } = this;
    this.harness = new ClientHarness({
      connect: undefined,
      fetch: (url, init) =>
        new Promise((resolve, reject) => {
          this.#requests.push(new FakeRequest(url, init, resolve, reject));
        }),
      EventSource: class extends FakeEventSource {
        /** @param {string} url */
        constructor(url) {
          super(url);
          streams.push(this);
        }
      },
      ...options,
    });
  }

  get client() {
    return this.harness.client;
  }

  get clock() {
    return this.harness.clock;
  }

  /** The stream that was opened last. */
  get stream() {
    return /** @type {FakeEventSource} */ (this.streams.at(-1));
  }

  /** Runs all pending promise callbacks. */
  async settle() {
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Returns the requests since the last call. */
  async takeRequests() {
    await this.settle();
    return this.#requests.splice(0);
  }

  /** Returns the only request since the last call. */
  async nextRequest() {
    const requests = await this.takeRequests();
    if (requests.length === 1) return /** @type {FakeRequest} */ (requests[0]);
    const found = requests.map(({ path }) => path).join(', ') || 'none';
    throw new Error(`Expected one request, found: ${found}`);
  }

  /** @param {number} milliseconds */
  async advance(milliseconds) {
    await this.settle();
    this.clock.advance(milliseconds);
    await this.settle();
  }

  /** Answers the join, and returns it. @param {object} [changes]  to the `joined` notice */
  async acceptJoin(changes) {
    const join = await this.nextRequest();
    join.respond(joined({ ticket: 'the-ticket', ...changes }), { status: 201 });
    await this.settle();
    return join;
  }

  /** @param {object} [changes]  to the `joined` notice */
  async joinWithStream(changes) {
    this.client.join().catch(() => {});
    await this.acceptJoin(changes);
    this.stream.receive({ type: 'pong' });
  }

  /** Returns the first poll that waits. @param {object} [changes]  to the `joined` notice */
  async joinWithPolling(changes) {
    this.client.join().catch(() => {});
    await this.acceptJoin(changes);
    (await this.nextRequest()).respond([]);
    return this.nextRequest();
  }
}
