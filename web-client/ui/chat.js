import { HISTORY } from '../signaling/features.js';
import { chatLine, earlierBlock } from './chat-line.js';
import { byId, hear } from './dom.js';
import { earlierLines } from './earlier-lines.js';
import { MissedLines } from './missed-lines.js';
import { spoken } from './person-name.js';
import { LONGEST, readLine } from './said.js';
import { messagesMissed } from './sentences.js';
import { ShownLines } from './shown-lines.js';
import { cut, isBlank } from './text.js';

/**
 * @import { Announcer } from './announcer.js'
 * @import { Line } from './chat-line.js'
 * @import { Notices } from './notices.js'
 * @import { People } from './people.js'
 * @import { SignalingClient } from '../signaling/client.js'
 * @import { KeptMessage, MessageEvent } from '../signaling/protocol.js'
 */

const MOST_LINES = 500;
const SAID_ALOUD = 120;

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
  #shown = new ShownLines();
  #lastSaid = 0;
  /** Whether a join has told already what was written before. */
  #hasRecalled = false;
  /** Which of one's own lines the server has kept. @type {Set<number | undefined>} */
  #kept = new Set();

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
    hear(client, 'joined', () => this.#tellWhoReads(), signal);
    hear(client, 'history', ({ messages }) => this.#recall(messages), signal);
    hear(client, 'message', (message) => this.#receive(message), signal);
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
    const said = Math.max(Date.now(), this.#lastSaid + 1);
    // Without a connection it waits for those who are here.
    if (this.#client.state === 'open' || !ids.length) this.#client.message({ chat, said }, { keep: true });
    this.#missed.keep({ chat, said }, ids);
    this.#shown.add({ from: this.#client.self?.id ?? '', said, text: chat });
    this.#lastSaid = said;
  }

  #tellWhoReads() {
    byId('chat-readers', HTMLElement).textContent = this.#client.serverFeatures.has(HISTORY)
      ? 'Those who come later can read what you write, too, for a while.'
      : 'Only those who are here now can read what you write.';
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

  /** @param {MessageEvent} message */
  #receive({ seq, from, data }) {
    const line = readLine(data);
    if (!line || !this.#shown.add({ seq, from, ...line })) return;
    const { text, ago } = line;
    const name = this.#people.nameOf(from);
    this.#add({ name, text, kind: 'other', ago });
    if (!this.#panel.hidden) return;
    this.#count(this.unread + 1);
    this.#announcer.say(`${spoken(name)}: ${cut(text, SAID_ALOUD)}`, 'chat');
  }

  /** @param {{ type: string, data?: unknown }[]} requests */
  #doubt(requests) {
    const isLost = (/** @type {unknown} */ data) => {
      const line = readLine(data);
      return line && !this.#kept.has(line.said);
    };
    const isChat = requests.some(({ type, data }) => type === 'message' && isLost(data));
    const text = 'The connection was lost for a while: your last message may not have arrived.';
    if (isChat) this.#add({ name: '', text, kind: 'remark' });
  }

  /** @param {KeptMessage[]} messages  what was written before one came, or while one was away for long */
  #recall(messages) {
    const isAgain = this.#hasRecalled;
    this.#hasRecalled = true;
    const nameOf = (/** @type {string} */ id, /** @type {string | undefined} */ name) =>
      this.#people.nameOf(id, name);
    const self = this.#client.self?.id;
    this.#kept = new Set(
      messages.map(({ from, data }) => (from === self ? readLine(data)?.said : undefined)),
    );
    const lines = earlierLines(messages, { shown: this.#shown, self, nameOf });
    if (!lines.length) return;
    this.#append(earlierBlock(isAgain ? 'While you were away' : 'Earlier messages', lines));
    this.#announcer.say(isAgain ? messagesMissed(lines.length) : 'Earlier messages are in the chat.', 'chat');
    if (isAgain && this.#panel.hidden) this.#count(this.unread + lines.length);
  }

  /** @param {Line} line */
  #add(line) {
    this.#append(chatLine(line), line.kind === 'own');
  }

  /**
   * @param {HTMLElement} element
   * @param {boolean} [isToBeSeen] wherever one is reading
   */
  #append(element, isToBeSeen = false) {
    const log = this.#log;
    const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    log.append(element);
    while (log.childElementCount > MOST_LINES) log.firstElementChild?.remove();
    if (isAtEnd || isToBeSeen) log.scrollTop = log.scrollHeight;
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
