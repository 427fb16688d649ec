/** @import { TypedEventTarget } from '../signaling/events.js' */

/**
 * @typedef {object} AudioOutputEvents  the details of the events
 * @property {undefined} change  another device is used: chosen, or the default after the chosen one was unplugged
 */

/**
 * The loudspeaker of the players of a page. A player that is added later uses it too.
 */
export class AudioOutput extends /** @type {new () => TypedEventTarget<AudioOutputEvents>} */ (EventTarget) {
  /** @type {Set<HTMLMediaElement>} */
  #players = new Set();
  #chosen = '';
  #used = '';
  #mediaDevices;

  /** @param {MediaDevices | undefined} [mediaDevices] */
  constructor(mediaDevices = globalThis.navigator?.mediaDevices) {
    super();
    this.#mediaDevices = mediaDevices;
  }

  /** Whether the browser lets a page choose the output. */
  static get isSupported() {
    return 'setSinkId' in (globalThis.HTMLMediaElement?.prototype ?? {});
  }

  /** Id of the device in use; empty for the default. */
  get deviceId() {
    return this.#used;
  }

  /** The devices to choose from. Browsers reveal them once the person has allowed the microphone. */
  async devices() {
    const all = (await this.#mediaDevices?.enumerateDevices?.().catch(() => undefined)) ?? [];
    return all.filter(({ kind, deviceId }) => kind === 'audiooutput' && deviceId);
  }

  /** @param {HTMLMediaElement} player  to be removed with `delete` */
  add(player) {
    if (this.#players.size === 0) {
      // The listener keeps this object alive, so it is there only as long as there are players.
      this.#mediaDevices?.addEventListener?.('devicechange', this.#onDeviceChange);
      this.#onDeviceChange();
    }
    this.#players.add(player);
    if (this.#used) player.setSinkId(this.#used).catch(() => {});
  }

  /** @param {HTMLMediaElement} player */
  delete(player) {
    this.#players.delete(player);
    if (this.#players.size === 0)
      this.#mediaDevices?.removeEventListener?.('devicechange', this.#onDeviceChange);
  }

  /**
   * @param {string} deviceId  empty for the default
   * @returns {Promise<boolean>} false if the device does not work: the one before is used then
   */
  async choose(deviceId) {
    const before = this.#chosen;
    this.#chosen = deviceId;
    const works = await this.#use(deviceId);
    // A later choice counts.
    if (!works && this.#chosen === deviceId) this.#chosen = before;
    return works;
  }

  /** Falls back to the default without the chosen device, and returns to it. */
  #onDeviceChange = async () => {
    if (!this.#chosen) return;
    const devices = await this.devices();
    const isThere = devices.some(({ deviceId }) => deviceId === this.#chosen);
    await this.#use(isThere ? this.#chosen : '');
  };

  /** @param {string} deviceId */
  async #use(deviceId) {
    if (deviceId === this.#used) return true;
    const set = (/** @type {string} */ id) =>
      Promise.allSettled([...this.#players].map(async (player) => player.setSinkId(id)));
    const works = (await set(deviceId)).every(({ status }) => status === 'fulfilled');
    if (works) this.#used = deviceId;
    else await set(this.#used);
    this.dispatchEvent(new CustomEvent('change'));
    return works;
  }
}
