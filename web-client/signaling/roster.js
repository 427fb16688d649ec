/** @import { JoinedNotice, LeaveReason, Peer, RoomEvent, Self } from './protocol.js' */
import { changedKeys } from './changed-keys.js';

/** @typedef {{ type: 'peer-joined' | 'peer-updated', peer: Peer }
 *   | { type: 'peer-left', from: string, reason: LeaveReason }} RosterChange */

/** The peers in the room: this one (`self`) and the others (`peers`). */
export class Roster {
  /** @type {Self | undefined} */
  self;
  /** @type {Map<string, Peer>} by peer id, without this peer */
  peers = new Map();

  /** @param {RoomEvent} event */
  apply(event) {
    if (event.type === 'peer-left') this.peers.delete(event.from);
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
    const before = this.peers;
    this.peers = new Map(peers.map((peer) => [peer.id, peer]));
    return changedKeys(before, this.peers).map((id) => {
      const peer = this.peers.get(id);
      if (!peer) return { type: 'peer-left', from: id, reason: 'unseen' };
      return { type: before.has(id) ? 'peer-updated' : 'peer-joined', peer };
    });
  }

  /** Shows this peer's new name at once, before the server confirms it. @param {{ name?: string }} changes */
  update({ name }) {
    if (this.self && name !== undefined) this.self = { ...this.self, name };
  }

  /** @param {Peer} peer */
  #put(peer) {
    if (peer.id === this.self?.id) this.self = peer;
    else this.peers.set(peer.id, peer);
  }
}
