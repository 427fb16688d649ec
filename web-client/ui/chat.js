import { byId, find, fromTemplate, hear } from './dom.js';
import { spoken } from './person-name.js';

/**
 * @import { Announcer } from './announcer.js'
 * @import { Notices } from './notices.js'
 * @import { SignalingClient } from '../signaling/client.js'
 */

const MOST_LINES = 500;
const LONGEST = 2_000;
const SAID_ALOUD = 120;

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

/** What people write to each other while they talk. Dispatches `unread` when their number changes. */
export class Chat extends EventTarget {
  unread = 0;
  #call = byId('call', HTMLElement);
  #panel = byId('chat', HTMLElement);
  #log = byId('chat-log', HTMLElement);
  #input = byId('chat-input', HTMLInputElement);
  #opener = byId('chat-open', HTMLButtonElement);
  #badge = byId('chat-unread', HTMLElement);
  #client;
  #announcer;
  #notices;
  #nameOf;

  /**
   * @param {{ client: SignalingClient, announcer: Announcer, notices: Notices, nameOf: (id: string) => string }} parts
   * @param {AbortSignal} signal
   */
  constructor({ client, announcer, notices, nameOf }, signal) {
    super();
    this.#client = client;
    this.#announcer = announcer;
    this.#notices = notices;
    this.#nameOf = nameOf;
    this.#log.replaceChildren();
    this.#toggle(false);
    hear(client, 'message', ({ from, data }) => this.#receive(from, data), signal);
    hear(client, 'unsure', ({ requests }) => this.#doubt(requests), signal);
    this.#listen(signal);
  }

  /** @param {AbortSignal} signal */
  #listen(signal) {
    const close = () => {
      this.#toggle(false);
      this.#opener.focus();
    };
    this.#opener.addEventListener('click', () => (this.#panel.hidden ? this.#open() : close()), { signal });
    byId('chat-close', HTMLButtonElement).addEventListener('click', close, { signal });
    this.#panel.addEventListener('keydown', (event) => event.key === 'Escape' && close(), { signal });
    byId('chat-form', HTMLFormElement).addEventListener('submit', (event) => this.#send(event), { signal });
  }

  #open() {
    this.#toggle(true);
    this.#count(0);
    this.#log.scrollTop = this.#log.scrollHeight;
    this.#input.focus();
  }

  /** @param {boolean} open */
  #toggle(open) {
    this.#panel.hidden = !open;
    this.#call.classList.toggle('chatting', open);
    this.#opener.setAttribute('aria-expanded', String(open));
  }

  /** @param {SubmitEvent} event */
  #send(event) {
    event.preventDefault();
    const chat = this.#input.value.trim();
    if (!chat) return;
    try {
      this.#client.message({ chat });
    } catch {
      // The text stays in the field, to be sent again.
      return this.#notices.show('chat', 'This could not be sent yet. Try again when you are connected.');
    }
    this.#notices.hide('chat');
    this.#input.value = '';
    this.#add('You', chat, 'own');
  }

  /**
   * @param {string} from
   * @param {unknown} data
   */
  #receive(from, data) {
    const chat = written(data);
    if (chat === undefined) return;
    const name = this.#nameOf(from);
    const text = chat.slice(0, LONGEST);
    this.#add(name, text, 'other');
    if (!this.#panel.hidden) return;
    this.#count(this.unread + 1);
    this.#announcer.say(`${spoken(name)}: ${text.slice(0, SAID_ALOUD)}`);
  }

  /** @param {{ type: string, data?: unknown }[]} requests */
  #doubt(requests) {
    const isChat = requests.some(({ type, data }) => type === 'message' && written(data) !== undefined);
    if (isChat)
      this.#add('', 'The connection was lost for a while: your last message may not have arrived.', 'remark');
  }

  /**
   * @param {string} name
   * @param {string} text
   * @param {'own' | 'other' | 'remark'} kind
   */
  #add(name, text, kind) {
    const line = fromTemplate('chat-line-template');
    line.classList.add(kind);
    if (kind === 'remark') line.dataset.testid = 'chat-remark';
    find('.chat-name', HTMLElement, line).textContent = name;
    find('.chat-time', HTMLElement, line).textContent = clock.format(new Date());
    find('.chat-text', HTMLElement, line).textContent = text;
    const log = this.#log;
    const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    log.append(line);
    while (log.childElementCount > MOST_LINES) log.firstElementChild?.remove();
    if (isAtEnd || kind === 'own') log.scrollTop = log.scrollHeight;
  }

  /** @param {number} unread */
  #count(unread) {
    this.unread = unread;
    this.#badge.hidden = unread === 0;
    this.#badge.textContent = unread > 99 ? '99+' : String(unread);
    this.#opener.setAttribute('aria-label', unread ? `Chat, ${unread} unread` : 'Chat');
    this.dispatchEvent(new Event('unread'));
  }
}

/**
 * The text of a chat message; other messages are not for the chat.
 *
 * @param {unknown} data
 */
function written(data) {
  const chat = typeof data === 'object' && data !== null && 'chat' in data ? data.chat : undefined;
  return typeof chat === 'string' ? chat : undefined;
}
