import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';

const FIXTURES = new URL('../fixtures/', import.meta.url);
const TYPES = { '.html': 'text/html', '.js': 'text/javascript' };

/** A web site of another origin, which serves a folder of fixtures. */
export class StaticSite {
  #folder;
  #server = createServer((request, response) => void this.#serve(request, response));

  /** @param {string} folder  of browser-tests/fixtures */
  static async start(folder) {
    const site = new StaticSite(new URL(`${folder}/`, FIXTURES));
    site.#server.listen(0, '127.0.0.1');
    await once(site.#server, 'listening');
    return site;
  }

  constructor(folder) {
    this.#folder = folder;
  }

  get origin() {
    return `http://localhost:${this.#server.address().port}`;
  }

  close() {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #serve({ url }, response) {
    const { pathname } = new URL(url, this.origin);
    const path = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
    try {
      const body = await readFile(new URL(`.${path}`, this.#folder));
      response.setHeader('Content-Type', TYPES[extname(path)]).end(body);
    } catch {
      response.writeHead(404).end();
    }
  }
}
