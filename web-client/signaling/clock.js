/**
 * The time and the timers of the page. Tests pass a clock that they move by hand.
 *
 * @typedef {object} Clock
 * @property {() => number} now  in milliseconds, monotonic: for durations. It may stand still while the machine sleeps
 * @property {() => number} wallTime  in milliseconds since the epoch: for display and HTTP dates. It may be set at any time
 * @property {(task: () => void, delay: number) => unknown} setTimeout  the delay is in milliseconds
 * @property {(timer: any) => void} clearTimeout
 */

/** @type {Clock} */
export const systemClock = {
  // Wrapped: browsers throw "Illegal invocation" when these are called as methods of another object.
  now: () => performance.now(),
  wallTime: () => Date.now(),
  // Browsers keep delays in 32 bits: a longer one would be none.
  setTimeout: (task, delay) => setTimeout(task, Math.min(delay, 2 ** 31 - 1)),
  clearTimeout: (timer) => clearTimeout(timer),
};
