import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { isExecutable } from './browsers.js';
import { killAtExit } from './children.js';
import { until } from './until.js';

/** @import { Server } from './server.js' */

const NGINX = '/usr/sbin/nginx';
const OPENSSL = '/usr/bin/openssl';
/** Programs that deploy/hand-over calls. */
const TOOLS = ['/usr/bin/curl', '/usr/bin/pgrep'];
const DEPLOYED = new URL('../../deploy/', import.meta.url);
const HAND_OVER = fileURLToPath(new URL('hand-over', DEPLOYED));

/** The main configuration, which includes the deployed files. All paths are in a folder of its own. */
const MAIN = `
  daemon off;
  worker_processes 2;
  pid nginx.pid;
  error_log stderr warn;
  events {}
  http {
    access_log off;
    client_body_temp_path body; proxy_temp_path proxy;
    fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
    include parley.conf;
    include parley-servers.conf;
  }`;

/** @returns {string | false} the reason why nginx cannot run */
export function missingNginx() {
  const absent = [NGINX, OPENSSL, ...TOOLS].filter((program) => !isExecutable(program));
  return absent.length > 0 && `${absent.join(' and ')} is not installed`;
}

/** nginx with the configuration in deploy/, before one or several servers. */
export class Nginx {
  log = '';
  #child;

  /**
   * @param {Server | Server[]} servers
   * @param {Record<string, string>} [changes]  replacements in the deployed configuration
   */
  static async start(servers, changes = {}) {
    const nginx = new Nginx();
    nginx.folder = await mkdtemp(join(tmpdir(), 'parley-nginx-'));
    nginx.http = new URL(`http://localhost:${await freePort()}/`);
    nginx.https = new URL(`https://localhost:${await freePort()}/`);
    await nginx.#configure([servers].flat(), changes);
    await nginx.#run();
    return nginx;
  }

  /** The command line, without a signal. */
  get #command() {
    return [NGINX, '-p', this.folder, '-c', 'nginx.conf', '-e', 'stderr'];
  }

  /** The address of a server in the list of servers. */
  static #address({ port }) {
    return `127.0.0.1:${port}`;
  }

  /** Replaces an old server by a new one. Returns the exit status of the old one. */
  async handOver(old, next) {
    const exited = old.exitStatus();
    await this.runHandOver([...[old, next].map(Nginx.#address), 'kill', String(old.pid)]);
    return exited;
  }

  /**
   * Runs deploy/hand-over.
   *
   * @param {string[]} args
   * @param {Record<string, string>} [env]
   */
  async runHandOver(args, env = {}) {
    const { stdout } = await promisify(execFile)(HAND_OVER, args, {
      env: {
        ...process.env,
        SERVERS: this.list,
        NGINX: this.#command.join(' '),
        NGINX_PID: join(this.folder, 'nginx.pid'),
        ...env,
      },
    });
    return stdout;
  }

  /** The file with the list of servers. */
  get list() {
    return join(this.folder, 'parley-servers.conf');
  }

  /** The access log so far, a line for each request. */
  accessLog() {
    return readFile(join(this.folder, 'access.log'), 'utf8');
  }

  async #configure(servers, changes) {
    execFileSync(OPENSSL, CERTIFICATE, { cwd: this.folder, stdio: 'pipe' });
    await this.#write('parley.conf', await deployed('nginx.conf'), {
      'listen [::]:80;': '', // not all test machines have IPv6
      'listen [::]:443 ssl http2;': '',
      '/var/log/nginx/access.log': 'access.log',
      '/var/log/nginx/error.log crit': 'stderr crit',
      '/var/www/html': 'challenges',
      'listen 80;': `listen 127.0.0.1:${this.http.port};`,
      'listen 443 ': `listen 127.0.0.1:${this.https.port} `,
      '/etc/letsencrypt/live/parley.example.org/': '',
      'parley.example.org': 'localhost',
      ...changes,
    });
    const lines = servers.map((server) => `server ${Nginx.#address(server)} max_fails=0;`);
    await this.#write('parley-servers.conf', await deployed('nginx-servers.conf'), {
      'server 127.0.0.1:8080 max_fails=0;': lines.join('\n'),
    });
    await this.#write('nginx.conf', MAIN);
  }

  #write(name, text, replacements = {}) {
    return writeFile(join(this.folder, name), replaceAll(text, replacements));
  }

  async #run() {
    const [program, ...options] = this.#command;
    const child = spawn(program, options, { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#child = killAtExit(child, 'SIGTERM'); // it ends its workers as well
    this.#child.stderr.setEncoding('utf8').on('data', (text) => (this.log += text));
    await until('nginx listens', () => {
      if (this.#child.exitCode !== null) throw new Error(`nginx did not start:\n${this.log}`);
      return accepts(this.https.port);
    });
  }

  async stop() {
    const exited = once(this.#child, 'exit');
    this.#child.kill();
    await exited;
    await rm(this.folder, { recursive: true });
  }
}

const CERTIFICATE = [
  ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'],
  ...[
    '-subj',
    '/CN=localhost',
    '-addext',
    'subjectAltName=DNS:localhost',
    '-keyout',
    'privkey.pem',
    '-out',
    'fullchain.pem',
  ],
];

function deployed(name) {
  return readFile(new URL(name, DEPLOYED), 'utf8');
}

/** Replaces texts, each of which must be there. */
function replaceAll(text, replacements) {
  return Object.entries(replacements).reduce((before, [wanted, replacement]) => {
    if (!before.includes(wanted)) throw new Error(`The deployed configuration lacks ${wanted}`);
    return before.replaceAll(wanted, replacement);
  }, text);
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

export function accepts(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
