import assert from 'node:assert/strict';
import http from 'node:http';
import https from 'node:https';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { defineTests } from '../harness/browser-test.js';
import { waitForMedia } from '../harness/media.js';
import { missingNginx, Nginx } from '../harness/nginx.js';
import { until } from '../harness/until.js';

const LOGGING = fileURLToPath(new URL('../harness/logging.properties', import.meta.url));
const CLIENT = '127.0.0.7';

const callTest = defineTests({
  skip: missingNginx(),
  settings: {
    PARLEY_TRUSTED_PROXIES: '127.0.0.1',
    JDK_JAVA_OPTIONS: `"-Djava.util.logging.config.file=${LOGGING}"`,
  },
});

let nginx;
const start = async (server) => (nginx ??= await Nginx.start(server));
after(() => nginx?.stop());

/** The response to a request, or to an upgrade. */
function responseTo(request) {
  return new Promise((resolve, reject) => {
    request.on('response', (response) => resolve(response.resume()));
    request.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response);
    });
    request.on('error', reject).end();
  });
}

callTest('a call works behind nginx, with TLS, HTTP/2 and WebSockets', async (t) => {
  const { https: url } = await start(t.server);
  const options = { url, ignoreHTTPSErrors: true };
  const [ann, ben] = await t.call({ Ann: options, Ben: options });
  await waitForMedia(ann, ben);
  const protocol = () => performance.getEntriesByType('navigation')[0].nextHopProtocol;
  assert.equal(await ann.page.evaluate(protocol), 'h2');
  assert.equal(await ann.page.evaluate(() => globalThis.isSecureContext), true);
});

callTest('the server logs the address of the client, not that of nginx', async (t) => {
  const { https: url } = await start(t.server);
  const proxy = await t.proxy(url, { from: CLIENT });
  const ann = await t.participant('Ann', { url: proxy.url, ignoreHTTPSErrors: true });
  await ann.join(t.room);
  await until('the join is logged', () => {
    return t.server.log.includes(`${CLIENT} joined ${t.room} as ${ann.id}`);
  });
});

callTest('a page of another origin cannot open a WebSocket', async (t) => {
  const { https: url } = await start(t.server);
  const upgrade = (origin) =>
    https.request(new URL(`/v1/rooms/${t.room}`, url), {
      rejectUnauthorized: false,
      headers: {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        Origin: origin,
        'Sec-WebSocket-Version': 13,
        'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
      },
    });
  assert.equal((await responseTo(upgrade('https://elsewhere.example'))).statusCode, 403);
  assert.equal((await responseTo(upgrade(url.origin))).statusCode, 101);
});

callTest('HTTP is redirected to HTTPS', async (t) => {
  const { http: url } = await start(t.server);
  const response = await responseTo(http.get(new URL('/r/standup?x=1', url)));
  assert.equal(response.statusCode, 301);
  assert.equal(response.headers.location, 'https://localhost/r/standup?x=1');
});
