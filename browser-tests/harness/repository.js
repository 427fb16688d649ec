import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ROOT } from './markdown.js';

/** Copies what has been built into a new clone, since a build takes a minute. Git runs it there. */
const COPY_BUILD = (root) => `#!/bin/sh
mkdir -p signaling-server/target .run
cd '${root}'
cp -Rp signaling-server/target/signaling-server.jar signaling-server/target/lib signaling-server/target/packed "$OLDPWD/signaling-server/target"
cp -Rp .run/signaling-server-* "$OLDPWD/.run"
`;

/** A git repository with the files of this checkout, committed or not. */
export class Repository {
  #folder;

  static async ofThisCheckout() {
    const folder = await mkdtemp(join(tmpdir(), 'parley-repository-'));
    const root = fileURLToPath(ROOT);
    const git = (...words) =>
      execFileSync('git', ['--git-dir', join(folder, 'parley.git'), '--work-tree', root, ...words]);
    git('init', '--quiet');
    git('add', '--all');
    const person = ['-c', 'user.name=Test', '-c', 'user.email=test@localhost'];
    git(...person, 'commit', '--quiet', '--message=This checkout');
    await mkdir(join(folder, 'template', 'hooks'), { recursive: true });
    await writeFile(join(folder, 'template', 'hooks', 'post-checkout'), COPY_BUILD(root), { mode: 0o755 });
    return new Repository(folder);
  }

  constructor(folder) {
    this.#folder = folder;
  }

  get url() {
    return pathToFileURL(join(this.#folder, 'parley.git')).href;
  }

  /** The environment in which a clone gets the build. */
  get env() {
    return { GIT_TEMPLATE_DIR: join(this.#folder, 'template') };
  }

  remove() {
    return rm(this.#folder, { recursive: true });
  }
}
