import { execFile, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { isExecutable } from './browsers.js';
import { killAtExit } from './children.js';
import { accepts } from './nginx.js';
import { until } from './until.js';

const TURNSERVER = '/usr/bin/turnserver';
const CONFIGURATION = fileURLToPath(new URL('../../deploy/coturn.conf', import.meta.url));

/** The address of the private network, which is one for documentation: coturn denies private ones. */
export const ADDRESS = '203.0.113.1';

/** @returns {string | false} the reason why coturn cannot run */
export function missingCoturn() {
  const addresses = Object.values(networkInterfaces()).flat();
  if (!addresses.some(({ address }) => address === ADDRESS)) return 'there is no private network';
  return !isExecutable(TURNSERVER) && `${TURNSERVER} is not installed`;
}

/** coturn with the configuration in deploy/. */
export class Coturn {
  log = '';
  #child;
  #folder;

  /** @param {number} port  for UDP and TCP @param {string} secret @param {string[]} [options]  that override the file */
  static async start(port, secret, options = []) {
    const coturn = new Coturn();
    coturn.port = port;
    coturn.#folder = await mkdtemp(join(tmpdir(), 'parley-coturn-'));
    await coturn.#run([
      ...['-c', CONFIGURATION, `--static-auth-secret=${secret}`, `--listening-port=${port}`],
      ...[`--listening-ip=${ADDRESS}`, `--relay-ip=${ADDRESS}`, '--no-tls', '--no-dtls', '--verbose'],
      ...[`--userdb=${coturn.#folder}/db`, `--pidfile=${coturn.#folder}/pid`, ...options],
    ]);
    return coturn;
  }

  async #run(options) {
    const child = spawn(TURNSERVER, options, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = killAtExit(child, 'SIGKILL');
    for (const output of [child.stdout, child.stderr])
      output.setEncoding('utf8').on('data', (text) => (this.log += text));
    await until('coturn listens', () => {
      if (child.exitCode !== null) throw new Error(`coturn did not start:\n${this.log}`);
      return accepts(this.port, ADDRESS);
    });
  }

  async stop() {
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
    await rm(this.#folder, { recursive: true });
  }
}

/**
 * Lets a client of coturn relay to an address. Both come back from a peer that repeats them, if it is allowed.
 *
 * @param {number} port  of coturn
 * @param {string} secret
 * @param {string} peer
 * @returns {Promise<string>} the output of the client
 */
export async function relayTo(port, secret, peer) {
  const options = ['-p', port, '-u', 'test', '-W', secret, '-e', peer, '-n', '1', '-c', ...family(peer)];
  // It repeats a request that is denied for as long as it runs.
  const { stdout } = await promisify(execFile)('/usr/bin/turnutils_uclient', [...options, ADDRESS], {
    timeout: 5000,
  }).catch((error) => error);
  return stdout;
}

/** The family of the relayed address. */
function family(peer) {
  return peer.includes(':') ? ['-x'] : [];
}

/** A server that returns packets, at the port to which the client of coturn sends them. */
export function startEcho() {
  return killAtExit(spawn('/usr/bin/turnutils_peer', ['-p', '3480'], { stdio: 'ignore' }), 'SIGKILL');
}

/** The password that belongs to a user name by coturn's scheme. */
export function passwordOf(username, secret) {
  return createHmac('sha1', secret).update(username).digest('base64');
}
