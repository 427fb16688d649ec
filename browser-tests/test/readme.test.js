import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { launch, missing } from '../harness/browsers.js';
import { recordPeerConnections } from '../harness/peer-connections.js';
import { Markdown, ROOT } from '../harness/markdown.js';
import { mediaStats } from '../harness/media.js';
import { accepts, missingNginx } from '../harness/nginx.js';
import { Participant } from '../harness/participant.js';
import { Repository } from '../harness/repository.js';
import { environment, Server } from '../harness/server.js';
import { Terminal } from '../harness/terminal.js';
import { until } from '../harness/until.js';

const README = new Markdown('README.md');

/** The ports that the README names. They are free in the private network that script/test makes. */
const PORTS = [8080, 8443, 3000];

/** The tests of each item that the README says is there, by how the item begins. */
const TESTS = {
  '**Signaling**': ['protocol/scenarios/negotiation.scenario', 'protocol/scenarios/ask.scenario'],
  '**Rooms**': [
    'protocol/scenarios/update.scenario',
    'protocol/scenarios/state.scenario',
    'protocol/scenarios/history.scenario',
  ],
  '**Sessions that outlive connections**': [
    'protocol/scenarios/resume.scenario',
    'protocol/scenarios/exactly-once-after-reconnect.scenario',
  ],
  '**WebSocket, Server-Sent Events and polling**': ['browser-tests/test/transports.test.js'],
  '**A page for calls**': ['browser-tests/test/mesh.test.js', 'browser-tests/test/chat-history.test.js'],
  '**TURN**': ['browser-tests/test/turn.test.js'],
  '**Restarts and [deploys]': [
    'browser-tests/test/server-restart.test.js',
    'browser-tests/test/rolling-deploy.test.js',
    'browser-tests/test/nginx-http.test.js',
  ],
  '**Limits**': [
    'signaling-server/src/test/java/dev/parley/server/limits/AddressLimitsTest.java',
    'browser-tests/test/nginx.test.js',
  ],
  '**A protocol that machines can read**': [
    'tools/schema/src/test/java/dev/parley/schema/ProtocolSchemasTest.java',
    'browser-tests/test/docs.test.js',
    'signaling-server/src/test/java/dev/parley/server/ScenarioTest.java',
  ],
  '**A core without I/O**': [
    'signaling-server/src/test/java/dev/parley/server/embedding/EmbeddingDocsTest.java',
  ],
};

/** Checks of each item that the README says is not there: by what a server answers to joins, or refuses to start with. */
const CHECKS = {
  '**Authentication**': ({ joined }) => assert.equal(joined.self.role, 'member'),
  '**Rooms that outlive their server**': ({ afterRestart }) => assert.equal(afterRestart.resumed, false),
  '**A media server**': ({ joined }) => assert.equal(joined.topology, 'mesh'),
};

const answers = {};
const executed = new Set();
const terminals = [];
let repository, folder, busy;

before(async () => {
  for (const port of PORTS) if (await accepts(port)) busy = `port ${port} is in use`;
  await (await Server.start()).stop(); // builds what has not been built
  repository = await Repository.ofThisCheckout();
  folder = await mkdtemp(join(tmpdir(), 'a new folder '));
});
afterEach(() => Promise.all(terminals.splice(0).map((terminal) => terminal.close())));
after(async () => {
  await repository?.remove();
  await rm(folder, { recursive: true });
});

/** Does what the README says below a heading. What is skipped counts as executed. */
function section(heading, lack, act) {
  test(`README: ${heading}`, { timeout: 180_000 }, async (t) => {
    const part = README.section(heading);
    if (lack || busy) {
      for (const each of [...part.blocks.map(({ code }) => code), ...part.urls]) executed.add(each);
      return t.skip(lack || busy);
    }
    await act(part, t);
  });
}

/** Runs a block of commands in a terminal. */
function run({ language, code }, place) {
  assert.equal(language, 'sh');
  executed.add(code);
  const commands = code.replace('<repository>', repository.url);
  const env = { ...environment(), ...repository.env };
  const terminal = new Terminal(commands, { cwd: join(folder, place), env });
  terminals.push(terminal);
  return terminal;
}

