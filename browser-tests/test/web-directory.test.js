import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { launch, missing } from '../harness/browsers.js';
import { Server } from '../harness/server.js';

const PAGE = `<!doctype html>
<title>My page</title>
<script type="module">
  import { SignalingClient } from '/parley.js';
  const client = new SignalingClient({ url: new URL('/v1/rooms/mine', location.href), name: 'Ana' });
  await client.join();
  document.title = 'Joined ' + client.self.name;
</script>
`;

for (const kind of ['chromium', 'firefox']) {
  test(
    `a page in a directory of its own joins a room (${kind})`,
    { skip: missing([kind]), timeout: 120_000 },
    async (t) => {
      const folder = await mkdtemp(join(tmpdir(), 'web-directory-'));
      t.after(() => rm(folder, { recursive: true }));
      await writeFile(join(folder, 'index.html'), PAGE);
      const server = await Server.start({}, undefined, ['--web', folder]);
      t.after(() => server.stop());
      const browser = await launch(kind);
      t.after(() => browser.close());
      const page = await browser.newPage();
      for (const path of ['', 'r/some-room']) {
        await page.goto(server.url.href + path);
        await page.waitForFunction(() => document.title === 'Joined Ana', null, { timeout: 60_000 });
      }
    },
  );
}

test('a directory without a page is refused with a sentence', { timeout: 120_000 }, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'web-directory-'));
  t.after(() => rm(folder, { recursive: true }));
  await assert.rejects(Server.start({ PARLEY_WEB: folder }), /has no index\.html: set it to the directory/);
});
