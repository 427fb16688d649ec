import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { launch, missing } from './browsers.js';
import { keepEvidence } from './evidence.js';
import { Person } from './person.js';
import { Proxy } from './proxy.js';
import { Server } from './server.js';

/** @import { Kind } from './browsers.js' */

const LONGEST_SCENE = 5 * 60_000;

/**
 * What the scenes of a file play on: one server and one browser of each kind, started when the first scene needs them.
 *
 * @param {{ kinds?: Kind[], settings?: Record<string, string>, skip?: string | false }} [options]
 *   `settings` are the server's; `skip` tells what else is missing, besides browsers
 */
export function stage({ kinds = ['chromium'], settings = {}, skip: lack = false } = {}) {
  const skip = missing(kinds) || lack;
  const props = new Props(settings);
  after(() => props.clear());
  return function scene(name, act) {
    test(name, { skip, timeout: LONGEST_SCENE }, async (t) => {
      const cast = new Cast(props, await props.server());
      try {
        await act(cast);
        assert.deepEqual(cast.failures, [], 'no page may have an error that nobody caught');
      } catch (problem) {
        t.diagnostic(`What everybody saw is in ${await keepEvidence(name, cast)}`);
        throw problem;
      } finally {
        await cast.goHome();
      }
    });
  };
}

class Props {
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

  async clear() {
    const open = await Promise.allSettled([...this.#browsers.values()]);
    await Promise.all(open.map(({ value }) => value?.close()));
    await (await this.#server)?.stop();
  }
}

let rooms = 0;

/** The people of one scene, in a room of their own. */
class Cast {
  room = `room-${++rooms}`;
  people = [];
  #proxies = [];
  #props;

  constructor(props, server) {
    this.#props = props;
    this.server = server;
  }

  get failures() {
    return this.people.flatMap(({ name, failures }) => failures.map((failure) => `${name}: ${failure}`));
  }

  /**
   * @param {string} name
   * @param {{ kind?: Kind, url?: URL }} [options]  besides these, those of a Playwright context
   */
  async person(name, { kind = 'chromium', url = this.server.url, ...options } = {}) {
    const person = await Person.before(await this.#props.browser(kind), name, url, options);
    this.people.push(person);
    return person;
  }

  /** A network between a page and a server, ours unless told otherwise. */
  async proxy(url = this.server.url, options = {}) {
    const proxy = await Proxy.before(url, options);
    this.#proxies.push(proxy);
    return proxy;
  }

  async goHome() {
    await Promise.all(this.people.map(({ page }) => page.context().close()));
    this.#proxies.forEach((proxy) => proxy.close());
  }
}
