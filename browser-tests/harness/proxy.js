import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { TrafficFilter } from './traffic-filter.js';

/** @import { Interference, RequestKind } from './traffic-filter.js' */

const LOOPBACK = '127.0.0.1';

/** A TCP proxy between a browser and a server, which simulates failures of networks. */
export class Proxy {
  #connections = new Set();
  #isDown = false;
  #isPaused = false;
  /** @type {Map<RequestKind, Interference>} */
  #rules = new Map();
  #server;

  /**
   * @param {URL} url  of the server
   * @param {{ from?: string }} [options]  the loopback address to connect from
   */
  static async start(url, { from } = {}) {
    const proxy = new Proxy(url, from);
    await once(proxy.#server, 'listening');
    return proxy;
  }

  constructor(url, from) {
    this.target = url;
    this.#server = createServer({ noDelay: true }, (browser) => this.#accept(browser, from));
    this.#server.listen(0, LOOPBACK);
  }

  /** The URL of the server by way of this proxy. */
  get url() {
    const url = new URL(this.target);
    url.port = String(this.#server.address().port);
    return url;
  }

  /** Closes all connections; new ones are accepted. */
  dropConnections() {
    for (const { browser, server } of this.#connections)
      [browser, server].forEach((socket) => socket.destroy());
  }

  /** Interferes with requests of a kind from now on. @param {RequestKind} kind @param {Interference} interference */
  interfere(kind, interference) {
    this.#rules.set(kind, interference);
  }

  /** Ends all interferences, for new requests. */
  stopInterfering() {
    this.#rules.clear();
  }

  /** Closes all connections, and refuses new ones. */
  goDown() {
    this.#isDown = true;
    this.dropConnections();
  }

  comeUp() {
    this.#isDown = false;
  }

  /** Delivers nothing, but keeps connections open, as after a change of the network. */
  pause() {
    this.#isPaused = true;
    for (const connection of this.#connections) unpipe(connection);
  }

  resume() {
    this.#isPaused = false;
    for (const connection of this.#connections) pipe(connection);
  }

  close() {
    this.#server.close();
    this.dropConnections();
  }

  #accept(browser, localAddress) {
    if (this.#isDown) return browser.destroy();
    const server = connect({
      host: LOOPBACK,
      port: Number(this.target.port),
      localAddress,
      noDelay: true,
    });
    const filter = new TrafficFilter(this.#rules, (text) => browser.end(text));
    const connection = { browser, server, filter };
    this.#connections.add(connection);
    for (const socket of [browser, server]) {
      socket.on('error', () => {}); // 'close' follows
      socket.on('close', () => {
        this.#connections.delete(connection);
        for (const end of [browser, server]) end.destroy();
      });
    }
    filter.up.pipe(server);
    filter.down.pipe(browser);
    if (!this.#isPaused) pipe(connection);
  }
}

function pipe({ browser, server, filter }) {
  browser.pipe(filter.up);
  server.pipe(filter.down);
}

function unpipe({ browser, server, filter }) {
  browser.unpipe(filter.up).pause();
  server.unpipe(filter.down).pause();
}
