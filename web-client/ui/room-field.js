import { byId } from './dom.js';
import { pathOfRoom, roomName, whyNoRoom } from './room-name.js';
import { suggestRoom } from './suggestion.js';

/** The field for the room: shows what becomes of what one types, and has a name ready for who types none. */
export class RoomField {
  #input = byId('room', HTMLInputElement);
  #hint = byId('room-hint', HTMLElement);
  #problem = byId('room-problem', HTMLElement);
  #suggester = byId('suggest', HTMLButtonElement);
  #suggestion = suggestRoom();
  /** The room of the link that somebody followed. */
  #invited = '';

  constructor() {
    this.#input.addEventListener('input', () => this.#render());
    this.#suggester.addEventListener('click', () => this.#suggest());
  }

  /** @param {string} room the one that the page's address tells, or empty */
  fill(room) {
    this.#invited = room;
    this.#input.value = roomName(room) || room;
    // Who was sent a link wants that room and no other.
    this.#suggester.hidden = room !== '';
    this.#render();
  }

  /** Makes a valid name of what is there, visibly; empty if that cannot be. */
  settle() {
    const typed = this.#input.value.trim();
    const room = typed ? roomName(typed) : this.#suggestion;
    if (room) this.#input.value = room;
    this.#render();
    return room;
  }

  focus() {
    this.#input.focus();
  }

  #suggest() {
    this.#input.value = suggestRoom();
    this.#render();
  }

  #render() {
    const typed = this.#input.value.trim();
    const room = typed ? roomName(typed) : this.#suggestion;
    this.#input.placeholder = this.#suggestion;
    this.#input.setAttribute('aria-invalid', String(!room));
    this.#problem.textContent = room ? '' : whyNoRoom(typed);
    this.#hint.hidden = !room || room === this.#invited;
    this.#hint.textContent = `${typed ? 'The link will be' : 'Left empty, the link will be'} ${location.host}${pathOfRoom(room)}`;
  }
}
