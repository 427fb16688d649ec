import { byId, find } from './dom.js';

/** @import { Announcer } from './announcer.js' */

const SHOWN_FOR = 2_500;

/** The link that brings others into the room, and the buttons that copy it. */
export class RoomLink {
  #text = byId('room-link', HTMLElement);
  #announcer;

  /** @param {Announcer} announcer */
  constructor(announcer) {
    this.#announcer = announcer;
    for (const id of ['copy-link', 'copy-link-alone']) {
      const button = byId(id, HTMLButtonElement);
      button.addEventListener('click', () => void this.#copy(button));
    }
  }

  /** @param {string} url */
  set url(url) {
    this.#text.textContent = url;
  }

  /** @param {HTMLButtonElement} button */
  async #copy(button) {
    const url = this.#text.textContent ?? '';
    try {
      await navigator.clipboard.writeText(url);
    } catch {
      // Without https, or without permission, there is no clipboard.
      getSelection()?.selectAllChildren(this.#text);
      return this.#announcer.say(`Copy it by hand: ${url}`);
    }
    this.#announcer.say('Link copied. Send it to whom you want to meet.');
    const label = find('.label', HTMLElement, button);
    const before = label.dataset.text ?? label.textContent ?? '';
    label.dataset.text = before;
    label.textContent = 'Copied';
    setTimeout(() => (label.textContent = before), SHOWN_FOR);
  }
}
