import { Room } from '../room/room.js';
import { newKey } from '../signaling/key.js';
import { Chat } from './chat.js';
import { ConnectionStatus } from './connection-status.js';
import { byId, onDetail } from './dom.js';
import { Participants } from './participants.js';
import { load, save } from './storage.js';
import { CALL } from './strings.js';

/**
 * @import { AudioOutput } from '../media/audio-output.js'
 * @import { Announcer } from './announcer.js'
 * @import { LocalMedia } from './local-media.js'
 * @import { Notices } from './notices.js'
 * @import { SignalingError } from '../signaling/error.js'
 */

/** Kept messages to ask for: the most that a server returns. */
const HISTORY = 100;

/**
 * One call in one room, from the join to the end. Dispatches `ended`, with the SignalingError that ended it or without one,
 * and `change` when `title` changes.
 */
export class Call extends EventTarget {
  roomName;
  #name;
  #media;
  /** The data for the roster, as sent last. */
  #data;
  #notices;
  #room;
  #participants;
  #chat;
  #status;
  /** Removes the listeners of all parts. */
  #ended = new AbortController();

  /**
   * @param {{ room: string, name: string, media: LocalMedia, output: AudioOutput, announcer: Announcer, notices: Notices }} options
   */
  constructor({ room, name, media, output, announcer, notices }) {
    super();
    const { signal } = this.#ended;
    this.roomName = room;
    this.#name = name;
    this.#media = media;
    this.#data = media.data;
    this.#notices = notices;
    const url = new URL(`/v1/rooms/${room}`, location.href);
    const options = { url, key: keyFor(room), name, data: media.data, history: HISTORY };
    this.#room = new Room({ ...options, media });
    const { client } = this.#room;
    const list = byId('tiles', HTMLElement);
    const participants = new Participants({ list, room: this.#room, announcer, output }, signal);
    this.#participants = participants;
    this.#chat = new Chat({ room: this.#room, announcer, notices, participants }, signal);
    this.#status = new ConnectionStatus({ client, announcer, notices }, signal);
    this.#listen(signal);
    // For tests, and for debugging on the console. Scripts of the page can reach these objects anyway.
    Object.assign(globalThis, { parley: this.#room });
  }

  /** The room and the state of the call, for the title of the window. */
  get title() {
    const { state, client } = this.#room;
    const unread = this.#chat.unread ? `(${this.#chat.unread}) ` : '';
    const size = CALL.size(this.#participants.count);
    const status = state === 'open' ? size : client.self ? CALL.reconnecting : CALL.joining;
    return `${unread}${this.roomName} – ${status}`;
  }

  async join() {
    await this.#room.join();
  }

  leave() {
    this.#room.leave();
    this.#end();
  }

  /** @param {AbortSignal} signal */
  #listen(signal) {
    onDetail(this.#room, 'state', ({ state, error }) => this.#stateChanged(state, error), signal);
    onDetail(this.#participants, 'change', () => this.#participantsChanged(), signal);
    onDetail(this.#participants, 'sound-blocked', () => this.#offerSound(), signal);
    onDetail(this.#chat, 'unread', () => this.#titleChanged(), signal);
    this.#media.addEventListener('change', () => this.#mediaChanged(), { signal });
    this.#showSelf();
    this.#participantsChanged();
  }

  /**
   * @param {string} state
   * @param {SignalingError} [error]
   */
  #stateChanged(state, error) {
    this.#titleChanged();
    if (state === 'closed') this.#end(error);
  }

  /** @param {SignalingError} [error] */
  #end(error) {
    if (this.#ended.signal.aborted) return;
    this.#ended.abort();
    this.#room.mesh.close();
    this.#participants.clear();
    for (const topic of ['sound', 'chat']) this.#notices.hide(topic);
    Reflect.deleteProperty(globalThis, 'parley');
    this.dispatchEvent(new CustomEvent('ended', { detail: error }));
  }

  #mediaChanged() {
    const { data } = this.#media;
    if (JSON.stringify(data) !== JSON.stringify(this.#data)) this.#room.client.update({ data });
    this.#data = data;
    this.#showSelf();
  }

  #showSelf() {
    const self = { id: 'self', name: this.#name, data: this.#media.data };
    this.#participants.showSelf(self, this.#media.sources);
  }

  #participantsChanged() {
    this.#status.others = this.#participants.count;
    byId('alone', HTMLElement).hidden = this.#participants.count > 0;
    this.#titleChanged();
  }

  #offerSound() {
    const run = () => this.#participants.unlockSound();
    this.#notices.show('sound', CALL.soundBlocked, { label: CALL.turnOnSound, run });
  }

  #titleChanged() {
    this.dispatchEvent(new Event('change'));
  }
}

/**
 * The key of this tab for a room. It survives a reload, so that the person keeps the seat; another tab has its own.
 *
 * @param {string} room
 */
function keyFor(room) {
  const item = `parley.key.${room}`;
  const key = load('sessionStorage', item) ?? newKey();
  save('sessionStorage', item, key);
  return key;
}
