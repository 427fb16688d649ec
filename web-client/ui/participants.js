import { displayName, inSentence } from './display-name.js';
import { DisplayedSizes } from './displayed-sizes.js';
import { onDetail } from './dom.js';
import { CALL, PERSON } from './strings.js';
import { Tile } from './tile.js';
import { UniqueNames } from './unique-names.js';

/**
 * @import { AudioOutput } from '../media/audio-output.js'
 * @import { LocalSources } from '../rtc/sent-sources.js'
 * @import { Participant } from '../room/participant.js'
 * @import { Room } from '../room/room.js'
 * @import { Announcer } from './announcer.js'
 * @import { Person } from './tile.js'
 */

/**
 * The people in the call, as tiles, and the screens that they share, each as a tile of its own. Dispatches `change` when
 * people come or go, and `sound-blocked` when the browser blocks sound.
 */
export class Participants extends EventTarget {
  /** @type {Map<string, Tile>} the other people, by peer id */
  #tiles = new Map();
  /** @type {Map<string, Tile>} all videos but those of cameras, by `keyOf` */
  #screens = new Map();
  #self;
  #names = new UniqueNames();
  #list;
  #room;
  #announcer;
  #output;
  #sizes;
  /** Whether the first join is complete, so that those who come now are announced. */
  #hasJoined = false;

