import { AudioOutput } from '../media/audio-output.js';
import { byId } from './dom.js';

/** @import { LocalMedia } from './local-media.js' */

/** The dialog in which a person chooses devices during a call: with the fields of the lobby, and the speaker. */
export class Settings {
  #dialog = byId('settings', HTMLDialogElement);
  #devices = byId('devices', HTMLElement);
  #lobby = /** @type {HTMLElement} */ (this.#devices.parentElement);
  #speakersField = byId('speakers-field', HTMLElement);
  #speakers = byId('speakers', HTMLSelectElement);
  #output;

  /** @param {LocalMedia} media @param {AudioOutput} output */
  constructor(media, output) {
    this.#output = output;
    this.#speakers.addEventListener('change', () => void output.choose(this.#speakers.value));
    for (const target of [media, output]) target.addEventListener('change', () => void this.#render());
    media.addEventListener('devices', () => void this.#render());
    byId('settings-open', HTMLButtonElement).addEventListener('click', () => void this.#open());
    this.#dialog.addEventListener('close', () => this.#lobby.append(this.#devices));
  }

  close() {
    this.#dialog.close();
  }

  async #open() {
    await this.#render();
    this.#speakersField.before(this.#devices);
    const fields = [...this.#dialog.querySelectorAll('.field')];
    byId('settings-empty', HTMLElement).hidden = fields.some(
      (field) => !(/** @type {HTMLElement} */ (field).hidden),
    );
    this.#dialog.showModal();
  }

  async #render() {
    const devices = AudioOutput.isSupported ? await this.#output.devices() : [];
    const { deviceId: current } = this.#output;
    const options = devices.map(({ label, deviceId }) => {
      return new Option(label, deviceId, false, deviceId === (current || 'default'));
    });
    this.#speakers.replaceChildren(...options);
    this.#speakersField.hidden = devices.length < 2;
  }
}
