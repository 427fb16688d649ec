/**
 * @typedef {'websocket' | 'events' | 'polling'} Transport
 *
 * @typedef {'refused' | 'silent' | 'deaf'} Failure  what became of a connection that never joined
 *   `refused`: it ended soon; `silent`: nothing was answered in a long time; `deaf`: the server has given a seat, but
 *   nothing that it says comes through
 *
 * @typedef {object} Climb
 * @property {Transport} transport
 * @property {number} delay  in milliseconds
 */

/** From the best, which needs most of the network, to the one that passes wherever pages load. @type {Transport[]} */
export const TRANSPORTS = ['websocket', 'events', 'polling'];

/** How often a transport is tried before another one is. */
const TRIES = 2;
/** After how long a better transport is tried, and how that grows up to a bound, in milliseconds. */
const FIRST_CLIMB = 10_000;
const LONGEST_CLIMB = 300_000;

/**
 * Which transport to try next.
 *
 * A transport is preferred once it has worked where a better one did not. One that fails proves nothing, for the server
 * may be down: so others get a try now and then, and the preferred one the next again.
 */
export class TransportPicker {
  #transports;
  #preferred = 0;
  #next = 0;
  #failures = 0;
  #climbs = 0;

  /** @param {Transport[]} transports  from the best to the last resort */
  constructor(transports) {
    this.#transports = transports;
  }

  get next() {
    return this.#at(this.#next);
  }

  /** @param {Transport} transport  on which the server has let us in */
  worked(transport) {
    const place = this.#transports.indexOf(transport);
    if (place !== this.#preferred) this.#climbs = 0;
    this.#preferred = place;
    this.#next = place;
    this.#failures = 0;
  }

  /** The server has answered, if only that it will not have us now: the way to it is not to blame. */
  answered() {
    this.#next = this.#preferred;
    this.#failures = 0;
  }

  /** @param {Failure} failure */
  failed(failure) {
    if (failure === 'deaf') {
      this.#next = (this.#next + 1) % this.#transports.length;
      return;
    }
    const isOther = this.#next !== this.#preferred;
    this.#failures = isOther ? 0 : this.#failures + (failure === 'silent' ? TRIES : 1);
    this.#next = this.#failures < TRIES ? this.#preferred : this.#other;
  }

  /** What would be better than the present transport, and when to try it; nothing if that is the best. */
  get climb() {
    if (this.#preferred === 0) return undefined;
    const transport = this.#at(this.#climbs % this.#preferred);
    return { transport, delay: Math.min(FIRST_CLIMB * 2 ** this.#climbs, LONGEST_CLIMB) };
  }

  /** The better transport did not work yet. */
  slipped() {
    this.#climbs += 1;
  }

  /** What is tried in place of the preferred transport, in case that the network does not let it through. */
  get #other() {
    return this.#preferred === 0 ? Math.min(1, this.#transports.length - 1) : 0;
  }

  /** @param {number} place */
  #at(place) {
    return /** @type {Transport} */ (this.#transports[place]);
  }
}
