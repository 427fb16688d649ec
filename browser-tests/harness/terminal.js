import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { until } from './until.js';

const running = new Set();
process.once('exit', () => running.forEach((terminal) => terminal.interrupt('SIGKILL')));

/** Shell commands, as a person types them into a terminal of their own. */
export class Terminal {
  /** Everything that the commands have printed. */
  output = '';
  #shell;
  #closed;

  /**
   * @param {string} commands
   * @param {{ cwd: string, env: Record<string, string | undefined> }} options
   */
  constructor(commands, options) {
    // A process group of its own, like that of a terminal, so that all of it can be interrupted.
    this.#shell = spawn('bash', ['-e', '-c', commands], { ...options, detached: true });
    for (const stream of [this.#shell.stdout, this.#shell.stderr])
      stream.setEncoding('utf8').on('data', (text) => (this.output += text));
    running.add(this);
    this.#closed = once(this.#shell, 'close').then(() => running.delete(this));
  }

  /** Waits until the output matches, and gives what the first group of the pattern has found. */
  prints(pattern) {
    return until(`${pattern} is printed`, () => {
      const found = pattern.exec(this.output);
      if (!found && this.#shell.exitCode !== null)
        throw new Error(`${pattern} was not printed:\n${this.output}`);
      return found && found[1];
    });
  }

  /** Sends what Ctrl-C sends, to all processes. */
  interrupt(signal = 'SIGINT') {
    if (running.has(this)) process.kill(-this.#shell.pid, signal);
  }

  async close() {
    this.interrupt();
    await this.#closed;
  }
}
