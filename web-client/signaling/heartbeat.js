/** @import { Clock } from './clock.js' */

/** Checks for a sleep of the machine in each period of silence. */
const CHECKS = 4;

/**
 * Detects a dead connection that nobody has closed, as after a change of the network: TCP alone takes minutes.
 *
 * After one period of silence it sends a ping; after half a period more it reports the connection as dead.
 *
 * @param {object} options
 * @param {Clock} options.clock
 * @param {number} options.period  allowed silence before a ping, in milliseconds
 * @param {() => void} options.ping
 * @param {() => void} options.onEnd
 */
export function startHeartbeat({ clock, period, ping, onEnd }) {
  /** @type {unknown} */
  let timer;
  let isPinging = false;

  const schedule = (/** @type {() => void} */ task, /** @type {number} */ delay) => {
    clock.clearTimeout(timer);
    timer = clock.setTimeout(task, delay);
  };

  /**
   * Pings now instead of after a period of silence, for example when the network has changed.
   *
   * @param {number} [timeout]  for an answer, in milliseconds; default: half a period
   */
  const probe = (timeout = period / 2) => {
    if (isPinging) return;
    isPinging = true;
    ping();
    schedule(onEnd, timeout);
  };

  /**
   * Timers and the monotonic clock may stand still while the machine sleeps. The wall clock does not, so it is read as well,
   * several times in a period: the server may have given up the connection meanwhile.
   *
   * @param {number} deadline  on the monotonic clock
   * @param {number} wallDeadline
   */
  const waitUntil = (deadline, wallDeadline) => {
    const check = () => {
      if (clock.now() >= deadline || clock.wallTime() >= wallDeadline) probe();
      else waitUntil(deadline, wallDeadline);
    };
    schedule(check, Math.min(period / CHECKS, deadline - clock.now()));
  };

  /** Any message proves that the connection is alive. */
  const receive = () => {
    isPinging = false;
    waitUntil(clock.now() + period, clock.wallTime() + period);
  };

  receive();
  return { receive, probe, stop: () => clock.clearTimeout(timer) };
}
