import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { defineTests } from '../harness/browser-test.js';
import { launch as launchBrowser } from '../harness/browsers.js';
import { Participant } from '../harness/participant.js';
import { Server } from '../harness/server.js';
import { until } from '../harness/until.js';
import { WebKit, missingWebKit } from '../harness/webkit.js';

// Debian's WebKitGTK has no RTCPeerConnection: these tests cover the signaling, and the page without calls.
const webkitTest = defineTests({ skip: missingWebKit() });

/** @type {Promise<WebKit> | undefined} */
let launching;
const launch = () => (launching ??= WebKit.launch());
after(async () => (await launching)?.close());

/** Runs in the page: joins, records all messages, and answers questions. */
async function joinRoom({ room, name, transports }) {
  const { SignalingClient } = await import(new URL('/parley.js', location.href).href);
  const client = new SignalingClient({ url: new URL(`/v1/rooms/${room}`, location.href), name, transports });
  globalThis.client = client;
  globalThis.received = [];
  globalThis.departures = [];
  client.addEventListener('message', ({ detail }) => {
    if (detail.ask) client.reply(detail, { answer: detail.data.question.length });
    else globalThis.received.push(detail.data);
  });
  client.addEventListener('peer-left', ({ detail }) => globalThis.departures.push(detail.reason));
  await client.join();
}

/** Runs in the page. */
async function ask(question) {
  const [id] = globalThis.client.peers.keys();
  const { data } = await globalThis.client.ask({ question }, { to: id });
  return data.answer;
}

for (const transport of ['websocket', 'events', 'polling'])
  webkitTest(`WebKitGTK joins, sends, asks, resumes and leaves: ${transport}`, async (t) => {
    const webkit = await launch();
    const proxy = await t.proxy();
    const { page: chromium } = await t.participant('Ann');
    await chromium.goto(new URL('/docs/', t.server.url).href);
    await chromium.evaluate(joinRoom, { room: t.room, name: 'Ann' });
    await webkit.open(new URL('/docs/', proxy.url));
    await webkit.evaluate(joinRoom, { room: t.room, name: 'Kit', transports: [transport] });
    assert.equal(await webkit.evaluate(() => globalThis.client.transport), transport);
    const seat = await webkit.evaluate(() => globalThis.client.self.seat);

    const sent = [];
    const exchange = async () => {
      sent.push(sent.length + 1);
      for (const page of [chromium, webkit])
        await page.evaluate((n) => void globalThis.client.message(n), sent.length);
    };
    const waitUntilReceived = async () => {
      for (const page of [chromium, webkit])
        await until('the last message arrives', async () => {
          return (await page.evaluate(() => globalThis.received)).includes(sent.length);
        });
    };
    await exchange();
    await waitUntilReceived();
    for (const page of [chromium, webkit]) assert.equal(await page.evaluate(ask, 'How long?'), 9);

    proxy.goDown();
    await until('the connection is lost', () =>
      webkit.evaluate(() => globalThis.client.state === 'reconnecting'),
    );
    await exchange();
    await exchange();
    proxy.comeUp();
    await webkit.evaluate(() => globalThis.client.retry());
    await waitUntilReceived();
    for (const page of [chromium, webkit])
      assert.deepEqual(await page.evaluate(() => globalThis.received), sent, 'once and in order');
    assert.equal(await webkit.evaluate(() => globalThis.client.self.seat), seat);
    assert.equal(await webkit.evaluate(() => globalThis.client.transport), transport);

    await webkit.evaluate(() => globalThis.client.leave());
    await until('Kit has left', async () => {
      return (await chromium.evaluate(() => globalThis.departures)).join() === 'left';
    });
  });

/** The page of the server, with a script that records uncaught errors from the start. */
async function pageWithRecorder() {
  const folder = await mkdtemp(join(tmpdir(), 'parley-page-'));
  const page = await readFile(new URL('../../web-client/index.html', import.meta.url), 'utf8');
  const recorder = `<script>
    globalThis.errors = [];
    addEventListener('error', ({ message }) => errors.push(message));
    addEventListener('unhandledrejection', ({ reason }) => errors.push(String(reason)));
  </script>`;
  await writeFile(join(folder, 'index.html'), page.replace('<head>', `<head>${recorder}`));
  return folder;
}

/** Runs in the page. */
function texts(selector) {
  return [...document.querySelectorAll(selector)].map(({ textContent }) => textContent);
}

test(
  'the call page offers only the chat in WebKitGTK',
  { skip: missingWebKit(), timeout: 300_000 },
  async (t) => {
    const folder = await pageWithRecorder();
    t.after(() => rm(folder, { recursive: true }));
    const server = await Server.start({}, undefined, ['--web', folder]);
    t.after(() => server.stop());
    const browser = await launchBrowser('chromium');
    t.after(() => browser.close());
    const ann = await Participant.create(browser, 'Ann', server.url);
    await ann.join('room');
    const webkit = await launch();
    await webkit.open(new URL('/r/room', server.url));
    await until('the notice is there', async () => (await webkit.evaluate(texts, '.notice-text')).length > 0);
    assert.deepEqual(await webkit.evaluate(texts, '.notice-text'), [
      'Use another browser to talk: this one can only chat, because WebRTC is missing or turned off.',
    ]);
    await webkit.evaluate(() => {
      document.getElementById('name').value = 'Kit';
      document.getElementById('join').click();
    });
    await until('Kit has joined', () => webkit.evaluate(() => document.body.dataset.view === 'call'));
    assert.deepEqual(
      await webkit.evaluate(() =>
        [...document.querySelectorAll('.controls .tool')]
          .filter((each) => each.checkVisibility())
          .map(({ id }) => id),
      ),
      ['chat-open', 'leave'],
    );
    const expected = 'Ann and you can only chat: WebRTC is missing in one of your browsers.';
    await until('the tile of Ann says so', async () =>
      (await webkit.evaluate(texts, '.tile-status')).includes(expected),
    );
    await ann.find('tile-status').getByText('Kit and you can only chat').waitFor();
    await ann.sendChat('Hello');
    await until('the chat message arrives', async () =>
      (await webkit.evaluate(texts, '.chat-text')).includes('Hello'),
    );
    await webkit.evaluate(() => document.getElementById('leave').click());
    await until('Kit has left', async () => (await ann.find('tile').count()) === 1);
    assert.deepEqual(await webkit.evaluate(() => globalThis.errors), []);
    assert.deepEqual(ann.failures, []);
  },
);
