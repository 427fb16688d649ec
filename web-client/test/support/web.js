import { Scene, joined } from './scene.js';

/** @typedef {{ status?: number, headers?: Record<string, string> }} Manner */

/** A request of the client's that waits for the test to answer it. */
class FakeRequest {
  /** @param {string} url @param {RequestInit} init @param {(response: any) => void} resolve @param {(problem: unknown) => void} reject */
  constructor(url, init, resolve, reject) {
    const { pathname, search } = new URL(url);
    this.method = init.method;
    this.path = pathname.replace('/v1/rooms/standup', '') + search;
    this.body = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    this.headers = new Headers(init.headers);
    this.keepalive = init.keepalive ?? false;
    this.fails = () => reject(new TypeError('Failed to fetch'));
    this.#resolve = resolve;
    init.signal?.addEventListener('abort', () => {
      this.aborted = true;
      reject(init.signal?.reason);
    });
  }

  aborted = false;
  #resolve;

  /** @param {unknown} body @param {Manner} [manner] */
  answers(body, manner) {
    this.answersText(JSON.stringify(body), manner);
  }

  /** @param {string} text @param {Manner} [manner] */
  answersText(text, { status = 200, headers = {} } = {}) {
    this.#resolve({
      ok: status < 400,
      status,
      headers: new Headers(headers),
      text: () => Promise.resolve(text),
    });
  }
}

/** The page's end of an event stream. */
class FakeStream extends EventTarget {
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
  hears(message) {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
  }

  /** The stream has ended, and the browser is about to open it again. */
  ends() {
    this.readyState = 0;
    this.dispatchEvent(new Event('error'));
  }

  /** The stream was refused, and the browser will not come again. */
  isRefused() {
    this.readyState = 2;
    this.dispatchEvent(new Event('error'));
  }
}

/** A client that has to do without WebSockets: the test is the web. */
export class Web {
  /** @type {FakeRequest[]} what the client has asked and the test has not looked at yet */
  #requests = [];
  /** @type {FakeStream[]} */
  streams = [];

  /** @param {Partial<import('../../signaling/client.js').Options>} options */
  constructor(options) {
    const { streams } = this;
    this.scene = new Scene({
      connect: undefined,
      fetch: (url, init) =>
        new Promise((resolve, reject) => {
          this.#requests.push(new FakeRequest(url, init, resolve, reject));
        }),
      EventSource: class extends FakeStream {
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
    return this.scene.client;
  }

  get clock() {
    return this.scene.clock;
  }

  /** The stream that was opened last. */
  get stream() {
    return /** @type {FakeStream} */ (this.streams.at(-1));
  }

  /** Lets all promises come to what they are about to. */
  async settles() {
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Everything that the client has asked since the last look. */
  async asked() {
    await this.settles();
    return this.#requests.splice(0);
  }

  /** The one thing that the client has asked since the last look. */
  async asks() {
    const asked = await this.asked();
    if (asked.length === 1) return /** @type {FakeRequest} */ (asked[0]);
    throw new Error(`asked instead of once: ${asked.map(({ path }) => path).join(', ') || 'nothing'}`);
  }

  /** @param {number} milliseconds */
  async passes(milliseconds) {
    await this.settles();
    this.clock.advance(milliseconds);
    await this.settles();
  }

  /** The client joins, or joins again; what it has said is returned. @param {object} [changes] */
  async letsIn(changes) {
    const join = await this.asks();
    join.answers(joined({ ticket: 'the-ticket', ...changes }), { status: 201 });
    await this.settles();
    return join;
  }

  /** @param {object} [changes] */
  async joinsByStream(changes) {
    this.client.join().catch(() => {});
    await this.letsIn(changes);
    this.stream.hears({ type: 'pong' });
  }

  /** @param {object} [changes] */
  async joinsByPoll(changes) {
    this.client.join().catch(() => {});
    await this.letsIn(changes);
    (await this.asks()).answers([]);
    return this.asks();
  }
}
