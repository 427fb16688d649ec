import { displayName, inSentence } from './display-name.js';
import { onDetail } from './dom.js';
import { CALL, PERSON } from './strings.js';
import { Tile } from './tile.js';
import { UniqueNames } from './unique-names.js';

/**
 * @import { Announcer } from './announcer.js'
 * @import { SignalingClient } from '../signaling/client.js'
 * @import { Mesh } from '../topology/mesh.js'
 * @import { Person } from './tile.js'
 */

/**
 * The people in the call, as tiles. A tile follows the roster (`client`) and the peer connection (`mesh`), and stays as long
 * as either has the peer. Dispatches `change` when people come or go, and `sound-blocked` when the browser blocks sound.
 */
export class Participants extends EventTarget {
  /** @type {Map<string, Tile>} the other people, by peer id */
  #tiles = new Map();
  #self = new Tile('self');
  #names = new UniqueNames();
  #list;
  #client;
  #mesh;
  #announcer;

  /**
   * @param {{ list: HTMLElement, client: SignalingClient, mesh: Mesh, announcer: Announcer }} options
   * @param {AbortSignal} signal
   */
  constructor({ list, client, mesh, announcer }, signal) {
    super();
    this.#list = list;
    this.#client = client;
    this.#mesh = mesh;
    this.#announcer = announcer;
    list.prepend(this.#self.element);
    onDetail(client, 'joined', (joined) => this.#joined(joined), signal);
    onDetail(client, 'peer-joined', ({ peer }) => this.#peerJoined(peer), signal);
    onDetail(client, 'peer-updated', ({ peer }) => this.#peerUpdated(peer), signal);
    onDetail(client, 'peer-left', ({ from }) => this.#peerLeft(from), signal);
    for (const type of ['source-added', 'source-changed', 'source-removed'])
      onDetail(mesh, type, ({ id }) => void this.#play(id), signal);
    onDetail(mesh, 'connection', ({ id, state }) => this.#connectionChanged(id, state), signal);
    onDetail(mesh, 'gone', ({ id }) => this.#remove(id), signal);
  }

  /** Number of other people. */
  get count() {
    return this.#tiles.size;
  }

  /** Peer ids of the other people. */
  get ids() {
    return [...this.#tiles.keys()];
  }

  /**
   * @param {string} id
   * @param {string} [name]  for a peer that is not here any more
   */
  nameOf(id, name) {
    return this.#tiles.get(id)?.name ?? displayName(name);
  }

  /**
   * @param {Person} person
   * @param {MediaStream} stream
   */
  showSelf(person, stream) {
    this.#self.describe(person, displayName(person.name));
    void this.#self.show(stream);
  }

  /** Starts sound that the browser has blocked, after an interaction of the person. */
  unlockSound() {
    for (const tile of this.#tiles.values()) void tile.unlockSound();
  }

  clear() {
    for (const tile of [this.#self, ...this.#tiles.values()]) tile.remove();
    this.#tiles.clear();
  }

  /** @param {{ again?: boolean }} joined */
  #joined({ again }) {
    const tiles = [...this.#client.peers.values()].map((peer) => this.#put(peer));
    if (again) return;
    this.#announcer.announce(CALL.joined(tiles.map(({ name }) => inSentence(name))));
  }

  /** @param {Person} peer */
  #peerJoined(peer) {
    // A peer that returns under a new seat while its media goes on is the same person.
    if (this.#tiles.has(peer.id)) return this.#peerUpdated(peer);
    const { name } = this.#put(peer);
    this.#announcer.announce(PERSON.joined(inSentence(name)));
  }

  /** @param {Person} peer */
  #peerUpdated(peer) {
    const wasOnline = this.#tiles.get(peer.id)?.online ?? true;
    const tile = this.#put(peer);
    const name = inSentence(tile.name);
    if (wasOnline && !tile.online) this.#announcer.announce(PERSON.lost(name));
    if (!wasOnline && tile.online) this.#announcer.announce(PERSON.back(name));
  }

  /** @param {string} id */
  #peerLeft(id) {
    // After a timeout media may go on; the mesh then dispatches `gone` when it has stopped.
    if (!this.#mesh.connections.has(id)) return this.#remove(id);
    const tile = this.#tiles.get(id);
    if (tile) tile.online = false;
  }

  /** @param {string} id */
  #remove(id) {
    const tile = this.#tiles.get(id);
    if (!tile) return;
    this.#tiles.delete(id);
    this.#names.delete(id, !tile.online);
    for (const peer of this.#client.peers.values()) if (this.#tiles.has(peer.id)) this.#put(peer);
    tile.remove();
    if (this.#client.state === 'closed') return;
    this.#announcer.announce(PERSON.left(inSentence(tile.name)));
    this.dispatchEvent(new Event('change'));
  }

  /**
   * @param {string} id
   * @param {string} state
   */
  #connectionChanged(id, state) {
    const tile = this.#tiles.get(id);
    // Without a tile, the state is the first one, which a new tile has anyway, or the last one.
    if (!tile) return;
    if (state === 'failed' && tile.mediaState !== 'failed')
      this.#announcer.announce(PERSON.blockedFrom(inSentence(tile.name)));
    tile.mediaState = state;
  }

  /** @param {string} id */
  async #play(id) {
    const sources = [...(this.#mesh.connections.get(id)?.sources.values() ?? [])];
    const stream = new MediaStream(sources.flatMap(({ track }) => track ?? []));
    const canPlay = await this.#tiles.get(id)?.show(stream);
    if (canPlay === false) this.dispatchEvent(new Event('sound-blocked'));
  }

  /** @param {Person} person */
  #put(person) {
    const tile = this.#tiles.get(person.id) ?? this.#add(person.id);
    tile.describe(person, this.#names.labelOf(person.id, displayName(person.name)));
    return tile;
  }

  /** @param {string} id */
  #add(id) {
    const tile = new Tile(id);
    this.#tiles.set(id, tile);
    this.#list.append(tile.element);
    this.dispatchEvent(new Event('change'));
    return tile;
  }
}
