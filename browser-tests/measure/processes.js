import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** The processes of this machine, from /proc. */
async function processes() {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const all = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      // The name of the program, in parentheses, may contain spaces.
      const [, parent, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return { pid: Number(pid), parent: Number(parent), ticks: Number(fields[9]) + Number(fields[10]) };
    }),
  );
  return all.filter(({ ticks }) => !Number.isNaN(ticks));
}

/** The ids of the processes that a process has started. */
export async function childProcesses(pid) {
  return (await processes()).filter(({ parent }) => parent === pid).map((each) => each.pid);
}

/** The CPU time that a process and its present descendants have used. */
export async function cpuSeconds(pid) {
  const all = await processes();
  const ofTree = (root) =>
    all
      .filter(({ parent }) => parent === root)
      .reduce((sum, child) => sum + child.ticks + ofTree(child.pid), 0);
  const own = all.find((each) => each.pid === pid)?.ticks ?? 0;
  const { stdout } = await promisify(execFile)('getconf', ['CLK_TCK']);
  return (own + ofTree(pid)) / Number(stdout);
}
