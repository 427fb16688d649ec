/**
 * @template T
 * @param {AbortSignal | undefined} signal
 * @param {() => Promise<T>} start  not called if the signal is aborted already
 * @param {() => void} [onAbort]
 * @returns {Promise<T>} rejects with the reason of the signal when it is aborted before the result is there
 */
export function abortable(signal, start, onAbort) {
  if (!signal) return start();
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const abort = () => {
      reject(signal.reason);
      onAbort?.();
    };
    signal.addEventListener('abort', abort);
    (async () => start())()
      .finally(() => signal.removeEventListener('abort', abort))
      .then(resolve, reject);
  });
}
