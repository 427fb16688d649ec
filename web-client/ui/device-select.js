/** @import { DeviceName } from '../media/local-media.js' */
/** @import { LocalMedia } from './local-media.js' */

/**
 * The list of cameras or microphones, hidden unless there is a choice. It is read again after each change of the media:
 * browsers reveal the names of devices only once one is in use.
 */
export class DeviceSelect {
  #field;
  #select;
  #name;
  #media;

  /**
   * @param {HTMLElement} field  with the select and its label
   * @param {HTMLSelectElement} select
   * @param {DeviceName} name
   * @param {LocalMedia} media
   */
  constructor(field, select, name, media) {
    this.#field = field;
    this.#select = select;
    this.#name = name;
    this.#media = media;
    select.addEventListener('change', () => void media.choose(name, select.value));
    for (const type of ['change', 'devices']) media.addEventListener(type, () => void this.#render());
  }

  async #render() {
    if (this.#media.opening) return;
    const devices = await this.#media.devices(this.#name === 'camera' ? 'videoinput' : 'audioinput');
    const current = this.#media.sources.get(this.#name);
    this.#select.replaceChildren(
      ...devices.map(
        ({ label, deviceId }) => new Option(label, deviceId, false, deviceId === current?.deviceId),
      ),
    );
    this.#field.hidden = devices.length < 2 || !current?.track;
  }
}
