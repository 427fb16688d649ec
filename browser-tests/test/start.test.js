import assert from 'node:assert/strict';
import { readdir, truncate, utimes } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Server } from '../harness/server.js';

const TARGET = fileURLToPath(new URL('../../signaling-server/target/', import.meta.url));
const PREPARING = 'Preparing a fast start';

const caches = async () => (await readdir(TARGET)).filter((name) => name.endsWith('.aot'));

/** Starts a server that has to work, and gives what it said meanwhile. */
async function started() {
  const server = await Server.start();
  try {
    assert.equal((await fetch(new URL('/healthz', server.url))).status, 200);
    return server.log;
  } finally {
    await server.stop();
  }
}

test('what a start has learned is kept for the next ones, and is made anew for another build', async () => {
  await started();
  assert.equal((await caches()).length, 1);
  assert.ok(!(await started()).includes(PREPARING));

  const now = new Date();
  await utimes(`${TARGET}signaling-server.jar`, now, now);
  assert.ok((await started()).includes(PREPARING));
  assert.equal((await caches()).length, 1);
});

test('a cache that is damaged is no reason not to start', async () => {
  await started();
  const [cache] = await caches();
  await truncate(TARGET + cache, 100_000);
  await started();
  await truncate(TARGET + cache, 0);
  assert.ok((await started()).includes(PREPARING));
});
