import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { Obstacle } from './obstacle.js';

/** @import { Hindrance, RequestKind } from './obstacle.js' */

const LOOPBACK = '127.0.0.1';

/** The way from a browser to the server, where a test can do to it what networks do. */
export class Proxy {
  #lines = new Set();
  #broken = false;
  #held = false;
  /** @type {Map<RequestKind, Hindrance>} */
  #rules = new Map();
  #server;

  /**
   * @param {URL} url  of the server
   * @param {{ from?: string }} [options]  the loopback address that the server sees as the client's
   */
  static async before(url, { from } = {}) {
    const proxy = new Proxy(url, from);
    await once(proxy.#server, 'listening');
    return proxy;
  }

  constructor(url, from) {
    this.target = url;
    this.#server = createServer({ noDelay: true }, (browser) => this.#join(browser, from));
    this.#server.listen(0, LOOPBACK);
  }

  get url() {
    const url = new URL(this.target);
    url.port = String(this.#server.address().port);
    return url;
  }

  /** Ends every connection; new ones may be made at once. */
  cut() {
    for (const { browser, server } of this.#lines) [browser, server].forEach((socket) => socket.destroy());
  }

  /** Gets in the way of requests of this kind from now on. @param {RequestKind} kind @param {Hindrance} hindrance */
  hinder(kind, hindrance) {
    this.#rules.set(kind, hindrance);
  }

  /** Lets everything pass that is sent from now on. */
  clear() {
    this.#rules.clear();
  }

  /** Ends every connection, and lets no other through. */
  break() {
    this.#broken = true;
    this.cut();
  }

  mend() {
    this.#broken = false;
  }

  /** Lets nothing through, but ends nothing: both sides still believe in the connection. */
  hold() {
    this.#held = true;
    for (const line of this.#lines) part(line);
  }

  release() {
    this.#held = false;
    for (const line of this.#lines) join(line);
  }

  close() {
    this.#server.close();
    this.cut();
  }

  #join(browser, localAddress) {
    if (this.#broken) return browser.destroy();
    const server = connect({
      host: LOOPBACK,
      port: Number(this.target.port),
      localAddress,
      noDelay: true,
    });
    const obstacle = new Obstacle(this.#rules, (text) => browser.end(text));
    const line = { browser, server, obstacle };
    this.#lines.add(line);
    for (const socket of [browser, server]) {
      socket.on('error', () => {}); // is followed by 'close'
      socket.on('close', () => {
        this.#lines.delete(line);
        for (const end of [browser, server]) end.destroy();
      });
    }
    obstacle.up.pipe(server);
    obstacle.down.pipe(browser);
    if (!this.#held) join(line);
  }
}

function join({ browser, server, obstacle }) {
  browser.pipe(obstacle.up);
  server.pipe(obstacle.down);
}

function part({ browser, server, obstacle }) {
  browser.unpipe(obstacle.up).pause();
  server.unpipe(obstacle.down).pause();
}
