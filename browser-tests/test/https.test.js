import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { after, afterEach, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { devices } from 'playwright-core';
import { launch, missing } from '../harness/browsers.js';
import { Checkout } from '../harness/checkout.js';
import { waitForMedia } from '../harness/media.js';
import { accepts, freePort, missingNginx } from '../harness/nginx.js';
import { Participant } from '../harness/participant.js';
import { Server } from '../harness/server.js';
import { until } from '../harness/until.js';

const skip = missingNginx() || missing(['chromium']);
const LOGGING = fileURLToPath(new URL('../harness/logging.properties', import.meta.url));

let checkout, port, server;
before(async () => {
  if (skip) return;
  await (await Server.start()).stop(); // builds what has not been built
  checkout = await Checkout.copy({ preserveTimestamps: true }); // at a path with spaces, and with the prepared start
  await rm(`${checkout.folder}/.run/https`, { recursive: true, force: true });
  port = await freePort();
});
afterEach(() => server?.stop());
after(() => checkout?.remove());

async function start(env = {}) {
  server = await Server.start(env, checkout.script, ['--with-https', '--https-port', String(port)]);
  return server;
}

/** The address that the server prints for phones. */
async function addressOf(server) {
  return new URL(await until('an address is printed', () => /^ {2}(https:\S+)$/m.exec(server.output)?.[1]));
}

const hostOf = (address) => address.hostname.replace(/[[\]]/g, '');
const nginxHasStopped = (address) =>
  until('nginx has stopped', async () => !(await accepts(port, hostOf(address))));

test('two phones make a call through the address that the server prints', { skip }, async (t) => {
  await start({ JDK_JAVA_OPTIONS: `"-Djava.util.logging.config.file=${LOGGING}"` });
  const address = await addressOf(server);
  const browser = await launch('chromium');
  t.after(() => browser.close());
  const open = (phone) =>
    Participant.create(browser, phone, address, { ...devices[phone], ignoreHTTPSErrors: true });
  const ann = await open('Pixel 7');
  const ben = await open('iPhone 14');

  await ann.join('standup');
  await ben.open(await ann.page.evaluate(() => location.href));
  await ben.submitName();
  await waitForMedia(ann, ben);
  assert.equal(await ann.page.evaluate(() => globalThis.isSecureContext), true);
  assert.deepEqual([...ann.failures, ...ben.failures], []);
  await until('the server logs the address of the phone, not that of nginx', () =>
    server.log.includes(`${hostOf(address)} joined standup as ${ben.id}`),
  );

  await server.stop();
  await nginxHasStopped(address);
});

async function certificate() {
  const folder = `${checkout.folder}/.run/https`;
  const [name, ...others] = (await readdir(folder)).filter((each) => each.endsWith('.pem'));
  assert.deepEqual(others, []);
  return `${folder}/${name}`;
}

test('the next start has the same certificate, whose key only the owner can read', { skip }, async () => {
  const address = await addressOf(await start());
  await server.stop();
  const file = await certificate();
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  const kept = await readFile(file, 'utf8');
  assert.match(kept, /PRIVATE KEY/);
  const x509 = new X509Certificate(kept);
  assert.ok(x509.checkIP(hostOf(address)), x509.subjectAltName);
  assert.ok(x509.checkHost('localhost'), x509.subjectAltName);

  await nginxHasStopped(address);
  await addressOf(await start());
  assert.equal(await readFile(await certificate(), 'utf8'), kept);
});

test('a server that is killed leaves no nginx behind', { skip }, async () => {
  const address = await addressOf(await start());
  await server.kill();
  await nginxHasStopped(address);
});

test('a port in use, a host in the settings file and a missing nginx end the start with a sentence', { skip }, async (t) => {
  const other = createServer().listen(port);
  t.after(() => other.close());
  await once(other, 'listening');
  await assert.rejects(start(), new RegExp(`Port ${port} is in use: choose another port with --https-port`));
  other.close();
  await once(other, 'close');
  const file = `${checkout.folder}/host.properties`;
  await writeFile(file, 'host=127.0.0.2\n');
  await assert.rejects(start({ PARLEY_CONFIG: file }), /does not read host and trusted-proxies from .*: remove/);
  await assert.rejects(start({ NGINX: '/not/there' }), /needs nginx and openssl: install them/);
});
