import { chatLine } from './chat-line.js';
import { byId, hear } from './dom.js';
import { MissedLines } from './missed-lines.js';
import { spoken } from './person-name.js';
import { cut, isBlank } from './text.js';

/**
 * @import { Announcer } from './announcer.js'
 * @import { Line } from './chat-line.js'
 * @import { Notices } from './notices.js'
 * @import { People } from './people.js'
 * @import { SignalingClient } from '../signaling/client.js'
 */

const MOST_LINES = 500;
const LONGEST = 2_000;
const SAID_ALOUD = 120;
const LONGEST_AGO = 24 * 60 * 60_000;

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
  #people;
  #missed;

  /**
   * @param {{ client: SignalingClient, announcer: Announcer, notices: Notices, people: People }} parts
   * @param {AbortSignal} signal
   */
  constructor({ client, announcer, notices, people }, signal) {
    super();
    this.#client = client;
    this.#announcer = announcer;
    this.#notices = notices;
    this.#people = people;
    this.#missed = new MissedLines(client, signal);
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
    this.#input.addEventListener('paste', (event) => this.#measure(event), { signal });
  }

  #open() {
    this.#toggle(true);
    this.#announcer.drop('chat');
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
    if (isBlank(chat)) return;
    try {
      this.#say(chat);
    } catch {
      // The text stays in the field, to be sent again.
      return this.#notices.show('chat', 'This could not be sent yet. Try again when you are connected.');
    }
    this.#notices.hide('chat');
    this.#input.value = '';
    this.#add({ name: 'You', text: chat, kind: 'own' });
  }

  /** @param {string} chat */
  #say(chat) {
    const { ids } = this.#people;
    // Without a connection it waits for those who are here; whoever comes later was not meant.
    if (this.#client.state === 'open' || !ids.length) this.#client.message({ chat });
    this.#missed.keep(chat, ids);
  }

  /** @param {ClipboardEvent} event the field takes what fits of it, without a word */
  #measure({ clipboardData }) {
    const { value, selectionStart, selectionEnd } = this.#input;
    const kept = value.length - ((selectionEnd ?? 0) - (selectionStart ?? 0));
    const pasted = clipboardData?.getData('text').length ?? 0;
    if (kept + pasted > LONGEST)
      this.#notices.show(
        'chat',
        `What you pasted was cut: a line has at most ${LONGEST} characters. Send the rest in another one.`,
      );
  }

  /**
   * @param {string} from
   * @param {unknown} data
   */
  #receive(from, data) {
    const chat = written(data);
    if (chat === undefined) return;
    const name = this.#people.nameOf(from);
    const text = cut(chat, LONGEST);
    this.#add({ name, text, kind: 'other', ago: age(data) });
    if (!this.#panel.hidden) return;
    this.#count(this.unread + 1);
    this.#announcer.say(`${spoken(name)}: ${cut(text, SAID_ALOUD)}`, 'chat');
  }

  /** @param {{ type: string, data?: unknown }[]} requests */
  #doubt(requests) {
    const isChat = requests.some(({ type, data }) => type === 'message' && written(data) !== undefined);
    const text = 'The connection was lost for a while: your last message may not have arrived.';
    if (isChat) this.#add({ name: '', text, kind: 'remark' });
  }

  /** @param {Line} line */
  #add(line) {
    const log = this.#log;
    const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    log.append(chatLine(line));
    while (log.childElementCount > MOST_LINES) log.firstElementChild?.remove();
    if (isAtEnd || line.kind === 'own') log.scrollTop = log.scrollHeight;
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
  return typeof chat === 'string' && !isBlank(chat) ? chat : undefined;
}

/**
 * How long ago it was said, if it was kept for us; by no clock but the sender's, for ours may tell another time.
 *
 * @param {unknown} data
 */
function age(data) {
  const ago = typeof data === 'object' && data !== null && 'ago' in data ? Number(data.ago) : 0;
  return ago > 0 && ago < LONGEST_AGO ? ago : 0;
}
