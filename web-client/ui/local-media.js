import { LocalMedia as DeviceMedia } from '../media/local-media.js';
import { load, save } from './storage.js';

/** @import { DeviceName } from '../media/local-media.js' */

/** Whether this browser has WebRTC. A person without it can chat. */
export const CAN_CALL = 'RTCPeerConnection' in globalThis;

const RELEASED_ITEM = 'parley.released';

/**
 * The person's sources, with what the person wants of them. Dispatches `toggled`, with the name of the device, when the person
 * has turned the microphone or the camera on or off.
 */
export class LocalMedia extends DeviceMedia {
  /** The microphone and the camera. The same stream for the life of the page; tracks come and go. */
  stream = new MediaStream();
  /**
   * After a call, devices are released until the person joins again or asks for the preview. Stored, because the person may
   * return to the page.
   */
  #released = load('sessionStorage', RELEASED_ITEM) === 'yes';
  /** Stored, so that a person who has muted stays muted after a reload. @type {Record<DeviceName, boolean>} */
  #wanted = { microphone: loadWanted('microphone'), camera: loadWanted('camera') };

  constructor() {
    super();
    this.mute('microphone', !this.#wanted.microphone);
    // The first listener, so that the others find the stream up to date.
    this.addEventListener('change', () => this.#updateStream());
  }

  /** Opens the devices that the person wants. A muted microphone is opened too, so that it is back at once. */
  openWanted() {
    this.released = false;
    return this.open({ camera: this.#wanted.camera });
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

  /** @param {DeviceName} name */
  has(name) {
    return Boolean(this.sources.get(name)?.track);
  }

  /** Whether a device is on, or will be when the released devices are opened again. @param {DeviceName} name */
  isOn(name) {
    const source = this.sources.get(name);
    if (source) return source.track !== null && !source.muted;
    return this.released && this.#wanted[name] && !this.problems.has(name);
  }

  /** The data for the roster, which tells the other people what is on. */
  get data() {
    const devices = { audio: this.has('microphone') && this.isOn('microphone'), video: this.has('camera') };
    return CAN_CALL ? devices : { ...devices, calls: false };
  }

  /** Turns a device on or off; opens it if it is not there. @param {DeviceName} name */
  async toggle(name) {
    const isOn = this.isOn(name);
    if (!isOn && !this.has(name) && this.opening) return;
    this.#wanted[name] = !isOn;
    save('sessionStorage', itemOf(name), isOn ? 'off' : 'on');
    if (name === 'microphone') this.mute('microphone', isOn);
    else if (isOn) this.stop('camera');
    if (!isOn && !this.has(name)) await this.start(name);
    // Otherwise `problems` has the reason.
    if (this.isOn(name) !== isOn) this.dispatchEvent(new CustomEvent('toggled', { detail: name }));
  }

  #updateStream() {
    const now = [this.sources.get('microphone')?.track, this.sources.get('camera')?.track];
    const before = this.stream.getTracks();
    for (const track of before) if (!now.includes(track)) this.stream.removeTrack(track);
    for (const track of now) if (track && !before.includes(track)) this.stream.addTrack(track);
  }
}

/** @param {DeviceName} name */
function loadWanted(name) {
  return load('sessionStorage', itemOf(name)) !== 'off';
}

/** @param {DeviceName} name */
function itemOf(name) {
  return `parley.${name}`;
}
