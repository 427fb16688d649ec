import { once } from 'node:events';
import { connect, createServer } from 'node:net';

const LOOPBACK = '127.0.0.1';

/** The way from a browser to the server, where a test can do to it what networks do. */
export class Proxy {
  #lines = new Set();
  #broken = false;
  #held = false;
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
    for (const line of this.#lines) line.forEach((socket) => socket.destroy());
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
    const server = connect({ host: LOOPBACK, port: Number(this.target.port), localAddress, noDelay: true });
    const line = [browser, server];
    this.#lines.add(line);
    for (const socket of line) {
      socket.on('error', () => {}); // is followed by 'close'
      socket.on('close', () => {
        this.#lines.delete(line);
        line.forEach((end) => end.destroy());
      });
    }
    if (!this.#held) join(line);
  }
}

function join([browser, server]) {
  browser.pipe(server).pipe(browser);
}

function part([browser, server]) {
  browser.unpipe(server).pause();
  server.unpipe(browser).pause();
}
