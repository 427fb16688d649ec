import { find, fromTemplate } from './dom.js';
import { initials, spoken } from './person-name.js';

/**
 * @typedef {{ id: string, name?: string, online?: boolean, data?: unknown }} Person a roster entry
 * @typedef {{ audio?: boolean, video?: boolean }} Devices what a person's roster data says is on
 */

/** One person in the grid: picture, sound, name, and what is the matter. */
export class Tile {
  element = fromTemplate('tile-template');
  name = '';
  #online = true;
  /** @type {Devices} */
  #devices = {};
  /** @type {MediaStream | null} */
  #stream = null;
  #picture = find('video', HTMLVideoElement, this.element);
  #sound = find('audio', HTMLAudioElement, this.element);
  #name = find('.tile-name', HTMLElement, this.element);
  #avatar = find('.avatar', HTMLElement, this.element);
  #status = find('.tile-status', HTMLElement, this.element);
  #badges = find('.badges', HTMLElement, this.element);

  /** @param {string} id a peer's id, or "self" */
  constructor(id) {
    this.element.dataset.peer = id;
    this.element.style.setProperty('--hue', String(hue(id)));
    this.media = id === 'self' ? 'self' : 'connecting';
    const turned = () =>
      this.element.classList.toggle('portrait', this.#picture.videoHeight > this.#picture.videoWidth);
    this.#picture.addEventListener('resize', turned);
  }

  get media() {
    return this.element.dataset.state ?? '';
  }

  /** What is known of the media's way: the mesh's word for it, or "self". */
  set media(state) {
    this.element.dataset.state = state;
    this.#render();
  }

  get online() {
    return this.#online;
  }

  set online(online) {
    this.#online = online;
    this.#render();
  }

  /**
   * @param {Person} person
   * @param {string} label what to call them
   */
  describe({ online, data }, label) {
    this.name = label;
    this.#online = online ?? true;
    this.#devices = typeof data === 'object' && data !== null ? data : {};
    this.#render();
  }

  /**
   * Sound and picture play apart: a picture that is late or never comes must not hold the sound back.
   *
   * @param {MediaStream | null} stream
   * @returns {Promise<boolean>} whether the browser lets it be heard
   */
  show(stream) {
    this.#stream = stream;
    for (const track of stream?.getTracks() ?? []) track.onmute = track.onunmute = () => this.#render();
    play(this.#picture, stream?.getVideoTracks() ?? []);
    this.#render();
    const heard = this.media === 'self' ? [] : (stream?.getAudioTracks() ?? []);
    return play(this.#sound, heard);
  }

  /** Tries again, after the person has touched the page. */
  unlock() {
    return playing(this.#sound);
  }

  remove() {
    void this.show(null);
    this.element.remove();
  }

  #render() {
    const { element } = this;
    element.dataset.online = String(this.#online);
    this.#name.textContent = element.dataset.peer === 'self' ? `${this.name} (you)` : this.name;
    this.#avatar.textContent = initials(this.name);
    this.#picture.setAttribute('aria-label', `Picture of ${this.name}`);
    this.#picture.hidden = !this.#isPictured();
    this.#status.textContent = this.#trouble();
    this.#badge('muted', this.#devices.audio === false);
    this.#badge('camera-off', this.#devices.video === false);
    this.#badge('away', !this.#online && this.media === 'connected');
  }

  #isPictured() {
    const tracks = this.#stream?.getVideoTracks() ?? [];
    return (
      this.#devices.video !== false && tracks.some((track) => track.readyState === 'live' && !track.muted)
    );
  }

  #trouble() {
    const name = spoken(this.name);
    if (this.media === 'self' || this.media === 'connected') return '';
    if (!this.#online) return `${name} lost the connection. Reconnecting…`;
    if (this.media === 'failed')
      return 'Sound and picture cannot get through. A network on the way may block them.';
    if (this.media === 'disconnected') return `The way to ${name} is interrupted…`;
    return `Connecting to ${name}…`;
  }

  /**
   * @param {string} name
   * @param {boolean} shown
   */
  #badge(name, shown) {
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
  return playing(player);
}

/** @param {HTMLMediaElement} player */
async function playing(player) {
  if (!player.srcObject) return true;
  try {
    await player.play();
    return true;
  } catch (error) {
    // Only this one is the autoplay rule; others say that the stream was changed meanwhile.
    return !(error instanceof DOMException && error.name === 'NotAllowedError');
  }
}

/** @param {string} id */
function hue(id) {
  let sum = 0;
  for (const char of id) sum = (sum * 31 + char.charCodeAt(0)) % 360;
  return sum;
}
