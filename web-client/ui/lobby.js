import { byId } from './dom.js';
import { DeviceChoice } from './device-choice.js';
import { LevelMeter } from './level-meter.js';
import { mediaToggle } from './media-toggle.js';
import { recall, remember } from './memory.js';
import { personName } from './person-name.js';
import { RoomField } from './room-field.js';

/** @import { OwnMedia } from './own-media.js' */

/** Where one sees oneself, says who one is, and goes in: a `join` event with `{name, room}`, or `cancel`. */
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
  #meter = new LevelMeter(byId('level', HTMLElement));
  #room = new RoomField();
  #media;

  /** @param {OwnMedia} media */
  constructor(media) {
    super();
    this.#media = media;
    mediaToggle(byId('lobby-mute', HTMLButtonElement), 'audio', media);
    mediaToggle(byId('lobby-camera', HTMLButtonElement), 'video', media);
    for (const [id, kind] of /** @type {const} */ ([
      ['microphones', 'audio'],
      ['cameras', 'video'],
    ])) {
      const select = byId(id, HTMLSelectElement);
      new DeviceChoice(byId(`${id}-field`, HTMLElement), select, kind, media);
    }
    this.#name.value = recall('localStorage', 'parley.name') ?? '';
    this.#name.addEventListener('input', () => this.#complain(''));
    this.#form.addEventListener('submit', (event) => this.#submit(event));
    this.#cancel.addEventListener('click', () => this.dispatchEvent(new Event('cancel')));
    media.addEventListener('change', () => this.#showMedia());
  }

  /** @param {string} room the one that the address tells, or empty */
  show(room) {
    this.#section.hidden = false;
    this.#room.fill(room);
    this.#title.textContent = room ? 'Ready to join?' : 'Talk face to face';
    this.joining = false;
    this.#showMedia();
  }

  hide() {
    this.#section.hidden = true;
    this.#meter.stop();
    this.#preview.srcObject = null;
  }

  /** For somebody who has just come back from a call. */
  focus() {
    this.#title.focus();
  }

  /** @param {boolean} joining */
  set joining(joining) {
    this.#fields.disabled = joining;
    this.#join.textContent = joining ? 'Joining…' : 'Join';
    this.#cancel.hidden = !joining;
    if (joining) this.#cancel.focus();
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    event.preventDefault();
    const name = personName(this.#name.value);
    this.#complain(name ? '' : 'Type your name, so that the others know who you are.');
    const room = this.#room.settle();
    if (!name) return this.#name.focus();
    if (!room) return this.#room.focus();
    this.#name.value = name;
    remember('localStorage', 'parley.name', name);
    this.dispatchEvent(new CustomEvent('join', { detail: { name, room } }));
  }

  /** @param {string} sentence */
  #complain(sentence) {
    this.#nameProblem.textContent = sentence;
    this.#name.setAttribute('aria-invalid', String(sentence !== ''));
  }

  #showMedia() {
    if (this.#section.hidden) return;
    const { stream } = this.#media;
    // A player of a stream without a picture would keep the page "loading" for ever.
    const shown = this.#media.has('video') ? stream : null;
    if (this.#preview.srcObject !== shown) this.#preview.srcObject = shown;
    this.#preview.hidden = !this.#media.isOn('video');
    this.#previewText.textContent = this.#previewSentence();
    this.#meter.follow(this.#media.isOn('audio') ? stream : new MediaStream());
  }

  #previewSentence() {
    if (this.#media.opening)
      return 'Your browser may ask whether this page may use your camera and microphone.';
    return this.#media.has('video')
      ? 'Your camera is off.'
      : 'No camera. You can still join, to watch and to listen.';
  }
}
