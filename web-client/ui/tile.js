import { initials, inSentence } from './display-name.js';
import { find, fromTemplate } from './dom.js';
import { CAN_CALL } from './local-media.js';
import { PERSON } from './strings.js';

/** @import { AudioOutput } from '../media/audio-output.js' */
/** @import { Participant } from '../room/participant.js' */
/** @import { Room } from '../room/room.js' */

/**
 * @typedef {{ id: string, name?: string, online?: boolean, data?: unknown }} Person  a roster entry
 * @typedef {{ audio?: boolean, video?: boolean, calls?: boolean }} Devices  what is on, and whether the browser has WebRTC, as in the
 *   data of the roster entry
 */

/** The sources of each option for a person. */
const OPTIONS = { camera: ['camera'], screen: ['screen', 'screen-audio'] };

/**
 * One person in the grid, or one screen: video, sound, name, and the state of the connection. It has two states: that of the
 * media (`mediaState`) and that of the peer's signaling (`online`), which fail independently of each other.
 */
export class Tile {
  element;
  video;
  name = '';
  #online = true;
  /** @type {Devices} */
  #devices = {};
  /** @type {MediaStreamTrack | null | undefined} */
  #track;
  /** As the source says. */
  #isMuted = false;
  #isOff = false;
  #audio;
  #name;
  #avatar;
  #status;
  #badges;
  #output;
  #removed = new AbortController();

