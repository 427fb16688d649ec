/** @import { Kind, LocalMedia } from './local-media.js' */

/**
 * The list of cameras or microphones, hidden unless there is a choice. It is read again after each change of the media:
 * browsers reveal the names of devices only once one is in use.
 */
export class DeviceSelect {
  #field;
  #select;
  #kind;
  #media;

  /**
   * @param {HTMLElement} field  with the select and its label
   * @param {HTMLSelectElement} select
   * @param {Kind} kind
   * @param {LocalMedia} media
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
    // Without permission, browsers return one device of each kind without an id.
    return all.filter((device) => device.kind === kind && device.deviceId);
  }
}
