import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const FIXTURES = new URL('../fixtures/', import.meta.url);
const TYPES = { '.html': 'text/html', '.js': 'text/javascript' };

/** A web site of another origin, which serves the files of a folder. */
export class StaticSite {
  #folder;
  #isTemporary = false;
  #server = createServer((request, response) => void this.#serve(request, response));

  /** Serves the files of an archive in browser-tests/fixtures. @param {string} archive  name of a file, without `.tar.gz` */
  static async start(archive) {
    const folder = await mkdtemp(join(tmpdir(), `${archive}-`));
    const file = fileURLToPath(new URL(`${archive}.tar.gz`, FIXTURES));
    await promisify(execFile)('tar', ['-xzf', file, '-C', folder]);
    const site = await StaticSite.serve(folder);
    site.#isTemporary = true;
    return site;
  }

  /** @param {string} folder */
  static async serve(folder) {
    const site = new StaticSite(pathToFileURL(`${folder}/`));
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

  /** The same site, which is another origin for a browser. */
  get otherOrigin() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  async close() {
    this.#server.close();
    this.#server.closeAllConnections();
    if (this.#isTemporary) await rm(this.#folder, { recursive: true });
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
