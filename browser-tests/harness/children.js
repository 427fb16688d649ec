const running = new Map();

process.once('exit', () => running.forEach((signal, child) => child.kill(signal)));

/** Makes sure that a child process ends with the tests, whichever way they end. */
export function killAtExit(child, signal) {
  running.set(child, signal);
  child.once('exit', () => running.delete(child));
  return child;
}
