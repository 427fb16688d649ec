import { appendFile, cp, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LEFT_OUT = new Set(['.git', 'node_modules', 'browser-tests', 'surefire-reports']);

/** The built tree of this repository, copied to where paths have other characters than those of ASCII. */
export class Checkout {
  /** @param {import('node:fs').CopyOptions} [options] */
  static async copied(options = {}) {
    const checkout = new Checkout();
    checkout.around = await mkdtemp(join(tmpdir(), 'parley-'));
    checkout.folder = join(checkout.around, 'a checkout of Jürgen');
    await cp(ROOT, checkout.folder, {
      recursive: true,
      filter: (path) => !LEFT_OUT.has(basename(path)),
      ...options,
    });
    checkout.script = join(checkout.around, 'parley');
    await symlink(join(checkout.folder, 'script', 'server'), checkout.script);
    return checkout;
  }

  /** Adds something to a file. */
  append(path, text) {
    return appendFile(join(this.folder, path), text);
  }

  /** The folders of the builds of the server that are kept to be run. */
  async builds() {
    const folders = await readdir(join(this.folder, '.run'));
    return folders.filter((name) => name.startsWith('signaling-server-'));
  }

  /** Removes what has been built, as "mvn clean" does. */
  async clean() {
    const modules = (await readdir(this.folder, { withFileTypes: true })).filter((each) =>
      each.isDirectory(),
    );
    for (const { name } of modules)
      await rm(join(this.folder, name, 'target'), { recursive: true, force: true });
  }

  remove() {
    return rm(this.around, { recursive: true, force: true });
  }
}
