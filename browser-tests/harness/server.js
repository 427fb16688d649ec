import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ours } from './children.js';

const SCRIPT = fileURLToPath(new URL('../../script/server', import.meta.url));

/** The real server, in a process of its own. */
export class Server {
  #env;
  #script;
  #options;
  /** @type {import('node:child_process').ChildProcess} */
  #child;
  url = new URL('http://localhost');
  /** Its standard output. */
  output = '';
  /** Its log, which is its standard error. */
  log = '';

  /**
   * @param {Record<string, string | undefined>} [env]  settings, as an operator gives them
   * @param {string} [script]  of another checkout
   * @param {string[]} [options]  of the script, besides `--port`
   */
  static async start(env = {}, script = SCRIPT, options = []) {
    const server = new Server(env, script, options);
    await server.#run(0);
    return server;
  }

  constructor(env, script, options) {
    this.#env = { ...surroundings(), ...env };
    this.#script = script;
    this.#options = options;
  }

  get port() {
    return Number(this.url.port);
  }

  get pid() {
    return this.#child.pid;
  }

  /** Waits for its end, and gives the exit status. */
  async ended() {
    const [status] = await once(this.#child, 'exit');
    return status;
  }

  /** Ends it without a word, as a power cut does. */
  kill() {
    return this.#end('SIGKILL');
  }

  stop() {
    return this.#end('SIGTERM');
  }

  /** Comes back where it was. */
  startAgain() {
    return this.#run(this.port);
  }

  async #run(port) {
    const child = spawn(this.#script, ['--port', String(port), ...this.#options], {
      env: this.#env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = ours(child, 'SIGKILL');
    child.stdout.setEncoding('utf8').on('data', (text) => (this.output += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (this.log += text));
    this.url = new URL(await this.#announced(child));
  }

  /** The address that the server prints when it listens. */
  #announced(child) {
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
    const gone = this.ended();
    this.#child.kill(signal);
    await gone;
  }
}

/** The environment without settings: those are for the tests, or for another server. */
export function surroundings() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PARLEY_')));
}
