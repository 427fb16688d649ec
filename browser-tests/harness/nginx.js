import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isExecutable } from './browsers.js';
import { until } from './until.js';

const NGINX = '/usr/sbin/nginx';
const OPENSSL = '/usr/bin/openssl';
const DEPLOYED = new URL('../../deploy/nginx.conf', import.meta.url);

/** What stands around the operator's file in /etc/nginx/nginx.conf, all in a folder of its own. */
const AROUND = `
  daemon off;
  pid nginx.pid;
  error_log stderr warn;
  events {}
  http {
    access_log off;
    client_body_temp_path body; proxy_temp_path proxy;
    fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
    include parley.conf;
  }`;

/** @returns {string | false} why there can be no nginx */
export function withoutNginx() {
  const absent = [NGINX, OPENSSL].filter((program) => !isExecutable(program));
  return absent.length > 0 && `${absent.join(' and ')} is not installed`;
}

/** The real nginx, with the file that operators deploy, before a server. */
export class Nginx {
  log = '';
  #child;

  static async before(server) {
    const nginx = new Nginx();
    nginx.folder = await mkdtemp(join(tmpdir(), 'parley-nginx-'));
    nginx.http = new URL(`http://localhost:${await freePort()}/`);
    nginx.https = new URL(`https://localhost:${await freePort()}/`);
    await nginx.#configure(server);
    await nginx.#run();
    return nginx;
  }

  async #configure(server) {
    execFileSync(OPENSSL, CERTIFICATE, { cwd: this.folder, stdio: 'pipe' });
    const conf = replaceAll(await readFile(DEPLOYED, 'utf8'), {
      'listen [::]:80;': '', // not everywhere where tests run is there IPv6
      'listen [::]:443 ssl http2;': '',
      'listen 80;': `listen 127.0.0.1:${this.http.port};`,
      'listen 443 ': `listen 127.0.0.1:${this.https.port} `,
      '/etc/letsencrypt/live/parley.example.org/': '',
      'parley.example.org': 'localhost',
      '127.0.0.1:8080': `127.0.0.1:${server.port}`,
    });
    await writeFile(join(this.folder, 'parley.conf'), conf);
    await writeFile(join(this.folder, 'nginx.conf'), AROUND);
  }

  async #run() {
    this.#child = spawn(NGINX, ['-p', this.folder, '-c', 'nginx.conf', '-e', 'stderr'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    process.once('exit', () => this.#child.kill());
    this.#child.stderr.setEncoding('utf8').on('data', (text) => (this.log += text));
    await until('nginx listens', () => {
      if (this.#child.exitCode !== null) throw new Error(`nginx did not start:\n${this.log}`);
      return accepts(this.https.port);
    });
  }

  async stop() {
    const gone = once(this.#child, 'exit');
    this.#child.kill();
    await gone;
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

/** Replaces what must be there. */
function replaceAll(text, replacements) {
  return Object.entries(replacements).reduce((before, [wanted, replacement]) => {
    if (!before.includes(wanted)) throw new Error(`deploy/nginx.conf has no ${wanted} any more`);
    return before.replaceAll(wanted, replacement);
  }, text);
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

function accepts(port) {
  return new Promise((tell) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => tell(true)).once('error', () => tell(false));
    socket.once('connect', () => socket.destroy());
  });
}
