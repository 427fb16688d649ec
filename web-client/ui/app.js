import { Announcer } from './announcer.js';
import { Call } from './call.js';
import { byId, hear } from './dom.js';
import { Grid } from './grid.js';
import { Lobby } from './lobby.js';
import { mediaToggle } from './media-toggle.js';
import { Notices } from './notices.js';
import { OwnMedia } from './own-media.js';
import { RoomLink } from './room-link.js';
import { pathOfRoom, roomName, roomOfPath } from './room-name.js';
import { wayBack, whyLost, whyStopped } from './sentences.js';
import { shortcuts } from './shortcuts.js';

/**
 * @import { Kind } from './own-media.js'
 * @import { Refusal } from './sentences.js'
 */

/** The page: lobby, call, and the way between them. */
class App {
  #announcer = new Announcer(byId('announcements', HTMLElement));
  #notices = new Notices(byId('notices', HTMLElement));
  #media = new OwnMedia();
  #lobby = new Lobby(this.#media);
  #link = new RoomLink(this.#announcer);
  /** @type {Call | undefined} */
  #call;

  start() {
    new Grid(byId('tiles', HTMLElement));
    this.#bindControls();
    hear(this.#lobby, 'join', (who) => void this.#join(who));
    this.#lobby.addEventListener('cancel', () => this.#call?.leave());
    hear(this.#media, 'change', () => this.#tellProblems());
    hear(this.#media, 'toggled', (kind) => this.#tellToggled(kind));
    addEventListener('popstate', () => this.#wander());
    byId('connection', HTMLElement).textContent = '';
    this.#showLobby();
    if (!('RTCPeerConnection' in globalThis))
      this.#notices.show(
        'browser',
        'This browser cannot make calls: WebRTC is missing or turned off. Use another one.',
      );
    void this.#media.open();
  }

  #bindControls() {
    mediaToggle(byId('mute', HTMLButtonElement), 'audio', this.#media);
    mediaToggle(byId('camera', HTMLButtonElement), 'video', this.#media);
    byId('leave', HTMLButtonElement).addEventListener('click', () => this.#call?.leave());
    shortcuts({ m: () => void this.#media.toggle('audio'), v: () => void this.#media.toggle('video') });
  }

  /** @param {{ name: string, room: string }} who */
  async #join({ name, room }) {
    for (const topic of ['ended', 'address']) this.#notices.hide(topic);
    if (roomOfPath(location.pathname) !== room) history.pushState(null, '', pathOfRoom(room));
    const call = new Call({
      room,
      name,
      media: this.#media,
      announcer: this.#announcer,
      notices: this.#notices,
    });
    this.#call = call;
    hear(call, 'change', () => this.#title());
    hear(call, 'ended', (refusal) => this.#ended(refusal, () => void this.#join({ name, room })));
    this.#lobby.joining = true;
    this.#title();
    try {
      await call.join();
    } catch {
      // Why is told by `ended`.
      return;
    }
    if (this.#call === call) this.#showCall(room);
  }

  /** @param {string} room */
  #showCall(room) {
    this.#lobby.hide();
    this.#link.url = location.href;
    const title = byId('call-title', HTMLElement);
    title.textContent = room;
    byId('call', HTMLElement).hidden = false;
    document.body.dataset.view = 'call';
    title.focus();
  }

  #showLobby() {
    document.body.dataset.view = 'lobby';
    byId('call', HTMLElement).hidden = true;
    this.#lobby.show(roomOfPath(location.pathname));
    const lost = whyLost(location.pathname);
    if (lost) this.#notices.show('address', lost);
    else this.#notices.hide('address');
    this.#title();
  }

  /**
   * @param {Refusal | undefined} refusal
   * @param {() => void} again
   */
  #ended(refusal, again) {
    const room = this.#call?.room;
    const wasIn = document.body.dataset.view === 'call';
    this.#call = undefined;
    this.#showLobby();
    this.#lobby.focus();
    if (refusal) this.#notices.show('ended', whyStopped(refusal), { label: wayBack(refusal), run: again });
    else if (wasIn) this.#announcer.say(`You left ${room}.`);
  }

  /** Back and forward in the browser's history leave a call for another room, or for none. */
  #wander() {
    if (this.#call && roomName(roomOfPath(location.pathname)) !== this.#call.room) this.#call.leave();
    else if (!this.#call) this.#showLobby();
  }

  /** @param {Kind} kind */
  #tellToggled(kind) {
    const device = kind === 'audio' ? 'Microphone' : 'Camera';
    this.#announcer.say(`${device} ${this.#media.isOn(kind) ? 'on' : 'off'}.`);
  }

  #tellProblems() {
    for (const device of ['camera', 'microphone', 'both']) {
      const problem = this.#media.problems.find((each) => each.device === device);
      if (problem) this.#notices.show(`media-${device}`, problem.message, this.#anotherTry(device));
      else this.#notices.hide(`media-${device}`);
    }
  }

  /** @param {string} device */
  #anotherTry(device) {
    const open = () => this.#media.open();
    const run = device === 'both' ? open : () => this.#media.toggle(device === 'camera' ? 'video' : 'audio');
    return { label: 'Try again', run: () => void run() };
  }

  #title() {
    const title = this.#call?.title ?? roomOfPath(location.pathname);
    document.title = title ? `${title} – Parley` : 'Parley – talk face to face';
  }
}

new App().start();
