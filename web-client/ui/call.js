import { SignalingClient } from '../signaling/client.js';
import { newKey } from '../signaling/key.js';
import { Mesh } from '../topology/mesh.js';
import { Chat } from './chat.js';
import { ConnectionLine } from './connection-line.js';
import { byId, hear } from './dom.js';
import { recall, remember } from './memory.js';
import { People } from './people.js';
import { company } from './sentences.js';

/**
 * @import { Announcer } from './announcer.js'
 * @import { Notices } from './notices.js'
 * @import { OwnMedia } from './own-media.js'
 * @import { Refusal } from './sentences.js'
 */

/** How many of the earlier messages are shown to one who comes; a server keeps no more. */
const EARLIER_MESSAGES = 100;

/** One stay in one room. Dispatches `ended` with the server's refusal, or without one; `change` for the title. */
export class Call extends EventTarget {
  room;
  #name;
  #media;
  #notices;
  #client;
  #mesh;
  #people;
  #chat;
  #line;
  #over = new AbortController();

  /**
   * @param {{ room: string, name: string, media: OwnMedia, announcer: Announcer, notices: Notices }} parts
   */
  constructor({ room, name, media, announcer, notices }) {
    super();
    const { signal } = this.#over;
    this.room = room;
    this.#name = name;
    this.#media = media;
    this.#notices = notices;
    const url = new URL(`/v1/rooms/${room}`, location.href);
    const client = new SignalingClient({
      url,
      key: keyFor(room),
      name,
      data: media.data,
      history: EARLIER_MESSAGES,
    });
    const mesh = new Mesh({ client, stream: media.stream });
    const people = new People({ list: byId('tiles', HTMLElement), client, mesh, announcer }, signal);
    this.#client = client;
    this.#mesh = mesh;
    this.#people = people;
    this.#chat = new Chat({ client, announcer, notices, people }, signal);
    this.#line = new ConnectionLine({ client, announcer, notices }, signal);
    this.#listen(signal);
    // For tests and for the curious, on the console: the page's own parts, which it could reach anyway.
    Object.assign(globalThis, { parley: { client, mesh } });
  }

  /** What the window's title says, besides the name of the page. */
  get title() {
    const { state, self } = this.#client;
    const unread = this.#chat.unread ? `(${this.#chat.unread}) ` : '';
    const doing = state === 'open' ? company(this.#people.count) : self ? 'reconnecting…' : 'joining…';
    return `${unread}${this.room} – ${doing}`;
  }

  async join() {
    await this.#client.join();
  }

  leave() {
    this.#client.leave();
    this.#end();
  }

  /** @param {AbortSignal} signal */
  #listen(signal) {
    hear(this.#client, 'state', ({ state, error }) => this.#follow(state, error), signal);
    hear(this.#people, 'change', () => this.#count(), signal);
    hear(this.#people, 'silenced', () => this.#offerSound(), signal);
    hear(this.#chat, 'unread', () => this.#changed(), signal);
    this.#media.addEventListener('change', () => this.#shareOwn(), { signal });
    addEventListener('pagehide', ({ persisted }) => persisted || this.#client.leave(), { signal });
    this.#showOwn();
    this.#count();
  }

  /**
   * @param {string} state
   * @param {Refusal} [error]
   */
  #follow(state, error) {
    this.#changed();
    if (state === 'closed') this.#end(error);
  }

  /** @param {Refusal} [refusal] */
  #end(refusal) {
    if (this.#over.signal.aborted) return;
    this.#over.abort();
    this.#mesh.close();
    this.#people.clear();
    for (const topic of ['sound', 'chat']) this.#notices.hide(topic);
    Reflect.deleteProperty(globalThis, 'parley');
    this.dispatchEvent(new CustomEvent('ended', { detail: refusal }));
  }

  #shareOwn() {
    if (this.#media.opening) return;
    this.#mesh.setStream(this.#media.stream);
    this.#client.update({ data: this.#media.data });
    this.#showOwn();
  }

  #showOwn() {
    this.#people.showSelf({ id: 'self', name: this.#name, data: this.#media.data }, this.#media.stream);
  }

  #count() {
    this.#line.others = this.#people.count;
    byId('alone', HTMLElement).hidden = this.#people.count > 0;
    this.#changed();
  }

  #offerSound() {
    const run = () => this.#people.unlock();
    this.#notices.show('sound', 'Your browser holds the sound back until you touch the page.', {
      label: 'Tap to hear',
      run,
    });
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}

/**
 * The same key after a reload makes one the same person.
 *
 * @param {string} room
 */
function keyFor(room) {
  const place = `parley.key.${room}`;
  const key = recall('sessionStorage', place) ?? newKey();
  remember('sessionStorage', place, key);
  return key;
}
