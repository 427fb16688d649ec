import { initials, inSentence } from './display-name.js';
import { find, fromTemplate } from './dom.js';
import { PERSON } from './strings.js';

/**
 * @typedef {{ id: string, name?: string, online?: boolean, data?: unknown }} Person  a roster entry
 * @typedef {{ audio?: boolean, video?: boolean }} Devices  what is on, as in the data of the roster entry
 */

/**
 * One person in the grid: video, sound, name, and the state of the connection. It has two states: that of the media
 * (`mediaState`) and that of the peer's signaling (`online`), which fail independently of each other.
 */
export class Tile {
  element = fromTemplate('tile-template');
  name = '';
  #online = true;
  /** @type {Devices} */
  #devices = {};
  /** @type {MediaStream | null} */
  #stream = null;
  #video = find('video', HTMLVideoElement, this.element);
  #audio = find('audio', HTMLAudioElement, this.element);
  #name = find('.tile-name', HTMLElement, this.element);
  #avatar = find('.avatar', HTMLElement, this.element);
  #status = find('.tile-status', HTMLElement, this.element);
  #badges = find('.badges', HTMLElement, this.element);

  /** @param {string} id  of the peer, or "self" */
  constructor(id) {
    this.element.dataset.peer = id;
    this.element.style.setProperty('--hue', String(hueOf(id)));
    this.mediaState = id === 'self' ? 'self' : 'connecting';
    const resized = () =>
      this.element.classList.toggle('portrait', this.#video.videoHeight > this.#video.videoWidth);
    this.#video.addEventListener('resize', resized);
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
   * Plays a stream, sound and video in separate players: a single player would hold the sound back until the first frame of
   * the video, which may be late or never arrive.
   *
   * @param {MediaStream | null} stream
   * @returns {Promise<boolean>} false if the browser blocks the sound until the person interacts with the page
   */
  show(stream) {
    this.#stream = stream;
    for (const track of stream?.getTracks() ?? []) track.onmute = track.onunmute = () => this.#render();
    play(this.#video, stream?.getVideoTracks() ?? []);
    this.#render();
    const audible = this.mediaState === 'self' ? [] : (stream?.getAudioTracks() ?? []);
    return play(this.#audio, audible);
  }

  /** Starts blocked sound, after an interaction of the person. */
  unlockSound() {
    return start(this.#audio);
  }

  remove() {
    void this.show(null);
    this.element.remove();
  }

  #render() {
    const { element } = this;
    element.dataset.online = String(this.#online);
    this.#name.textContent = element.dataset.peer === 'self' ? PERSON.self(this.name) : this.name;
    this.#avatar.textContent = initials(this.name);
    this.#video.setAttribute('aria-label', PERSON.video(this.name));
    this.#video.hidden = !this.#hasVideo();
    this.#status.textContent = this.#statusText();
    this.#showBadge('muted', this.#devices.audio === false);
    this.#showBadge('camera-off', this.#devices.video === false);
    this.#showBadge('away', !this.#online && this.mediaState === 'connected');
  }

  /** A muted remote track has no frames: without this check, the last frame or black would stay. */
  #hasVideo() {
    const tracks = this.#stream?.getVideoTracks() ?? [];
    return (
      this.#devices.video !== false && tracks.some((track) => track.readyState === 'live' && !track.muted)
    );
  }

  #statusText() {
    const name = inSentence(this.name);
    if (this.mediaState === 'self' || this.mediaState === 'connected') return '';
    if (!this.#online) return PERSON.reconnecting(name);
    if (this.mediaState === 'failed') return PERSON.blocked;
    if (this.mediaState === 'disconnected') return PERSON.interrupted(name);
    return PERSON.connecting(name);
  }

  /**
   * @param {string} name
   * @param {boolean} shown
   */
  #showBadge(name, shown) {
    find(`.badge-${name}`, HTMLElement, this.#badges).hidden = !shown;
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
