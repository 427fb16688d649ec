/** @import { JoinedNotice, LeaveReason, Peer, RoomEvent, Self } from './protocol.js' */

/** @typedef {{ type: 'peer-joined' | 'peer-updated', peer: Peer }
 *   | { type: 'peer-left', from: string, reason: LeaveReason }} RosterChange */

/** The peers in the room: this one (`self`) and the others (`peers`). */
export class Roster {
  /** @type {Self | undefined} */
  self;
  /** @type {Map<string, Peer>} */
  #peers = new Map();

  /** @returns {ReadonlyMap<string, Peer>} by peer id, without this peer */
  get peers() {
    return this.#peers;
  }

  /** @param {RoomEvent} event */
  apply(event) {
    if (event.type === 'peer-left') this.#peers.delete(event.from);
    if (event.type === 'peer-joined' || event.type === 'peer-updated') this.#put(event.peer);
  }

  /**
   * Replaces the roster with that of a `joined` notice.
   *
   * @param {JoinedNotice} joined  without `peers` after a resume, when events bring the changes
   * @returns {RosterChange[]} the difference, as the events that were not received
   */
  replace({ self, peers }) {
    this.self = self;
    if (!peers) return [];
    const before = this.#peers;
    this.#peers = new Map(peers.map((peer) => [peer.id, peer]));
    return [...departures(before, this.#peers), ...arrivals(before, this.#peers)];
  }

  /** Shows this peer's new name at once, before the server confirms it. @param {{ name?: string }} changes */
  rename({ name }) {
    if (this.self && name !== undefined) this.self = { ...this.self, name };
  }

  /** @param {Peer} peer */
  #put(peer) {
    if (peer.id === this.self?.id) this.self = peer;
    else this.#peers.set(peer.id, peer);
  }
}

/**
 * @param {Map<string, Peer>} before
 * @param {Map<string, Peer>} after
 * @returns {RosterChange[]}
 */
function departures(before, after) {
  const gone = [...before.keys()].filter((id) => !after.has(id));
  return gone.map((from) => ({ type: 'peer-left', from, reason: 'unseen' }));
}

/**
 * @param {Map<string, Peer>} before
 * @param {Map<string, Peer>} after
 * @returns {RosterChange[]}
 */
function arrivals(before, after) {
  const changed = [...after.values()].filter((peer) => differs(before.get(peer.id), peer));
  return changed.map((peer) => ({ type: before.has(peer.id) ? 'peer-updated' : 'peer-joined', peer }));
}

/**
 * @param {Peer | undefined} before
 * @param {Peer} after
 */
function differs(before, after) {
  return JSON.stringify(before) !== JSON.stringify(after);
}
