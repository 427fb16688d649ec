import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { killAtExit } from './children.js';

const SCRIPT = fileURLToPath(new URL('../../script/server', import.meta.url));

/** The server, in a process of its own. */
export class Server {
  #env;
  #script;
  #options;
  /** @type {import('node:child_process').ChildProcess} */
  #child;
  url = new URL('http://localhost');
  /** Its standard output so far. */
  output = '';
  /** Its log so far, which is its standard error. */
  log = '';

  /**
   * @param {Record<string, string | undefined>} [env]  settings and other variables
   * @param {string} [script]  the start script, of another checkout
   * @param {string[]} [options]  of the script, besides `--port`
   */
  static async start(env = {}, script = SCRIPT, options = []) {
    const server = new Server(env, script, options);
    await server.#run(0);
    return server;
  }

  constructor(env, script, options) {
    this.#env = { ...environment(), ...env };
    this.#script = script;
    this.#options = options;
  }

  get port() {
    return Number(this.url.port);
  }

  get pid() {
    return this.#child.pid;
  }

  /** Waits for its end, and returns the exit status. */
  async exitStatus() {
    const [status] = await once(this.#child, 'exit');
    return status;
  }

  /** Ends it at once, as a power failure does. */
  kill() {
    return this.#end('SIGKILL');
  }

  stop() {
    return this.#end('SIGTERM');
  }

  /** Starts it again on the same port. */
  restart() {
    return this.#run(this.port);
  }

  async #run(port) {
    const child = spawn(this.#script, ['--port', String(port), ...this.#options], {
      env: this.#env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = killAtExit(child, 'SIGKILL');
    child.stdout.setEncoding('utf8').on('data', (text) => (this.output += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (this.log += text));
    this.url = new URL(await this.#urlFrom(child));
  }

  /** The address that the server prints when it listens. */
  #urlFrom(child) {
    const lines = createInterface({ input: child.stdout });
    return new Promise((resolve, reject) => {
      lines.on('line', (line) => {
        const url = /^Parley is at (\S+)/.exec(line)?.[1];
        if (url) resolve(url);
      });
      lines.once('close', () => reject(new Error(`The server did not start:\n${this.log}`)));
    });
  }

  async #end(signal) {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = this.exitStatus();
    this.#child.kill(signal);
    await exited;
  }
}

/** The environment of this process without settings, which may be for another server. */
export function environment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PARLEY_')));
}
