import { HISTORY } from '../signaling/features.js';
import { earlierBlock, messageElement } from './chat-elements.js';
import { unseenHistory } from './chat-history.js';
import { MAX_LENGTH, parseChatMessage } from './chat-message.js';
import { inSentence } from './display-name.js';
import { byId, onDetail } from './dom.js';
import { SeenMessages } from './seen-messages.js';
import { CHAT, PERSON } from './strings.js';
import { isBlank, truncate } from './text.js';
import { UndeliveredMessages } from './undelivered-messages.js';

/**
 * @import { Announcer } from './announcer.js'
 * @import { Notices } from './notices.js'
 * @import { Participants } from './participants.js'
 * @import { Room } from '../room/room.js'
 * @import { KeptMessage, MessageEvent } from '../signaling/protocol.js'
 */

/** Elements in the log; older ones are removed. */
const MAX_ELEMENTS = 500;
/** Length of an announced message, in UTF-16 code units. */
const MAX_ANNOUNCED = 120;
/** Distance from the end of the log within which it follows new messages, in CSS pixels. */
const END_TOLERANCE = 40;

/** The chat of a call. Dispatches `unread` when the number of unread messages changes. */
export class Chat extends EventTarget {
  unread = 0;
  #call = byId('call', HTMLElement);
  #panel = byId('chat', HTMLElement);
  #log = byId('chat-log', HTMLElement);
  #input = byId('chat-input', HTMLInputElement);
  #openButton = byId('chat-open', HTMLButtonElement);
  #badge = byId('chat-unread', HTMLElement);
  #client;
  #announcer;
  #notices;
  #participants;
  #undelivered;
  #seen = new SeenMessages();
  #lastSentAt = 0;
  /** Whether the history was received before, so that another one is about a time of absence. */
  #hasHistory = false;
  /** Times of own messages that the server has kept, and so has received. @type {Set<number | undefined>} */
  #keptOwn = new Set();

