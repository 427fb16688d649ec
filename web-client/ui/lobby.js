import { DeviceSelect } from './device-select.js';
import { validName } from './display-name.js';
import { byId } from './dom.js';
import { LevelMeter } from './level-meter.js';
import { mediaToggle } from './media-toggle.js';
import { RoomField } from './room-field.js';
import { load, save } from './storage.js';
import { LOBBY } from './strings.js';

/** @import { LocalMedia } from './local-media.js' */

const NAME_ITEM = 'parley.name';

/**
 * The view before a call: preview, devices, and the form with name and room. Dispatches `join`, with `{ name, room }`, and
 * `cancel`.
 */
export class Lobby extends EventTarget {
  #section = byId('lobby', HTMLElement);
  #title = byId('lobby-title', HTMLElement);
  #form = byId('join-form', HTMLFormElement);
  #name = byId('name', HTMLInputElement);
  #nameProblem = byId('name-problem', HTMLElement);
  #fields = byId('join-fields', HTMLFieldSetElement);
  #join = byId('join', HTMLButtonElement);
  #cancel = byId('cancel', HTMLButtonElement);
  #preview = byId('preview', HTMLVideoElement);
  #previewText = byId('preview-text', HTMLElement);
  #previewStart = byId('preview-start', HTMLButtonElement);
  #meter = new LevelMeter(byId('level', HTMLElement));
  #room = new RoomField();
  #media;

  /** @param {LocalMedia} media */
  constructor(media) {
    super();
    this.#media = media;
    mediaToggle(byId('lobby-mute', HTMLButtonElement), 'microphone', media);
    mediaToggle(byId('lobby-camera', HTMLButtonElement), 'camera', media);
    for (const [id, device] of /** @type {const} */ ([
      ['microphones', 'microphone'],
      ['cameras', 'camera'],
    ])) {
      const select = byId(id, HTMLSelectElement);
      new DeviceSelect(byId(`${id}-field`, HTMLElement), select, device, media);
    }
    this.#name.value = load('localStorage', NAME_ITEM) ?? '';
    this.#name.addEventListener('input', () => this.#showNameProblem(''));
    this.#form.addEventListener('submit', (event) => this.#submit(event));
    this.#previewStart.addEventListener('click', () => this.#startPreview());
    this.#cancel.addEventListener('click', () => this.dispatchEvent(new Event('cancel')));
    media.addEventListener('change', () => this.#showMedia());
  }

  /** @param {string} room  from the address of the page; empty for none */
  show(room) {
    this.#section.hidden = false;
    this.#room.fill(room);
    this.#title.textContent = room ? LOBBY.titleInvited : LOBBY.titleNew;
    this.joining = false;
    this.#showMedia();
  }

  hide() {
    this.#section.hidden = true;
    this.#meter.stop();
    this.#preview.srcObject = null;
  }

  /** Moves the focus here, after a call. */
  focus() {
    this.#title.focus();
  }

  /** @param {boolean} joining */
  set joining(joining) {
    this.#fields.disabled = joining;
    this.#join.textContent = joining ? LOBBY.joining : LOBBY.join;
    this.#cancel.hidden = !joining;
    // The button with the focus is disabled now, and would drop the focus to the top of the page.
    if (joining) this.#cancel.focus();
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    event.preventDefault();
    const name = validName(this.#name.value);
    this.#showNameProblem(name ? '' : LOBBY.nameMissing);
    const room = this.#room.complete();
    if (!name) return this.#name.focus();
    if (!room) return this.#room.focus();
    this.#name.value = name;
    save('localStorage', NAME_ITEM, name);
    this.dispatchEvent(new CustomEvent('join', { detail: { name, room } }));
  }

  /** @param {string} sentence  empty for none */
  #showNameProblem(sentence) {
    this.#nameProblem.textContent = sentence;
    this.#name.setAttribute('aria-invalid', String(sentence !== ''));
  }

  #showMedia() {
    if (this.#section.hidden) return;
    const { stream } = this.#media;
    // A player of a stream without video would keep the browser's loading indicator on.
    const shown = this.#media.has('camera') ? stream : null;
    if (this.#preview.srcObject !== shown) this.#preview.srcObject = shown;
    this.#preview.hidden = !shown;
    this.#previewStart.hidden = !this.#media.released || shown !== null;
    this.#previewText.textContent = this.#previewSentence();
    this.#meter.follow(this.#media.isOn('microphone') ? stream : new MediaStream());
  }

  #startPreview() {
    // The button is hidden then, and would drop the focus to the top of the page.
    byId('lobby-camera', HTMLButtonElement).focus();
    void this.#media.openWanted();
  }

  #previewSentence() {
    if (this.#media.opening) return LOBBY.askingForDevices;
    if (this.#media.released) return LOBBY.released;
    return this.#media.problems.has('camera') ? LOBBY.noCamera : LOBBY.cameraOff;
  }
}