const isReady = (terminal) => terminal.prints(/^Parley is at (\S+)$/m);

async function joins() {
  const body = JSON.stringify({ type: 'join', key: 'a-key-of-somebody-012345', after: 1 });
  return (await fetch('http://localhost:8080/v1/rooms/standup/peers', { method: 'POST', body })).json();
}

section('Sixty seconds to a call', false, async ({ blocks: [clone], urls: [url] }) => {
  const server = run(clone, '.');
  assert.equal(await isReady(server), url);
  for (const page of README.urls.filter((each) => each.startsWith(url))) {
    assert.match(await (await fetch(page)).text(), /<title>/, page);
    executed.add(page);
  }
  answers.joined = await joins();
});

section('A call between two phones', missingNginx(), async ({ blocks: [start], text }) => {
  const server = run(start, 'parley');
  const address = await server.prints(/^ {2}(https:\S+)$/m);
  const [example] = /https:[^`]+/.exec(text);
  assert.equal(new URL(address).port, new URL(example).port);
  const status = await new Promise((resolve, reject) => {
    get(address, { rejectUnauthorized: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
  assert.equal(status, 200);
  answers.afterRestart = await joins();
});

const noPython = spawnSync('python3', ['--version']).error && 'python3 is not installed';
const lack = missing(['chromium', 'firefox']) || noPython;

section('A call in your own page', lack, async ({ blocks: [start, page, serve], urls: [url] }, t) => {
  assert.equal(page.language, 'html');
  executed.add(page.code).add(url);
  await mkdir(join(folder, 'page'));
  await writeFile(join(folder, 'page', 'index.html'), page.code);
  run(serve, 'page');
  await isReady(run(start, 'parley'));
  await until('the page is served', () => accepts(new URL(url).port));

  const people = await Promise.all(
    ['chromium', 'firefox'].map(async (kind) => {
      const browser = await launch(kind);
      t.after(() => browser.close());
      return Participant.create(browser, kind, new URL(url));
    }),
  );
  for (const person of people) {
    await recordPeerConnections(person);
    await person.open('/');
  }
  for (const person of people) {
    await until(`${person.name} sees and hears the other`, async () => {
      const connection = await person.page.evaluateHandle(() => globalThis.peerConnections[0]);
      const { frames, energy } = await connection.evaluate(mediaStats);
      return frames > 0 && energy > 0;
    });
    const isPlaying = (video) => video.videoWidth > 0 && !video.paused;
    await until(`${person.name} is shown the other`, () => person.page.locator('video').evaluate(isPlaying));
    assert.deepEqual(person.failures, []);
  }
});

test('README: every command, every page and every address has been executed', () => {
  for (const { code } of README.blocks) assert.ok(executed.has(code), `no test executes\n${code}`);
  for (const url of README.urls) assert.ok(executed.has(url), `no test opens ${url}`);
  const commands = README.codes.filter((code) => /^(script|deploy|mvn|npm|java|docker)\b/.test(code));
  assert.deepEqual(commands, [], 'commands stand in blocks, which are executed');
});

test('README: every feature has a test, and the limitations hold', async (t) => {
  const { items } = README.section('Features');
  assertBegin(items, Object.keys(TESTS));
  for (const path of Object.values(TESTS).flat()) assert.ok(existsSync(new URL(path, ROOT)), path);

  assertBegin(README.section('Not included').items, Object.keys(CHECKS));
  if (!answers.joined || !answers.afterRestart) return t.skip('the server has not been started');
  for (const check of Object.values(CHECKS)) await check(answers);
});

function assertBegin(items, beginnings) {
  assert.deepEqual(
    items.map((item, i) => (item.startsWith(beginnings[i]) ? beginnings[i] : item)),
    beginnings,
  );
}

test('all links of the documentation lead to files and headings that exist', () => {
  const docs = readdirSync(new URL('docs/', ROOT), { recursive: true }).map((name) => `docs/${name}`);
  const pages = [...readdirSync(ROOT), ...docs].filter((name) => name.endsWith('.md'));
  assert.ok(pages.length > 20);
  const broken = pages.flatMap((page) => new Markdown(page).brokenLinks.map((link) => `${page}: ${link}`));
  assert.deepEqual(broken, []);
});