  /**
   * @param {'tile' | 'screen'} kind  of a person, or of a screen
   * @param {string} id  of the peer, or "self"
   * @param {AudioOutput} output
   */
  constructor(kind, id, output) {
    this.element = fromTemplate('tile-template');
    this.element.dataset.testid = kind;
    this.video = find('video', HTMLVideoElement, this.element);
    this.#audio = find('audio', HTMLAudioElement, this.element);
    this.#name = find('.tile-name', HTMLElement, this.element);
    this.#avatar = find('.avatar', HTMLElement, this.element);
    this.#status = find('.tile-status', HTMLElement, this.element);
    this.#badges = find('.badges', HTMLElement, this.element);
    this.#output = output;
    output.add(this.#audio);
    this.element.dataset.peer = id;
    this.element.style.setProperty('--hue', String(hueOf(id)));
    this.mediaState = id === 'self' ? 'self' : 'connecting';
    const resized = () =>
      this.element.classList.toggle('portrait', this.video.videoHeight > this.video.videoWidth);
    this.video.addEventListener('resize', resized);
  }

  /** Whether this is the tile of a person, and not of a screen. */
  get isPerson() {
    return this.element.dataset.testid === 'tile';
  }

  get mediaState() {
    return this.element.dataset.state ?? '';
  }

  /** The state of the peer connection, or "self". */
  set mediaState(state) {
    this.element.dataset.state = state;
    this.#render();
  }

  get online() {
    return this.#online;
  }

  /** Whether the peer is connected to the server. */
  set online(online) {
    this.#online = online;
    this.#render();
  }

  /**
   * @param {Person} person
   * @param {string} label  the name to show
   */
  describe({ online, data }, label) {
    this.name = label;
    this.#online = online ?? true;
    this.#devices = typeof data === 'object' && data !== null ? data : {};
    this.#render();
  }

  /**
   * Plays tracks, sound and video in separate players: a single player would hold the sound back until the first frame of
   * the video, which may be late or never arrive.
   *
   * @param {object} media
   * @param {MediaStreamTrack | null} [media.video]
   * @param {MediaStreamTrack[]} [media.audios]
   * @param {boolean} [media.isMuted]  whether the microphone is muted
   * @param {boolean} [media.isOff]  whether the camera is off or declined
   * @returns {Promise<boolean>} false if the browser blocks the sound until the person interacts with the page
   */
  show({ video, audios = [], isMuted = false, isOff = false }) {
    this.#track = video;
    this.#isMuted = isMuted;
    this.#isOff = isOff;
    if (video) video.onmute = video.onunmute = () => this.#render();
    play(this.video, video ? [video] : []);
    this.#render();
    return play(this.#audio, audios);
  }

  /**
   * Adds the options for another person.
   *
   * @param {Participant} participant
   * @param {Room} room
   */
  addMenu(participant, room) {
    const menu = find('.tile-menu', HTMLDetailsElement, this.element);
    menu.hidden = false;
    const { id } = participant;
    for (const [device, sources] of Object.entries(OPTIONS)) {
      const receive = find(`[name=receive-${device}]`, HTMLInputElement, menu);
      receive.onchange = () => sources.forEach((source) => participant.decline(source, !receive.checked));
      const send = find(`[name=send-${device}]`, HTMLInputElement, menu);
      send.checked = !room.recipientsOf(device).except?.includes(id);
      send.onchange = () => sources.forEach((source) => exclude(room, source, id, !send.checked));
    }
    const closeUnless = (/** @type {EventTarget | null} */ place) => {
      if (!menu.contains(/** @type {Node | null} */ (place))) menu.open = false;
    };
    const { signal } = this.#removed;
    document.addEventListener('pointerdown', ({ target }) => closeUnless(target), { signal });
    menu.addEventListener('focusout', ({ relatedTarget }) => relatedTarget && closeUnless(relatedTarget));
    menu.addEventListener('keydown', ({ key }) => {
      if (key !== 'Escape' || !menu.open) return;
      menu.open = false;
      // The element that had the focus is hidden now.
      find('summary', HTMLElement, menu).focus();
    });
  }

  /** Starts blocked sound, after an interaction of the person. */
  unlockSound() {
    return start(this.#audio);
  }

  remove() {
    void this.show({});
    this.#removed.abort();
    this.#output.delete(this.#audio);
    this.element.remove();
  }

  #render() {
    const { element } = this;
    element.dataset.online = String(this.#online);
    this.#name.textContent =
      element.dataset.peer === 'self' && this.isPerson ? PERSON.self(this.name) : this.name;
    this.#avatar.textContent = initials(this.name);
    for (const part of ['summary', '.tile-menu-items'])
      find(part, HTMLElement, element).setAttribute('aria-label', PERSON.menu(this.name));
    this.video.setAttribute('aria-label', this.isPerson ? PERSON.video(this.name) : this.name);
    this.video.hidden = !this.#hasVideo();
    this.#status.textContent = this.#statusText();
    this.#showBadge('muted', this.#isMuted || this.#devices.audio === false);
    this.#showBadge('camera-off', this.#isOff || this.#devices.video === false);
    this.#showBadge('away', !this.#online && this.mediaState === 'connected');
  }

  /** A muted remote track has no frames: without this check, the last frame or black would stay. */
  #hasVideo() {
    const isOff = this.#isOff || this.#devices.video === false;
    return !isOff && this.#track?.readyState === 'live' && !this.#track.muted;
  }

  #statusText() {
    const name = inSentence(this.name);
    if (!this.isPerson || this.mediaState === 'self' || this.mediaState === 'connected') return '';
    if (!this.#online) return PERSON.reconnecting(name);
    if (!CAN_CALL || this.#devices.calls === false) return PERSON.chatOnly(name);
    if (this.mediaState === 'failed') return PERSON.blocked;
    if (this.mediaState === 'disconnected') return PERSON.interrupted(name);
    return PERSON.connecting(name);
  }

  /**
   * @param {string} name
   * @param {boolean} shown
   */
  #showBadge(name, shown) {
    find(`.badge-${name}`, HTMLElement, this.#badges).hidden = !shown || !this.isPerson;
  }
}

/**
 * @param {HTMLMediaElement} player
 * @param {MediaStreamTrack[]} tracks
 */
function play(player, tracks) {
  const before = /** @type {MediaStream | null} */ (player.srcObject)?.getTracks() ?? [];
  const isSame = before.length === tracks.length && tracks.every((track) => before.includes(track));
  if (!isSame) player.srcObject = tracks.length ? new MediaStream(tracks) : null;
  return start(player);
}

/** @param {HTMLMediaElement} player */
async function start(player) {
  if (!player.srcObject) return true;
  try {
    await player.play();
    return true;
  } catch (error) {
    // Other errors mean that the stream was replaced meanwhile (HTML standard, "media element").
    const isBlocked = error instanceof DOMException && error.name === 'NotAllowedError';
    return !isBlocked;
  }
}

/** A color for the avatar, the same for every viewer. @param {string} id */
function hueOf(id) {
  let sum = 0;
  for (const char of id) sum = (sum * 31 + char.charCodeAt(0)) % 360;
  return sum;
}

/** @param {Room} room @param {string} source @param {string} id @param {boolean} excluded */
function exclude(room, source, id, excluded) {
  const others = (room.recipientsOf(source).except ?? []).filter((other) => other !== id);
  room.setRecipients(source, { except: excluded ? [...others, id] : others });
}
