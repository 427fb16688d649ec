import { openMedia } from '../media/devices.js';
import { load, save } from './storage.js';

/**
 * @typedef {'audio' | 'video'} Kind
 * @typedef {{ device: 'camera' | 'microphone' | 'both', name: string }} Problem  `name`: see `MediaProblem`; or 'Ended'
 */

/** @type {Record<Kind, 'camera' | 'microphone'>} */
const DEVICE = { audio: 'microphone', video: 'camera' };

/**
 * The person's camera and microphone: present or not, on or off. Dispatches `change` for any change, and `toggled`, with the
 * kind, for a change by the person.
 */
export class LocalMedia extends EventTarget {
  /** The same stream for the life of the page; tracks come and go. */
  stream = new MediaStream();
  /** Whether devices are being opened, which may wait for the person's permission. */
  opening = false;
  /** @type {Problem[]} */
  problems = [];
  /** Stored, so that a person who has muted stays muted after a reload. @type {Record<Kind, boolean>} */
  #wanted = { audio: loadWanted('audio'), video: loadWanted('video') };
  /** Ids of the devices that the person has chosen. @type {Partial<Record<Kind, string>>} */
  #chosen = {};

  /** Opens both devices. Failures are in `problems`. */
  open() {
    return this.#open({ audio: true, video: true });
  }

  /** @param {Kind} kind */
  has(kind) {
    return this.#track(kind) !== undefined;
  }

  /** @param {Kind} kind */
  isOn(kind) {
    return this.#track(kind)?.enabled ?? false;
  }

  /** The data for the roster, which tells the other people what is on. */
  get data() {
    return { audio: this.isOn('audio'), video: this.isOn('video') };
  }

  /** Turns a device on or off; opens it if it is not there. @param {Kind} kind */
  async toggle(kind) {
    const track = this.#track(kind);
    if (!track && this.opening) return;
    this.#setWanted(kind, !this.isOn(kind));
    if (track) track.enabled = this.#wanted[kind];
    else await this.#open({ audio: kind === 'audio', video: kind === 'video' });
    this.#changed();
    // Without a track, `problems` has the reason.
    if (this.has(kind)) this.dispatchEvent(new CustomEvent('toggled', { detail: kind }));
  }

  /**
   * @param {Kind} kind
   * @param {string} deviceId
   */
  choose(kind, deviceId) {
    this.#chosen[kind] = deviceId;
    return this.#open({ audio: kind === 'audio', video: kind === 'video' });
  }

  /** @param {Kind} kind */
  deviceId(kind) {
    return this.#track(kind)?.getSettings().deviceId;
  }

  /** @param {Record<Kind, boolean>} kinds */
  async #open(kinds) {
    if (this.opening) return;
    this.opening = true;
    // Hides the notices of these devices, so that the same problem shows again if it persists.
    this.problems = this.problems.filter(({ device }) => isUnaffected(device, kinds));
    this.#changed();
    // Many phones cannot open a second camera while the first one is in use.
    for (const kind of /** @type {Kind[]} */ (['audio', 'video'])) if (kinds[kind]) this.#remove(kind);
    const { stream, problems } = await openMedia({
      audio: kinds.audio && this.#constraint('audio'),
      video: kinds.video && this.#constraint('video'),
    });
    for (const track of stream?.getTracks() ?? []) this.#add(track);
    this.problems = [...this.problems, ...problems];
    this.opening = false;
    this.#changed();
  }

  /** @param {MediaStreamTrack} track */
  #add(track) {
    const kind = /** @type {Kind} */ (track.kind);
    this.#remove(kind);
    track.enabled = this.#wanted[kind];
    track.onended = () => this.#ended(kind);
    this.stream.addTrack(track);
  }

  /** The device was unplugged, or the system has revoked it. @param {Kind} kind */
  #ended(kind) {
    this.#remove(kind);
    this.problems = [...this.problems, { device: DEVICE[kind], name: 'Ended' }];
    this.#changed();
  }

  /** @param {Kind} kind */
  #remove(kind) {
    const track = this.#track(kind);
    if (!track) return;
    track.onended = null;
    track.stop();
    this.stream.removeTrack(track);
  }

  /** @param {Kind} kind */
  #constraint(kind) {
    const id = this.#chosen[kind];
    return id ? { deviceId: { exact: id } } : true;
  }

  /**
   * @param {Kind} kind
   * @param {boolean} wanted
   */
  #setWanted(kind, wanted) {
    this.#wanted[kind] = wanted;
    save('sessionStorage', itemOf(kind), wanted ? 'on' : 'off');
  }

  /** @param {Kind} kind */
  #track(kind) {
    return this.stream.getTracks().find((track) => track.kind === kind);
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}

/** @param {Kind} kind */
function loadWanted(kind) {
  return load('sessionStorage', itemOf(kind)) !== 'off';
}

/** @param {Kind} kind */
function itemOf(kind) {
  return `parley.${DEVICE[kind]}`;
}

/**
 * Whether a problem is about a device that is not opened now.
 *
 * @param {string} device
 * @param {Record<Kind, boolean>} kinds
 */
function isUnaffected(device, kinds) {
  return (device === DEVICE.audio && !kinds.audio) || (device === DEVICE.video && !kinds.video);
}
