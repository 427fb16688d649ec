import { LocalMedia as DeviceMedia } from '../media/local-media.js';
import { load, save } from './storage.js';

/** @typedef {'audio' | 'video'} Kind */

/** Whether this browser has WebRTC. A person without it can chat. */
export const CAN_CALL = 'RTCPeerConnection' in globalThis;

const RELEASED_ITEM = 'parley.released';

const NAMES = /** @type {const} */ ({ audio: 'microphone', video: 'camera' });

/**
 * The person's sources, with what the person wants of them. Dispatches `toggled`, with the kind, when the person has turned
 * the microphone or the camera on or off.
 */
export class LocalMedia extends DeviceMedia {
  /** The microphone and the camera. The same stream for the life of the page; tracks come and go. */
  stream = new MediaStream();
  /**
   * After a call, devices are released until the person joins again or asks for the preview. Stored, because the person may
   * return to the page.
   */
  #released = load('sessionStorage', RELEASED_ITEM) === 'yes';
  /** Stored, so that a person who has muted stays muted after a reload. @type {Record<Kind, boolean>} */
  #wanted = { audio: loadWanted('audio'), video: loadWanted('video') };

  constructor() {
    super();
    this.mute('microphone', !this.#wanted.audio);
    // The first listener, so that the others find the stream up to date.
    this.addEventListener('change', () => this.#updateStream());
  }

  /** Opens the devices that the person wants. A muted microphone is opened too, so that it is back at once. */
  openWanted() {
    this.released = false;
    return this.open({ camera: this.#wanted.video });
  }

  get released() {
    return this.#released;
  }

  set released(released) {
    this.#released = released;
    save('sessionStorage', RELEASED_ITEM, released ? 'yes' : 'no');
  }

  /** Releases all devices, until `openWanted`. */
  release() {
    this.released = true;
    this.close();
  }

  /** @param {Kind} kind */
  has(kind) {
    return Boolean(this.#source(kind)?.track);
  }

  /** Whether a device is on, or will be when the released devices are opened again. @param {Kind} kind */
  isOn(kind) {
    const source = this.#source(kind);
    if (source) return source.track !== null && !source.muted;
    return this.released && this.#wanted[kind] && !this.problems.has(NAMES[kind]);
  }

  /** The data for the roster, which tells the other people what is on. */
  get data() {
    const devices = { audio: this.has('audio') && this.isOn('audio'), video: this.has('video') };
    return CAN_CALL ? devices : { ...devices, calls: false };
  }

  /** Turns a device on or off; opens it if it is not there. @param {Kind} kind */
  async toggle(kind) {
    const isOn = this.isOn(kind);
    if (!isOn && !this.has(kind) && this.opening) return;
    this.#wanted[kind] = !isOn;
    save('sessionStorage', itemOf(kind), isOn ? 'off' : 'on');
    if (kind === 'audio') this.mute('microphone', isOn);
    else if (isOn) this.stop('camera');
    if (!isOn && !this.has(kind)) await this.start(NAMES[kind]);
    // Otherwise `problems` has the reason.
    if (this.isOn(kind) !== isOn) this.dispatchEvent(new CustomEvent('toggled', { detail: kind }));
  }

  /** @param {Kind} kind */
  #source(kind) {
    return this.sources.get(NAMES[kind]);
  }

  #updateStream() {
    const now = [this.#source('audio')?.track, this.#source('video')?.track];
    const before = this.stream.getTracks();
    for (const track of before) if (!now.includes(track)) this.stream.removeTrack(track);
    for (const track of now) if (track && !before.includes(track)) this.stream.addTrack(track);
  }
}

/** @param {Kind} kind */
function loadWanted(kind) {
  return load('sessionStorage', itemOf(kind)) !== 'off';
}

/** @param {Kind} kind */
function itemOf(kind) {
  return `parley.${NAMES[kind]}`;
}
