import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { launch, missing } from './browsers.js';
import { saveEvidence } from './evidence.js';
import { Participant } from './participant.js';
import { Proxy } from './proxy.js';
import { Server } from './server.js';

/** @import { Kind } from './browsers.js' */

const TEST_TIMEOUT = 5 * 60_000;

/**
 * Returns a function that defines tests, like `test` of node:test. The tests of a file share one server and one browser of
 * each kind, which start when the first test needs them.
 *
 * @param {object} [options]
 * @param {Kind[]} [options.kinds]  browsers without which the tests are skipped
 * @param {Record<string, string>} [options.settings]  of the server, as environment variables
 * @param {string | false} [options.skip]  another reason to skip the tests
 * @param {number} [options.timeout]  of each test, in milliseconds
 */
export function defineTests({
  kinds = ['chromium'],
  settings = {},
  skip: reason = false,
  timeout = TEST_TIMEOUT,
} = {}) {
  const skip = missing(kinds) || reason;
  const programs = new Programs(settings);
  after(() => programs.stop());
  return function callTest(name, run) {
    test(name, { skip, timeout }, async (nodeTest) => {
      const t = new TestContext(programs, await programs.server());
      try {
        await run(t);
        assert.deepEqual(t.failures, [], 'a page has an uncaught error');
      } catch (problem) {
        nodeTest.diagnostic(`Screenshots and logs are in ${await saveEvidence(name, t)}`);
        throw problem;
      } finally {
        await t.close();
      }
    });
  };
}

/** The server and the browsers of a test file. */
class Programs {
  #settings;
  #server;
  #browsers = new Map();

  constructor(settings) {
    this.#settings = settings;
  }

  server() {
    return (this.#server ??= Server.start(this.#settings));
  }

  browser(kind) {
    if (!this.#browsers.has(kind)) this.#browsers.set(kind, launch(kind));
    return this.#browsers.get(kind);
  }

  async stop() {
    const browsers = await Promise.allSettled([...this.#browsers.values()]);
    await Promise.all(browsers.map(({ value }) => value?.close()));
    await (await this.#server)?.stop();
  }
}

let rooms = 0;

/** A test, with a room of its own. */
class TestContext {
  room = `room-${++rooms}`;
  participants = [];
  #proxies = [];
  #programs;

  constructor(programs, server) {
    this.#programs = programs;
    this.server = server;
  }

  get failures() {
    return this.participants.flatMap(({ name, failures }) => failures.map((each) => `${name}: ${each}`));
  }

  /**
   * Opens a browser context for a participant.
   *
   * @param {string} name
   * @param {{ kind?: Kind, url?: URL }} [options]  and those of a Playwright context
   */
  async participant(name, { kind = 'chromium', url = this.server.url, ...options } = {}) {
    const browser = await this.#programs.browser(kind);
    const participant = await Participant.create(browser, name, url, options);
    this.participants.push(participant);
    return participant;
  }

  /**
   * Opens two or more participants, who join the room one after the other and connect to each other.
   *
   * @param {Record<string, object>} options  those of `participant`, by name
   */
  async call(options) {
    const people = [];
    for (const [name, each] of Object.entries(options)) people.push(await this.participant(name, each));
    for (const person of people) await person.join(this.room);
    for (const person of people) await person.waitForPeers(...othersOf(person, people));
    return people;
  }

  /** Starts a proxy in front of a server, by default that of the test. */
  async proxy(url = this.server.url, options = {}) {
    const proxy = await Proxy.start(url, options);
    this.#proxies.push(proxy);
    return proxy;
  }

  async close() {
    await Promise.all(this.participants.map(({ page }) => page.context().close()));
    this.#proxies.forEach((proxy) => proxy.close());
  }
}

/** @template T @param {T} one @param {T[]} people */
export function othersOf(one, people) {
  return people.filter((other) => other !== one);
}

/** All ordered pairs of different people. @template T @param {T[]} people @returns {[T, T][]} */
export function pairsOf(people) {
  return people.flatMap((one) => othersOf(one, people).map((other) => [one, other]));
}
