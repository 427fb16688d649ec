import { hear } from './dom.js';
import { Labels } from './labels.js';
import { shownName, spoken } from './person-name.js';
import { listed } from './sentences.js';
import { Tile } from './tile.js';

/**
 * @import { Announcer } from './announcer.js'
 * @import { Mesh } from '../topology/mesh.js'
 * @import { SignalingClient } from '../signaling/client.js'
 * @import { Person } from './tile.js'
 */

/**
 * Everybody in the room, as tiles; follows the roster (`client`) and the media (`mesh`). Dispatches `change`
 * when somebody comes or goes, and `silenced` when the browser does not let somebody be heard.
 */
export class People extends EventTarget {
  /** @type {Map<string, Tile>} */
  #tiles = new Map();
  #self = new Tile('self');
  #labels = new Labels();
  #list;
  #client;
  #mesh;
  #announcer;

  /**
   * @param {{ list: HTMLElement, client: SignalingClient, mesh: Mesh, announcer: Announcer }} parts
   * @param {AbortSignal} signal
   */
  constructor({ list, client, mesh, announcer }, signal) {
    super();
    this.#list = list;
    this.#client = client;
    this.#mesh = mesh;
    this.#announcer = announcer;
    list.prepend(this.#self.element);
    hear(client, 'joined', (joined) => this.#entered(joined), signal);
    hear(client, 'peer-joined', ({ peer }) => this.#came(peer), signal);
    hear(client, 'peer-updated', ({ peer }) => this.#updated(peer), signal);
    hear(client, 'peer-left', ({ from }) => this.#left(from), signal);
    hear(mesh, 'stream', ({ id, stream }) => void this.#play(id, stream), signal);
    hear(mesh, 'connection', ({ id, state }) => this.#connection(id, state), signal);
    hear(mesh, 'gone', ({ id }) => this.#gone(id), signal);
  }

  /** How many others there are. */
  get count() {
    return this.#tiles.size;
  }

  /** Who they are. */
  get ids() {
    return [...this.#tiles.keys()];
  }

  /**
   * @param {string} id
   * @param {string} [name] of one who is not here any more
   */
  nameOf(id, name) {
    return this.#tiles.get(id)?.name ?? shownName(name);
  }

  /**
   * @param {Person} person
   * @param {MediaStream} stream
   */
  showSelf(person, stream) {
    this.#self.describe(person, shownName(person.name));
    void this.#self.show(stream);
  }

  /** Plays what the browser held back, now that the person has touched the page. */
  unlock() {
    for (const tile of this.#tiles.values()) void tile.unlock();
  }

  clear() {
    for (const tile of [this.#self, ...this.#tiles.values()]) tile.remove();
    this.#tiles.clear();
  }

  /** @param {{ again?: boolean }} joined */
  #entered({ again }) {
    const tiles = [...this.#client.peers.values()].map((peer) => this.#put(peer));
    if (again) return;
    const names = tiles.map(({ name }) => spoken(name));
    this.#announcer.say(
      names.length ? `You are in. Here: ${listed(names)}.` : 'You are in. Nobody else is here yet.',
    );
  }

  /** @param {Person} peer */
  #came(peer) {
    if (this.#tiles.has(peer.id)) return this.#updated(peer);
    const { name } = this.#put(peer);
    this.#announcer.say(`${spoken(name)} joined.`);
  }

  /** @param {Person} peer */
  #updated(peer) {
    const wasOnline = this.#tiles.get(peer.id)?.online ?? true;
    const tile = this.#put(peer);
    if (wasOnline && !tile.online) this.#announcer.say(`${spoken(tile.name)} lost the connection.`);
    if (!wasOnline && tile.online) this.#announcer.say(`${spoken(tile.name)} is back.`);
  }

  /** @param {string} id */
  #left(id) {
    // After a time-out media may still flow; then the mesh says when it is over.
    if (!this.#mesh.connections.has(id)) return this.#gone(id);
    const tile = this.#tiles.get(id);
    if (tile) tile.online = false;
  }

  /** @param {string} id */
  #gone(id) {
    const tile = this.#tiles.get(id);
    if (!tile) return;
    this.#tiles.delete(id);
    this.#labels.forget(id);
    tile.remove();
    this.#announcer.say(`${spoken(tile.name)} left.`);
    this.dispatchEvent(new Event('change'));
  }

  /**
   * What comes for somebody without a tile is the beginning, which goes without saying, or the very end.
   *
   * @param {string} id
   * @param {string} state
   */
  #connection(id, state) {
    const tile = this.#tiles.get(id);
    if (!tile) return;
    if (state === 'failed' && tile.media !== 'failed')
      this.#announcer.say(
        `Sound and picture of ${spoken(tile.name)} cannot get through. A network on the way may block them.`,
      );
    tile.media = state;
  }

  /**
   * @param {string} id
   * @param {MediaStream | null} stream
   */
  async #play(id, stream) {
    const heard = await this.#tiles.get(id)?.show(stream);
    if (heard === false) this.dispatchEvent(new Event('silenced'));
  }

  /** @param {Person} person */
  #put(person) {
    const tile = this.#tiles.get(person.id) ?? this.#add(person.id);
    tile.describe(person, this.#labels.of(person.id, shownName(person.name)));
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
