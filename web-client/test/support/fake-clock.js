/** A clock that stands still until a test advances it. */
export class FakeClock {
  /** What the wall clock shows beyond `now`, in milliseconds: changes when it is set, or when the machine sleeps. */
  wallOffset = 0;
  #now = 1_000_000;
  #lastTimer = 0;
  /** @type {Map<number, { at: number, task: () => void }>} */
  #timers = new Map();

  now = () => this.#now;
  wallTime = () => this.#now + this.wallOffset;

  /** @param {() => void} task @param {number} delay */
  setTimeout = (task, delay) => {
    this.#timers.set(++this.#lastTimer, { at: this.#now + delay, task });
    return this.#lastTimer;
  };

  /** @param {any} timer */
  clearTimeout = (timer) => {
    this.#timers.delete(timer);
  };

  /** The number of timers that are set. */
  get pending() {
    return this.#timers.size;
  }

  /** Moves the time, and runs the timers that are due, each at its own time. @param {number} milliseconds */
  advance(milliseconds) {
    const end = this.#now + milliseconds;
    for (let next = this.#next(end); next; next = this.#next(end)) {
      const [timer, { at, task }] = next;
      this.#timers.delete(timer);
      this.#now = Math.max(this.#now, at);
      task();
    }
    this.#now = end;
  }

  /** @param {number} end */
  #next(end) {
    const due = [...this.#timers].filter(([, { at }]) => at <= end);
    return due.sort(([a, x], [b, y]) => x.at - y.at || a - b)[0];
  }
}
