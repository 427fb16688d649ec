import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const RESULTS = new URL('../results/', import.meta.url);

/** Saves screenshots and logs of a failed test. Returns their folder. */
export async function saveEvidence(name, { participants, server }) {
  const folder = new URL(`${fileName(name)}/`, RESULTS);
  await mkdir(folder, { recursive: true });
  for (const participant of participants) await savePage(participant, folder);
  await writeFile(new URL('server.log', folder), server.log);
  return fileURLToPath(folder);
}

async function savePage({ name, page, console, failures }, folder) {
  const file = fileName(name);
  await writeFile(new URL(`${file}.log`, folder), [...failures, ...console, ''].join('\n'));
  // A page that is closed or unresponsive cannot be photographed.
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
