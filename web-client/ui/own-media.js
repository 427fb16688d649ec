import { openMedia } from '../media/devices.js';
import { recall, remember } from './memory.js';

/**
 * @typedef {'audio' | 'video'} Kind
 * @typedef {{ device: string, name: string, message: string }} MediaProblem
 */

/** @type {Record<Kind, string>} */
const DEVICE = { audio: 'microphone', video: 'camera' };

/**
 * The person's own camera and microphone: there or not, on or off. Each change is a `change` event; one that
 * the person made is `toggled`, too, with the kind.
 */
export class OwnMedia extends EventTarget {
  /** One stream for the life of the page, so that the others see sound and picture as one. */
  stream = new MediaStream();
  opening = false;
  /** @type {MediaProblem[]} */
  problems = [];
  /** Who has muted stays muted after a reload. @type {Record<Kind, boolean>} */
  #wanted = { audio: wasWanted('audio'), video: wasWanted('video') };
  /** @type {Partial<Record<Kind, string>>} */
  #chosen = {};

  /** PendingAsks for both; what cannot be had is told in `problems`. */
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

  /** What the roster tells the others. */
  get data() {
    return { audio: this.isOn('audio'), video: this.isOn('video') };
  }

  /** @param {Kind} kind */
  async toggle(kind) {
    const track = this.#track(kind);
    if (!track && this.opening) return;
    this.#want(kind, !this.isOn(kind));
    if (track) track.enabled = this.#wanted[kind];
    else await this.#open({ audio: kind === 'audio', video: kind === 'video' });
    this.#changed();
    // What could not be had is told in `problems`.
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
    // So that the same problem is told anew to who tries again.
    this.problems = this.problems.filter(({ device }) => isSpared(device, kinds));
    this.#changed();
    // Many phones cannot open a second camera while the first one runs.
    for (const kind of /** @type {Kind[]} */ (['audio', 'video'])) if (kinds[kind]) this.#drop(kind);
    const { stream, problems } = await openMedia({
      audio: kinds.audio && this.#constraint('audio'),
      video: kinds.video && this.#constraint('video'),
    });
    for (const track of stream?.getTracks() ?? []) this.#take(track);
    this.problems = [...this.problems, ...problems];
    this.opening = false;
    this.#changed();
  }

  /** @param {MediaStreamTrack} track */
  #take(track) {
    const kind = /** @type {Kind} */ (track.kind);
    this.#drop(kind);
    track.enabled = this.#wanted[kind];
    track.onended = () => this.#lost(kind);
    this.stream.addTrack(track);
  }

  /** @param {Kind} kind */
  #lost(kind) {
    this.#drop(kind);
    const message = `Your ${DEVICE[kind]} stopped: it was unplugged, or something else took it. Turn it on again to go on.`;
    this.problems = [...this.problems, { device: DEVICE[kind], name: 'Ended', message }];
    this.#changed();
  }

  /** @param {Kind} kind */
  #drop(kind) {
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
  #want(kind, wanted) {
    this.#wanted[kind] = wanted;
    remember('sessionStorage', place(kind), wanted ? 'on' : 'off');
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
function wasWanted(kind) {
  return recall('sessionStorage', place(kind)) !== 'off';
}

/** @param {Kind} kind */
function place(kind) {
  return `parley.${DEVICE[kind]}`;
}

/**
 * Whether a problem is with a device that is not tried now.
 *
 * @param {string} device
 * @param {Record<Kind, boolean>} kinds
 */
function isSpared(device, kinds) {
  return (device === DEVICE.audio && !kinds.audio) || (device === DEVICE.video && !kinds.video);
}
