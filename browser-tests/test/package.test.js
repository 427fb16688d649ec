import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after } from 'node:test';
import { Project } from '../../web-client/test/support/package.js';
import { defineTests } from '../harness/browser-test.js';
import { Markdown } from '../harness/markdown.js';
import { mediaStats } from '../harness/media.js';
import { recordPeerConnections } from '../harness/peer-connections.js';
import { StaticSite } from '../harness/static-site.js';
import { until } from '../harness/until.js';

/** A site of another origin than the server, which has installed the npm package. */
const project = new Project();
const site = await StaticSite.serve(project.folder);
after(async () => {
  await site.close();
  project.remove();
});

const packageTest = defineTests({
  kinds: ['chromium', 'firefox'],
  settings: { PARLEY_ORIGINS: site.origin },
});

const IMPORT_MAP = JSON.stringify({ imports: { 'parley-client': '/node_modules/parley-client/parley.js' } });
const [SAMPLE] = new Markdown('web-client/README.md').blocks.filter(({ language }) => language === 'js');
const [PAGE] = new Markdown('README.md')
  .section('A call in your own page')
  .blocks.filter(({ language }) => language === 'html');

/** The first sample of the package, with the URL of a room of the test. */
function sampleFor(t) {
  const code = SAMPLE.code.replace('https://call.example.org/v1/rooms/standup', roomUrl(t));
  assert.notEqual(code, SAMPLE.code);
  return code;
}

function roomUrl({ server, room }) {
  return new URL(`/v1/rooms/${room}`, server.url).href;
}

/** Writes files of the site, in a folder of the test. @param {Record<string, string | Uint8Array>} files */
async function write({ room }, files) {
  await mkdir(join(project.folder, room), { recursive: true });
  for (const [name, content] of Object.entries(files))
    await writeFile(join(project.folder, room, name), content);
}

/** Opens a page of the site in both browsers, and waits until they are in a call. */
async function callOn(t, file) {
  const people = [
    await t.participant('Ann', { kind: 'chromium' }),
    await t.participant('Ben', { kind: 'firefox' }),
  ];
  for (const person of people) {
    await recordPeerConnections(person);
    await person.open(`${site.origin}/${t.room}/${file}`);
  }
  for (const { name, page } of people)
    await until(`${name} sees and hears the other`, async () => {
      const connection = await page.evaluateHandle(() => globalThis.peerConnections[0]);
      const { frames, energy } = await connection.evaluate(mediaStats);
      return frames > 0 && energy > 0;
    });
}

packageTest('plain modules of the package make a call', async (t) => {
  const scripts = `<script type="importmap">${IMPORT_MAP}</script><script type="module">${sampleFor(t)}</script>`;
  await write(t, { 'page.html': `<!doctype html>${scripts}` });
  await callOn(t, 'page.html');
});

packageTest('a bundle of the package makes a call', async (t) => {
  const { outputFiles } = await project.bundle(sampleFor(t));
  const files = outputFiles.map(({ path, contents }) => [path.slice(project.folder.length + 1), contents]);
  const page = '<!doctype html><script type="module" src="stdin.js"></script>';
  await write(t, { ...Object.fromEntries(files), 'page.html': page });
  await callOn(t, 'page.html');
});

for (const kind of ['chromium', 'firefox']) {
  packageTest(
    `the page of the README shows the developer that its origin is not listed (${kind})`,
    async (t) => {
      await write(t, { 'page.html': PAGE.code.replaceAll('http://localhost:8080/', t.server.url.href) });
      const ann = await t.participant('Ann', { kind });
      await ann.open(`${site.otherOrigin}/${t.room}/page.html`);
      await until('the page has an uncaught error', () => ann.failures.length > 0);
      const [error, ...others] = ann.failures.splice(0);
      assert.match(error, /SignalingError: .*PARLEY_ORIGINS/);
      assert.deepEqual(others, []);
    },
  );
}
