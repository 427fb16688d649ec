import assert from 'node:assert/strict';
import http from 'node:http';
import https from 'node:https';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { areInTouch } from '../harness/media.js';
import { Nginx, withoutNginx } from '../harness/nginx.js';
import { stage } from '../harness/stage.js';
import { until } from '../harness/until.js';

const LOGS_EVERYTHING = fileURLToPath(new URL('../harness/logging.properties', import.meta.url));
const CLIENT = '127.0.0.7';

const scene = stage({
  skip: withoutNginx(),
  settings: {
    PARLEY_TRUSTED_PROXIES: '127.0.0.1',
    JDK_JAVA_OPTIONS: `"-Djava.util.logging.config.file=${LOGS_EVERYTHING}"`,
  },
});

let nginx;
const standing = async (server) => (nginx ??= await Nginx.before(server));
after(() => nginx?.stop());

/** The first that a server says to a request, be it to speak on as a WebSocket. */
function answer(request) {
  return new Promise((resolve, reject) => {
    request.on('response', (response) => resolve(response.resume()));
    request.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response);
    });
    request.on('error', reject).end();
  });
}

scene('a call goes through nginx: TLS, HTTP/2 and WebSockets', async (cast) => {
  const { https: url } = await standing(cast.server);
  const ann = await cast.person('Ann', { url, ignoreHTTPSErrors: true });
  const ben = await cast.person('Ben', { url, ignoreHTTPSErrors: true });
  for (const person of [ann, ben]) await person.joins(cast.room);
  await ann.isWith(ben);
  await areInTouch(ann, ben);
  const protocol = () => performance.getEntriesByType('navigation')[0].nextHopProtocol;
  assert.equal(await ann.page.evaluate(protocol), 'h2');
  assert.equal(await ann.page.evaluate(() => globalThis.isSecureContext), true);
});

scene('the server sees the address of the client, not that of nginx', async (cast) => {
  const { https: url } = await standing(cast.server);
  const line = await cast.proxy(url, { from: CLIENT });
  const ann = await cast.person('Ann', { url: line.url, ignoreHTTPSErrors: true });
  await ann.joins(cast.room);
  await until('the server tells of the client', () => {
    return cast.server.log.includes(`${CLIENT} joined ${cast.room} as ${ann.id}`);
  });
});

scene('a page of another site gets no WebSocket', async (cast) => {
  const { https: url } = await standing(cast.server);
  const upgradeOf = (origin) =>
    https.request(new URL(`/v1/rooms/${cast.room}`, url), {
      rejectUnauthorized: false,
      headers: {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        Origin: origin,
        'Sec-WebSocket-Version': 13,
        'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
      },
    });
  assert.equal((await answer(upgradeOf('https://elsewhere.example'))).statusCode, 403);
  assert.equal((await answer(upgradeOf(url.origin))).statusCode, 101);
});

scene('plain HTTP leads to HTTPS', async (cast) => {
  const { http: url } = await standing(cast.server);
  const response = await answer(http.get(new URL('/r/standup?x=1', url)));
  assert.equal(response.statusCode, 301);
  assert.equal(response.headers.location, 'https://localhost/r/standup?x=1');
});
