import { byId, find } from './dom.js';
import { CALL, STATIC } from './strings.js';

/** @import { Announcer } from './announcer.js' */

/** Time for which a button shows that the link was copied, in milliseconds. */
const COPIED_FOR = 2_500;

/** The link to the room, and the buttons that copy it. */
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
      // There is no clipboard in an insecure context, or without permission. The selection makes copying by hand easy.
      getSelection()?.selectAllChildren(this.#text);
      return this.#announcer.announce(CALL.copyByHand(url));
    }
    this.#announcer.announce(CALL.linkCopied);
    const label = find('.label', HTMLElement, button);
    label.textContent = CALL.copied;
    setTimeout(() => (label.textContent = STATIC['copy-link']), COPIED_FOR);
  }
}
