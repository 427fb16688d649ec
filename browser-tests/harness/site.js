import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';

const FIXTURES = new URL('../fixtures/', import.meta.url);
const TYPES = { '.html': 'text/html', '.js': 'text/javascript' };

/** A site of somebody else's: a folder of fixtures, served from an origin of its own. */
export class Site {
  #folder;
  #server = createServer((request, response) => void this.#serve(request, response));

  /** @param {string} folder  of browser-tests/fixtures */
  static async of(folder) {
    const site = new Site(new URL(`${folder}/`, FIXTURES));
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
