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
  /** @type {import('node:child_process').ChildProcess} */
  #child;
  url = new URL('http://localhost');
  /** What it has written to its log. */
  log = '';

  /**
   * @param {Record<string, string | undefined>} [env]  settings, as an operator gives them
   * @param {string} [script]  of another checkout
   */
  static async start(env = {}, script = SCRIPT) {
    const server = new Server(env, script);
    await server.#run(0);
    return server;
  }

  constructor(env, script) {
    this.#env = { ...surroundings(), ...env };
    this.#script = script;
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
    const stdio = ['ignore', 'pipe', 'pipe'];
    const child = ours(spawn(this.#script, ['--port', String(port)], { env: this.#env, stdio }), 'SIGKILL');
    this.#child = child;
    child.stderr.setEncoding('utf8').on('data', (text) => (this.log += text));
    this.url = new URL(await this.#announced(child));
  }

  async #announced(child) {
    for await (const line of createInterface({ input: child.stdout })) {
      const url = /^Parley is at (\S+)/.exec(line)?.[1];
      if (url) return url;
    }
    throw new Error(`The server did not start:\n${this.log}`);
  }

  async #end(signal) {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = this.ended();
    this.#child.kill(signal);
    await gone;
  }
}

/** The environment without settings: those are for the tests, or for another server. */
function surroundings() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PARLEY_')));
}