  /**
   * @param {{ room: Room, announcer: Announcer, notices: Notices, participants: Participants }} options
   * @param {AbortSignal} signal
   */
  constructor({ room, announcer, notices, participants }, signal) {
    super();
    const { client } = room;
    this.#client = client;
    this.#announcer = announcer;
    this.#notices = notices;
    this.#participants = participants;
    this.#undelivered = new UndeliveredMessages(client, signal);
    this.#log.replaceChildren();
    this.#toggle(false);
    onDetail(room, 'joined', () => this.#showAudience(), signal);
    onDetail(room, 'history', ({ messages }) => this.#receiveHistory(messages), signal);
    onDetail(room, 'message', (message) => this.#receive(message), signal);
    onDetail(room, 'unsure', ({ requests }) => this.#warnIfLost(requests), signal);
    this.#listen(signal);
  }

  /** @param {AbortSignal} signal */
  #listen(signal) {
    const close = () => {
      this.#toggle(false);
      this.#openButton.focus();
    };
    const toggle = () => (this.#panel.hidden ? this.#open() : close());
    this.#openButton.addEventListener('click', toggle, { signal });
    byId('chat-close', HTMLButtonElement).addEventListener('click', close, { signal });
    this.#panel.addEventListener('keydown', (event) => event.key === 'Escape' && close(), { signal });
    byId('chat-form', HTMLFormElement).addEventListener('submit', (event) => this.#submit(event), { signal });
    this.#input.addEventListener('paste', (event) => this.#pasted(event), { signal });
  }

  #open() {
    this.#toggle(true);
    this.#announcer.clear('chat');
    this.#setUnread(0);
    this.#log.scrollTop = this.#log.scrollHeight;
    this.#input.focus();
  }

  /** @param {boolean} open */
  #toggle(open) {
    this.#panel.hidden = !open;
    this.#call.classList.toggle('chatting', open);
    this.#openButton.setAttribute('aria-expanded', String(open));
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    event.preventDefault();
    const text = this.#input.value.trim();
    if (isBlank(text)) return;
    try {
      this.#send(text);
    } catch {
      // The text stays in the field.
      return this.#notices.show('chat', CHAT.notSent);
    }
    this.#notices.hide('chat');
    this.#input.value = '';
    this.#append(messageElement({ name: PERSON.you, text, kind: 'own' }), true);
  }

  /** @param {string} text */
  #send(text) {
    const { ids } = this.#participants;
    const sentAt = Math.max(Date.now(), this.#lastSentAt + 1);
    // Without a connection, `UndeliveredMessages` sends it to the people who are here now.
    if (this.#client.state === 'open' || !ids.length)
      this.#client.message({ chat: text, said: sentAt }, { keep: true });
    this.#undelivered.add({ text, sentAt }, ids);
    this.#seen.add({ from: this.#client.self?.id ?? '', sentAt, text });
    this.#lastSentAt = sentAt;
  }

  #showAudience() {
    const isKept = this.#client.serverFeatures.has(HISTORY);
    byId('chat-audience', HTMLElement).textContent = isKept ? CHAT.keptForLater : CHAT.notKept;
  }

  /** Warns that a pasted text is too long: `maxlength` cuts it silently. @param {ClipboardEvent} event */
  #pasted({ clipboardData }) {
    const { value, selectionStart, selectionEnd } = this.#input;
    const kept = value.length - ((selectionEnd ?? 0) - (selectionStart ?? 0));
    const pasted = clipboardData?.getData('text').length ?? 0;
    if (kept + pasted > MAX_LENGTH) this.#notices.show('chat', CHAT.cut(MAX_LENGTH));
  }

  /** @param {MessageEvent} event */
  #receive({ seq, from, data }) {
    const message = parseChatMessage(data);
    if (!message || !this.#seen.add({ seq, from, ...message })) return;
    const { text, ago: age } = message;
    const name = this.#participants.nameOf(from);
    this.#append(messageElement({ name, text, kind: 'other', age }));
    if (!this.#panel.hidden) return;
    this.#setUnread(this.unread + 1);
    this.#announcer.announce(CHAT.message(inSentence(name), truncate(text, MAX_ANNOUNCED)), 'chat');
  }

  /** @param {{ type: string, data?: unknown }[]} requests  that may not have arrived */
  #warnIfLost(requests) {
    const isLostMessage = requests.some(({ type, data }) => {
      const message = type === 'message' ? parseChatMessage(data) : undefined;
      return message && !this.#keptOwn.has(message.sentAt);
    });
    if (isLostMessage) this.#append(messageElement({ name: '', text: CHAT.mayBeLost, kind: 'system' }));
  }

  /** @param {KeptMessage[]} kept  from before the join, or from a long absence */
  #receiveHistory(kept) {
    const wasAway = this.#hasHistory;
    this.#hasHistory = true;
    const self = this.#client.self?.id;
    const own = kept.filter(({ from }) => from === self);
    this.#keptOwn = new Set(own.map(({ data }) => parseChatMessage(data)?.sentAt));
    const nameOf = (/** @type {string} */ id, /** @type {string | undefined} */ name) =>
      this.#participants.nameOf(id, name);
    const messages = unseenHistory(kept, { seen: this.#seen, self, nameOf });
    if (!messages.length) return;
    this.#append(earlierBlock(wasAway ? CHAT.missed : CHAT.earlier, messages));
    const announcement = wasAway ? CHAT.missedAnnounced(messages.length) : CHAT.earlierAnnounced;
    this.#announcer.announce(announcement, 'chat');
    if (wasAway && this.#panel.hidden) this.#setUnread(this.unread + messages.length);
  }

  /**
   * @param {HTMLElement} element
   * @param {boolean} [scroll]  to the element; otherwise only if the end of the log is visible
   */
  #append(element, scroll = false) {
    const log = this.#log;
    const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < END_TOLERANCE;
    log.append(element);
    while (log.childElementCount > MAX_ELEMENTS) log.firstElementChild?.remove();
    if (isAtEnd || scroll) log.scrollTop = log.scrollHeight;
  }

  /** @param {number} unread */
  #setUnread(unread) {
    this.unread = unread;
    this.#badge.hidden = unread === 0;
    this.#badge.textContent = unread > 99 ? '99+' : String(unread);
    this.#openButton.setAttribute('aria-label', CHAT.button(unread));
    this.dispatchEvent(new Event('unread'));
  }
}
