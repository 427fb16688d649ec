import { AudioOutput } from '../media/audio-output.js';
import { Announcer } from './announcer.js';
import { Call } from './call.js';
import { byId, onDetail } from './dom.js';
import { Grid } from './grid.js';
import { Lobby } from './lobby.js';
import { CAN_CALL, LocalMedia } from './local-media.js';
import { mediaToggle } from './media-toggle.js';
import { Notices } from './notices.js';
import { RoomLink } from './room-link.js';
import { addressProblem, pathOfRoom, roomName, roomOfPath } from './room-name.js';
import { screenShare } from './screen-share.js';
import { Settings } from './settings.js';
import { shortcuts } from './shortcuts.js';
import { CALL, callEnded, LOBBY, MEDIA, mediaProblem, rejoinLabel } from './strings.js';

/** @import { DeviceName } from '../media/local-media.js' */

/** Buttons without a use in a browser without WebRTC. */
const MEDIA_BUTTONS = [
  'lobby-mute',
  'lobby-camera',
  'preview-start',
  'mute',
  'camera',
  'share',
  'settings-open',
];

/** index.html has the title of the page without a room. */
const PAGE_TITLE = document.title;

/**
 * The page: switches between the lobby and a call, and follows the browser's history.
 *
 * The camera and the microphone belong to the page, not to a call: they stay open from the lobby into the call. After it,
 * they are released, until the person joins again or asks for the preview.
 */
class App {
  #announcer = new Announcer(byId('announcements', HTMLElement));
  #notices = new Notices(byId('notices', HTMLElement));
  #media = new LocalMedia();
  #output = new AudioOutput();
  #settings = new Settings(this.#media, this.#output);
  #lobby = new Lobby(this.#media);
  #link = new RoomLink(this.#announcer);
  /** @type {Call | undefined} from the start of a join to the end of the call */
  #call;

  start() {
    new Grid(byId('tiles', HTMLElement));
    this.#bindControls();
    onDetail(this.#lobby, 'join', (entry) => void this.#join(entry));
    this.#lobby.addEventListener('cancel', () => this.#call?.leave());
    onDetail(this.#media, 'change', () => this.#showProblems());
    onDetail(this.#media, 'toggled', (name) => this.#announceToggle(name));
    addEventListener('popstate', () => this.#addressChanged());
    // Browsers keep no page with live devices in the back/forward cache. A call joins again by itself.
    addEventListener('pagehide', () => this.#media.close());
    addEventListener('pageshow', ({ persisted }) => persisted && this.#openDevices());
    byId('connection', HTMLElement).textContent = '';
    this.#showLobby();
    this.#openDevices();
    if (CAN_CALL) return;
    this.#notices.show('browser', LOBBY.noWebRtc);
    for (const id of MEDIA_BUTTONS) byId(id, HTMLElement).hidden = true;
  }

  /** Not after a call: the person has left it with released devices, and may have come back by the browser's history. */
  #openDevices() {
    if (CAN_CALL && !this.#media.released) void this.#media.openWanted();
  }

  #bindControls() {
    mediaToggle(byId('mute', HTMLButtonElement), 'microphone', this.#media);
    mediaToggle(byId('camera', HTMLButtonElement), 'camera', this.#media);
    const page = { media: this.#media, announcer: this.#announcer, notices: this.#notices };
    screenShare(byId('share', HTMLButtonElement), page);
    byId('leave', HTMLButtonElement).addEventListener('click', () => this.#call?.leave());
    shortcuts({
      m: () => void this.#media.toggle('microphone'),
      v: () => void this.#media.toggle('camera'),
    });
  }

  /**
   * Joins a room. The lobby stays visible until the server has accepted the join.
   *
   * @param {{ name: string, room: string }} entry
   */
  async #join({ name, room }) {
    for (const topic of ['ended', 'address']) this.#notices.hide(topic);
    if (roomOfPath(location.pathname) !== room) history.pushState(null, '', pathOfRoom(room));
    if (CAN_CALL && this.#media.released) void this.#media.openWanted();
    const call = new Call({
      room,
      name,
      media: this.#media,
      output: this.#output,
      announcer: this.#announcer,
      notices: this.#notices,
    });
    this.#call = call;
    onDetail(call, 'change', () => this.#updateTitle());
    onDetail(call, 'ended', (error) => this.#callEnded(error, () => void this.#join({ name, room })));
    this.#lobby.joining = true;
    this.#updateTitle();
    try {
      await call.join();
    } catch {
      return; // `ended` has the error
    }
    // The person may have cancelled meanwhile.
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
    // The element that had the focus is hidden now. The heading tells a screen reader where it is.
    title.focus();
  }

  #showLobby() {
    document.body.dataset.view = 'lobby';
    byId('call', HTMLElement).hidden = true;
    this.#lobby.show(roomOfPath(location.pathname));
    const problem = addressProblem(location.pathname);
    if (problem) this.#notices.show('address', problem);
    else this.#notices.hide('address');
    this.#updateTitle();
  }

  /**
   * @param {{ code: string, message: string } | undefined} error  undefined if the person has left
   * @param {() => void} rejoin
   */
  #callEnded(error, rejoin) {
    const room = this.#call?.roomName;
    const hadJoined = document.body.dataset.view === 'call';
    this.#call = undefined;
    this.#settings.close();
    if (hadJoined) this.#media.release();
    this.#showLobby();
    this.#lobby.focus();
    if (error) this.#notices.show('ended', callEnded(error), { label: rejoinLabel(error), run: rejoin });
    else if (hadJoined && room) this.#announcer.announce(CALL.left(room));
  }

  /** The back and forward buttons of the browser lead to another room or to none, and leave the call. */
  #addressChanged() {
    if (this.#call && roomName(roomOfPath(location.pathname)) !== this.#call.roomName) this.#call.leave();
    else if (!this.#call) this.#showLobby();
  }

  /** @param {DeviceName} name */
  #announceToggle(name) {
    const { on, off } = MEDIA[name];
    this.#announcer.announce(this.#media.isOn(name) ? on : off);
  }

  #showProblems() {
    // One notice for each, so that a solved problem disappears while another one stays.
    const [camera, microphone] = ['camera', 'microphone'].map((name) => this.#media.problems.get(name));
    const problems = camera === microphone ? { both: camera } : { camera, microphone };
    for (const device of /** @type {const} */ (['camera', 'microphone', 'both'])) {
      const topic = `media-${device}`;
      const problem = /** @type {Record<string, string | undefined>} */ (problems)[device];
      if (problem)
        this.#notices.show(topic, mediaProblem(device, problem), this.#retryAction(device, problem));
      else this.#notices.hide(topic);
    }
  }

  /** @param {DeviceName | 'both'} device @param {string} problem */
  #retryAction(device, problem) {
    if (problem === 'DeviceReplaced') return undefined;
    const run = () => void (device === 'both' ? this.#media.openWanted() : this.#media.toggle(device));
    return { label: CALL.tryAgain, run };
  }

  #updateTitle() {
    const title = this.#call?.title ?? roomOfPath(location.pathname);
    document.title = title ? CALL.title(title) : PAGE_TITLE;
  }
}

new App().start();
