import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const MODULES = join(ROOT, 'web-client', 'node_modules');

/** An empty project that has installed the npm package from its tarball. */
export class Project {
  folder = mkdtempSync(join(tmpdir(), 'parley-project-'));
  /** The files in the tarball. @type {string[]} */
  files;

  constructor() {
    const { filename, files } = this.#pack();
    this.files = files.map(({ path }) => path);
    const target = join(this.folder, 'node_modules', 'parley-client');
    mkdirSync(target, { recursive: true });
    execFileSync('tar', ['-xzf', join(this.folder, filename), '-C', target, '--strip-components=1']);
  }

  /** In a copy, because `npm pack` writes files beside the sources. @returns {{ filename: string, files: { path: string }[] }} */
  #pack() {
    const copy = join(this.folder, 'copy');
    cpSync(join(ROOT, 'web-client'), join(copy, 'web-client'), {
      recursive: true,
      filter: (path) => !/[/](node_modules|target|test)$/.test(path),
    });
    cpSync(join(ROOT, 'LICENSE'), join(copy, 'LICENSE'));
    symlinkSync(MODULES, join(copy, 'web-client', 'node_modules'));
    const options = ['pack', '--json', '--silent', '--pack-destination', this.folder];
    const output = execFileSync('npm', options, { cwd: join(copy, 'web-client'), encoding: 'utf8' });
    rmSync(copy, { recursive: true });
    return JSON.parse(output)[0];
  }

  /**
   * Bundles code of the project for browsers.
   *
   * @param {string} code
   * @returns {Promise<import('esbuild').BuildResult<{ write: false, metafile: true }>>} the bundle has the entry point `<stdin>`
   */
  bundle(code) {
    return build({
      stdin: { contents: code, resolveDir: this.folder },
      outdir: this.folder,
      bundle: true,
      splitting: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      write: false,
      metafile: true,
    });
  }

  /** @param {string} path  in the installed package */
  read(path) {
    return readFileSync(join(this.folder, 'node_modules', 'parley-client', path), 'utf8');
  }

  remove() {
    rmSync(this.folder, { recursive: true });
  }
}