  /**
   * @param {{ list: HTMLElement, room: Room, announcer: Announcer, output: AudioOutput }} options
   * @param {AbortSignal} signal
   */
  constructor({ list, room, announcer, output }, signal) {
    super();
    this.#list = list;
    this.#room = room;
    this.#announcer = announcer;
    this.#output = output;
    this.#sizes = new DisplayedSizes(signal);
    this.#self = new Tile('tile', 'self', output);
    list.prepend(this.#self.element);
    onDetail(room, 'joined', () => this.#joined(), signal);
    onDetail(room, 'participant-joined', ({ participant }) => this.#arrived(participant), signal);
    onDetail(room, 'participant-updated', ({ participant }) => this.#updated(participant), signal);
    onDetail(room, 'participant-left', ({ participant }) => this.#left(participant), signal);
    onDetail(
      room,
      'connection',
      ({ participant, state }) => this.#connectionChanged(participant, state),
      signal,
    );
    for (const type of ['source-added', 'source-changed', 'source-removed'])
      onDetail(room, type, ({ participant }) => this.#play(participant), signal);
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
   * @param {LocalSources} sources
   */
  showSelf(person, sources) {
    this.#self.describe(person, displayName(person.name));
    void this.#self.show({ video: sources.get('camera')?.track });
    const screen = sources.get('screen')?.track;
    const tiles = screen ? new Map([['screen', screen]]) : new Map();
    this.#showScreens('self', '', tiles);
  }

  /** Starts sound that the browser has blocked, after an interaction of the person. */
  unlockSound() {
    for (const tile of this.#all) void tile.unlockSound();
  }

  clear() {
    for (const tile of this.#all) tile.remove();
    this.#tiles.clear();
    this.#screens.clear();
  }

  get #all() {
    return [this.#self, ...this.#tiles.values(), ...this.#screens.values()];
  }

  #joined() {
    if (this.#hasJoined) return;
    this.#hasJoined = true;
    this.#announcer.announce(CALL.joined([...this.#tiles.values()].map(({ name }) => inSentence(name))));
  }

  /** @param {Participant} participant */
  #arrived(participant) {
    const { id } = participant;
    const tile = new Tile('tile', id, this.#output);
    this.#tiles.set(id, tile);
    this.#list.append(tile.element);
    tile.addMenu(participant, this.#room);
    this.#sizes.watch(tile, (height) => participant.setDisplayedHeight('camera', height));
    this.#describe(participant);
    this.dispatchEvent(new Event('change'));
    if (this.#hasJoined) this.#announcer.announce(PERSON.joined(inSentence(tile.name)));
  }

  /** @param {Participant} participant */
  #updated(participant) {
    const wasOnline = this.#tiles.get(participant.id)?.online ?? true;
    const tile = this.#describe(participant);
    if (!tile || wasOnline === tile.online) return;
    const name = inSentence(tile.name);
    this.#announcer.announce(tile.online ? PERSON.back(name) : PERSON.lost(name));
  }

  /** @param {Participant} participant */
  #left({ id }) {
    const tile = this.#tiles.get(id);
    if (!tile) return;
    this.#showScreens(id, '', new Map());
    this.#tiles.delete(id);
    this.#names.delete(id, !tile.online);
    for (const other of this.#room.participants.values()) this.#describe(other);
    this.#remove(tile);
    if (this.#room.state === 'closed') return;
    this.#announcer.announce(PERSON.left(inSentence(tile.name)));
    this.dispatchEvent(new Event('change'));
  }

  /**
   * @param {Participant} participant
   * @param {string} state
   */
  #connectionChanged(participant, state) {
    const tile = this.#tiles.get(participant.id);
    // Without a tile, the state is the first one, which a new tile has anyway, or the last one.
    if (!tile) return;
    if (state === 'failed' && tile.mediaState !== 'failed')
      this.#announcer.announce(PERSON.blockedFrom(inSentence(tile.name)));
    tile.mediaState = state;
  }

  /** @param {Participant} participant */
  async #play(participant) {
    const { id, sources } = participant;
    const tile = this.#tiles.get(id);
    if (!tile) return;
    const others = [...sources.values()].filter(
      ({ name, kind, declined }) => kind === 'video' && name !== 'camera' && !declined,
    );
    const screens = new Map(others.map(({ name, track }) => [name, track]));
    this.#showScreens(id, tile.name, screens);
    for (const { name } of others) this.#watchScreen(participant, name);
    const camera = sources.get('camera');
    const audios = [...sources.values()].filter(({ kind }) => kind === 'audio');
    const canPlay = await tile.show({
      video: camera?.track,
      audios: audios.flatMap(({ track }) => track ?? []),
      isMuted: sources.get('microphone')?.muted,
      isOff: camera?.muted || camera?.declined,
    });
    if (!canPlay) this.dispatchEvent(new Event('sound-blocked'));
  }

  /**
   * Shows exactly these screens of a person.
   *
   * @param {string} id
   * @param {string} name  of the person
   * @param {Map<string, MediaStreamTrack | null>} tracks  by name of the source
   */
  #showScreens(id, name, tracks) {
    for (const [key, tile] of this.#screens) {
      if (!key.startsWith(`${id} `) || tracks.has(key.slice(id.length + 1))) continue;
      this.#screens.delete(key);
      this.#remove(tile);
    }
    for (const [source, track] of tracks) {
      const tile = this.#screens.get(keyOf(id, source)) ?? this.#newScreen(id, source, name);
      void tile.show({ video: track });
    }
  }

  /**
   * @param {string} id
   * @param {string} source
   * @param {string} name
   */
  #newScreen(id, source, name) {
    const tile = new Tile('screen', id, this.#output);
    const isOwn = id === 'self';
    tile.describe({ id, name }, isOwn ? PERSON.ownScreen : PERSON.screen(inSentence(name)));
    this.#screens.set(keyOf(id, source), tile);
    this.#list.prepend(tile.element);
    this.#announcer.announce(isOwn ? PERSON.sharing : PERSON.shares(inSentence(name)));
    return tile;
  }

  /** @param {Participant} participant @param {string} source */
  #watchScreen(participant, source) {
    const tile = this.#screens.get(keyOf(participant.id, source));
    if (tile) this.#sizes.watch(tile, (height) => participant.setDisplayedHeight(source, height));
  }

  /** @param {Tile} tile */
  #remove(tile) {
    this.#sizes.unwatch(tile);
    tile.remove();
  }

  /** @param {Participant} participant */
  #describe(participant) {
    const tile = this.#tiles.get(participant.id);
    tile?.describe(participant, this.#names.labelOf(participant.id, displayName(participant.name)));
    return tile;
  }
}

/** @param {string} id @param {string} source */
function keyOf(id, source) {
  return `${id} ${source}`;
}
