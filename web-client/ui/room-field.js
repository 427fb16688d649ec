import { byId } from './dom.js';
import { pathOfRoom, roomName, roomProblem } from './room-name.js';
import { suggestRoom } from './room-suggestion.js';
import { LOBBY } from './strings.js';

/** The field for the room. It shows the link that the input leads to, and suggests a name for an empty field. */
export class RoomField {
  #input = byId('room', HTMLInputElement);
  #hint = byId('room-hint', HTMLElement);
  #problem = byId('room-problem', HTMLElement);
  #suggestButton = byId('suggest', HTMLButtonElement);
  #suggestion = suggestRoom();
  /** The room in the address of the page. */
  #invited = '';

  constructor() {
    this.#input.addEventListener('input', () => this.#render());
    this.#suggestButton.addEventListener('click', () => this.#suggest());
  }

  /** @param {string} room  from the address of the page; empty for none */
  fill(room) {
    this.#invited = room;
    this.#input.value = roomName(room) || room;
    // A person who followed a link wants that room.
    this.#suggestButton.hidden = room !== '';
    this.#render();
  }

  /** Replaces the input by a valid name, and returns it; empty if there is none. */
  complete() {
    const room = this.#room;
    if (room) this.#input.value = room;
    this.#render();
    return room;
  }

  focus() {
    this.#input.focus();
  }

  get #typed() {
    return this.#input.value.trim();
  }

  get #room() {
    return this.#typed ? roomName(this.#typed) : this.#suggestion;
  }

  #suggest() {
    this.#input.value = suggestRoom();
    this.#render();
  }

  #render() {
    const room = this.#room;
    const link = `${location.host}${pathOfRoom(room)}`;
    this.#input.placeholder = this.#suggestion;
    this.#input.setAttribute('aria-invalid', String(!room));
    this.#problem.textContent = room ? '' : roomProblem(this.#typed);
    this.#hint.hidden = !room || room === this.#invited;
    this.#hint.textContent = this.#typed ? LOBBY.roomLink(link) : LOBBY.suggestedLink(link);
  }
}
