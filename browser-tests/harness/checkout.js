import { appendFile, cp, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const EXCLUDED = new Set(['.git', 'node_modules', 'browser-tests', 'surefire-reports']);

/** A copy of this repository with its build results, in a path with spaces and non-ASCII characters. */
export class Checkout {
  /** @param {import('node:fs').CopyOptions} [options] */
  static async copy(options = {}) {
    const checkout = new Checkout();
    checkout.parent = await mkdtemp(join(tmpdir(), 'parley-'));
    checkout.folder = join(checkout.parent, 'a checkout of Jürgen');
    await cp(ROOT, checkout.folder, {
      recursive: true,
      filter: (path) => !EXCLUDED.has(basename(path)),
      ...options,
    });
    checkout.script = join(checkout.parent, 'parley');
    await symlink(join(checkout.folder, 'script', 'server'), checkout.script);
    return checkout;
  }

  /** Appends a text to a file. */
  append(path, text) {
    return appendFile(join(this.folder, path), text);
  }

  /** The folders of the builds from which servers run. */
  async builds() {
    const folders = await readdir(join(this.folder, '.run'));
    return folders.filter((name) => name.startsWith('signaling-server-'));
  }

  /** Removes build results, as "mvn clean" does. */
  async clean() {
    const modules = (await readdir(this.folder, { withFileTypes: true })).filter((each) =>
      each.isDirectory(),
    );
    for (const { name } of modules)
      await rm(join(this.folder, name, 'target'), { recursive: true, force: true });
  }

  remove() {
    return rm(this.parent, { recursive: true, force: true });
  }
}
