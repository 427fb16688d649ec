/** @import { Kind, OwnMedia } from './own-media.js' */

/** Lets a person with more than one camera or microphone choose; it is not shown to the others. */
export class DeviceChoice {
  #field;
  #select;
  #kind;
  #media;

  /**
   * @param {HTMLElement} field what holds the select and its label
   * @param {HTMLSelectElement} select
   * @param {Kind} kind
   * @param {OwnMedia} media
   */
  constructor(field, select, kind, media) {
    this.#field = field;
    this.#select = select;
    this.#kind = kind;
    this.#media = media;
    select.addEventListener('change', () => void media.choose(kind, select.value));
    media.addEventListener('change', () => void this.#render());
    navigator.mediaDevices?.addEventListener('devicechange', () => void this.#render());
  }

  async #render() {
    if (this.#media.opening) return;
    const devices = await this.#devices();
    const current = this.#media.deviceId(this.#kind);
    this.#select.replaceChildren(
      ...devices.map(({ label, deviceId }) => new Option(label, deviceId, false, deviceId === current)),
    );
    this.#field.hidden = devices.length < 2 || !current;
  }

  async #devices() {
    const kind = `${this.#kind}input`;
    const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    // Without permission there are no ids, and nothing to choose from.
    return all.filter((device) => device.kind === kind && device.deviceId);
  }
}
