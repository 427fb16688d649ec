import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { protocol } from './schemas.js';

/**
 * The text of a page of the documentation, and its tables.
 *
 * @param {string} path
 */
export function readPage(path) {
  const page = readFileSync(new URL(`../${path}`, protocol), 'utf8');
  return { page, table: (...headings) => table(path, page, headings) };
}

/** The rows of the table with these column headings, each as an array of cells. */
function table(path, page, headings) {
  const lines = page.split('\n');
  const cells = (line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const start = lines.findIndex(
    (line) => line.startsWith('|') && cells(line).join('|') === headings.join('|'),
  );
  assert.ok(start >= 0, `${path} has no table with the headings ${headings.join(', ')}`);
  const rows = lines.slice(start + 2);
  return rows
    .slice(
      0,
      rows.findIndex((line) => !line.startsWith('|')),
    )
    .map(cells);
}

/** The names in backticks of a cell, sorted. */
export const names = (cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name).sort();

/** The defaults of all settings by name, from the table in docs/configuration.md. */
export function settings() {
  const { page } = readPage('docs/configuration.md');
  const rows = [...page.matchAll(/^\| `([^`]+)` \| `[^`]+` \| (?:none|`([^`]+)`) \|/gm)];
  return new Map(rows.map(([, name, value]) => [name, value ?? '']));
}
