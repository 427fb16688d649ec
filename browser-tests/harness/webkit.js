import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killAtExit } from './children.js';
import { isExecutable } from './browsers.js';
import { freePort } from './nginx.js';
import { until } from './until.js';

const DRIVER = '/usr/bin/WebKitWebDriver';
const XVFB = '/usr/bin/Xvfb';
const BROWSER = 'webkit2gtk-4.1/MiniBrowser';

/** Where Debian has the browser, such as /usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser. */
function browserPath() {
  const { stdout } = spawnSync('dpkg', ['-L', 'libwebkit2gtk-4.1-0'], { encoding: 'utf8' });
  return (stdout ?? '').split('\n').find((path) => path.endsWith(BROWSER)) ?? BROWSER;
}

/** @returns {string | false} the reason why tests with WebKitGTK cannot run */
export function missingWebKit() {
  const programs = [DRIVER, XVFB, browserPath()];
  const absent = programs.filter((program) => !isExecutable(program));
  return absent.length > 0 && `${absent.join(' and ')} is not installed (Debian: webkit2gtk-driver, xvfb)`;
}

/**
 * WebKitGTK with one page, driven by WebDriver: Playwright drives builds of its own only. Debian builds it without
 * `RTCPeerConnection`.
 */
export class WebKit {
  #children = [];
  #folder;
  #url = '';

  static async launch() {
    const webkit = new WebKit();
    try {
      await webkit.#start();
    } catch (problem) {
      await webkit.close();
      throw problem;
    }
    return webkit;
  }

  async open(url) {
    await this.#request('POST', '/url', { url: String(url) });
  }

  /**
   * Runs a function in the page.
   *
   * @param {(argument: any) => unknown} run
   * @param {unknown} [argument]  JSON
   * @returns {Promise<any>} its result, as JSON
   */
  async evaluate(run, argument) {
    const script = `
      const [argument, done] = arguments;
      (async () => (${run})(argument))().then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const { value, error } = await this.#request('POST', '/execute/async', {
      script,
      args: [argument ?? null],
    });
    if (error) throw new Error(error);
    return value;
  }

  async close() {
    if (this.#url) await this.#request('DELETE', '').catch(() => {});
    for (const child of this.#children.reverse()) child.kill('SIGTERM');
    if (this.#folder) await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #start() {
    this.#folder = await mkdtemp(join(tmpdir(), 'parley-webkit-'));
    const options = ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'];
    const xvfb = this.#spawn(XVFB, options, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    const [display] = await once(xvfb.stdio[3], 'data');
    const port = await freePort(); // the driver does not report one that it has chosen
    const home = { HOME: this.#folder, XDG_RUNTIME_DIR: this.#folder };
    const env = { ...process.env, ...home, DISPLAY: `:${display}`.trim(), LIBGL_ALWAYS_SOFTWARE: '1' };
    this.#spawn(DRIVER, [`--port=${port}`], { env, stdio: 'ignore' });
    const driverUrl = `http://127.0.0.1:${port}`;
    await until('the driver listens', () => fetch(`${driverUrl}/status`).catch(() => false));
    this.#url = `${driverUrl}/session`;
    const browser = {
      binary: browserPath(),
      args: ['--automation'],
    };
    const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': browser } };
    const { sessionId } = await this.#request('POST', '', { capabilities });
    this.#url += `/${sessionId}`;
    await this.#request('POST', '/timeouts', { script: 60_000 });
  }

  #spawn(...command) {
    const child = killAtExit(spawn(...command), 'SIGKILL');
    this.#children.push(child);
    return child;
  }

  async #request(method, path, body) {
    const response = await fetch(this.#url + path, { method, body: body && JSON.stringify(body) });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  }
}
