const running = new Map();

process.once('exit', () => running.forEach((signal, child) => child.kill(signal)));

/** Makes sure that a process does not outlive the tests, however they end. */
export function ours(child, signal) {
  running.set(child, signal);
  child.once('exit', () => running.delete(child));
  return child;
}
