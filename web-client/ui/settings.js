import { AudioOutput } from '../media/audio-output.js';
import { DeviceSelect } from './device-select.js';
import { byId } from './dom.js';

/** @import { LocalMedia } from './local-media.js' */

/** The dialog in which a person chooses devices during a call. */
export class Settings {
  #dialog = byId('settings', HTMLDialogElement);
  #speakersField = byId('speakers-field', HTMLElement);
  #speakers = byId('speakers', HTMLSelectElement);
  #fields = ['call-microphones-field', 'call-cameras-field', 'speakers-field'].map((id) =>
    byId(id, HTMLElement),
  );
  #output;

  /** @param {LocalMedia} media @param {AudioOutput} output */
  constructor(media, output) {
    this.#output = output;
    for (const [id, device] of /** @type {const} */ ([
      ['call-microphones', 'microphone'],
      ['call-cameras', 'camera'],
    ]))
      new DeviceSelect(byId(`${id}-field`, HTMLElement), byId(id, HTMLSelectElement), device, media);
    this.#speakers.addEventListener('change', () => void output.choose(this.#speakers.value));
    for (const target of [media, output]) target.addEventListener('change', () => void this.#render());
    media.addEventListener('devices', () => void this.#render());
    byId('settings-open', HTMLButtonElement).addEventListener('click', () => this.#dialog.showModal());
  }

  close() {
    this.#dialog.close();
  }

  async #render() {
    const devices = AudioOutput.isSupported ? await this.#output.devices() : [];
    const { deviceId: current } = this.#output;
    const options = devices.map(({ label, deviceId }) => {
      return new Option(label, deviceId, false, deviceId === (current || 'default'));
    });
    this.#speakers.replaceChildren(...options);
    this.#speakersField.hidden = devices.length < 2;
    byId('settings-empty', HTMLElement).hidden = this.#fields.some(({ hidden }) => !hidden);
  }
}
