import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const RESULTS = new URL('../results/', import.meta.url);

/** Keeps what everybody saw when a scene failed, and tells where. */
export async function keepEvidence(scene, { people, server }) {
  const folder = new URL(`${fileName(scene)}/`, RESULTS);
  await mkdir(folder, { recursive: true });
  for (const person of people) await keepPage(person, folder);
  await writeFile(new URL('server.log', folder), server.log);
  return fileURLToPath(folder);
}

async function keepPage({ name, page, console, failures }, folder) {
  const file = fileName(name);
  await writeFile(new URL(`${file}.log`, folder), [...failures, ...console, ''].join('\n'));
  // A page that is closed or hangs has no picture to take.
  await page
    .screenshot({ path: fileURLToPath(new URL(`${file}.png`, folder)), timeout: 10_000 })
    .catch(() => {});
}

function fileName(text) {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 80);
}
