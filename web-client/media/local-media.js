/** @import { TypedEventTarget } from '../signaling/events.js' */
import { abortable } from '../signaling/abort.js';

/**
 * @typedef {object} LocalSource  something that the person sends, as it is at the moment
 * @property {string} name  'microphone', 'camera', 'screen' or 'screen-audio'
 * @property {'audio' | 'video'} kind
 * @property {MediaStreamTrack | null} track  null: published, but off
 * @property {boolean} muted  the track is sent, without sound or picture
 * @property {string} [deviceId]  of the microphone or camera in use, or of that used last
 *
 * @typedef {'microphone' | 'camera'} DeviceName
 *
 * @typedef {LocalSource & DeviceState} Device
 *
 * @typedef {object} DeviceState
 * @property {DeviceName} name
 * @property {boolean} wanted  whether the device should be open
 * @property {string} [chosen]  id of the device that the person has chosen
 * @property {string | null} [openedFor]  value of `chosen` for which the track was opened; null to open the device again
 * @property {string} [previous]  value of `chosen` before the change, restored if the chosen device does not open
 * @property {boolean} [switching]  whether the request is for exactly the chosen device
 * @property {number} version  counts the changes of `wanted` and `chosen`
 * @property {number} [requested]  the version that the last request was for
 * @property {string} [groupId]
 * @property {Promise<unknown>} [opening]
 *
 * @typedef {object} LocalMediaOptions
 * @property {Partial<Record<DeviceName, MediaTrackConstraints>>} [constraints]  default: video of 1280 x 720
 * @property {Record<string, string>} [contentHints]  for tracks, by source; default: `detail` for `screen`
 * @property {MediaDevices | undefined} [mediaDevices]
 * @property {Pick<import('../signaling/clock.js').Clock, 'setTimeout' | 'clearTimeout'>} [clock]
 *
 * @typedef {object} LocalMediaEvents  the details of the events
 * @property {{ name: string }} change  of a source, its problem, or whether it is being opened
 * @property {undefined} devices  devices were plugged in or removed
 */

/** A request for a device that is broken, or for a prompt that the person has dismissed, may never be answered. */
const ANSWER_TIMEOUT = 8_000;

/** Errors after which another request would only ask the person again. */
const DENIED = ['NotAllowedError', 'SecurityError'];

/** Errors of a camera that may be due to another one that is open: many phones open one at a time. */
const IN_USE = ['NotReadableError', 'AbortError'];

/**
 * The local sources of one person: microphone, camera, screen and the sound of the screen. An application starts, stops and
 * mutes sources; a call sends those in `sources`.
 *
 * Devices can fail at any time, so no method throws for a device: `problems` has a name for each source that is not as asked
 * for. It is the name of the DOMException (W3C Media Capture and Streams, section 10.2: 'NotAllowedError', 'NotFoundError',
 * 'NotReadableError', …), or:
 * - 'InsecureContext': the page is not loaded over https:// or from localhost;
 * - 'NotSupportedError': the browser has no such function;
 * - 'TimeoutError': the browser has not answered. A late answer is still used;
 * - 'Ended': the device stopped, and there is no other one;
 * - 'DeviceReplaced': another device is in use than the one chosen, or than the one that was unplugged.
 *
 * Each method that waits takes an AbortSignal; it then rejects with the reason of the signal, and undoes what it began.
 */
export class LocalMedia extends /** @type {new () => TypedEventTarget<LocalMediaEvents>} */ (EventTarget) {
  /** @type {Map<string, LocalSource>} */
  #sources = new Map();
  /** @type {Map<string, string>} */
  #problems = new Map();
  #devices = [device('microphone', 'audio'), device('camera', 'video')];
  /** Counts the requests for a screen. Only the newest one counts. */
  #screenVersion = 0;
  #constraints;
  #contentHints;
  #mediaDevices;
  #clock;

  /** @param {LocalMediaOptions} [options] */
  constructor({
    constraints = { camera: { width: { ideal: 1280 }, height: { ideal: 720 } } },
    contentHints = { screen: 'detail' },
    mediaDevices = globalThis.navigator?.mediaDevices,
    clock = globalThis,
  } = {}) {
    super();
    this.#constraints = constraints;
    this.#contentHints = contentHints;
    this.#mediaDevices = mediaDevices;
    this.#clock = clock;
  }

  /** The published sources, by name. @returns {Map<string, LocalSource>} a copy */
  get sources() {
    return new Map(
      [...this.#sources].map(([name, { kind, track, muted, deviceId }]) => [
        name,
        { name, kind, track, muted, deviceId },
      ]),
    );
  }

  /** Names of problems, by source. @returns {ReadonlyMap<string, string>} */
  get problems() {
    return this.#problems;
  }

  /** Whether devices are being opened, which may wait for the person's permission. */
  get opening() {
    return this.#devices.some(({ opening }) => opening);
  }

  /**
   * Opens the microphone and the camera, with one question to the person, or the one of the two that can be opened.
   *
   * @param {{ microphone?: boolean, camera?: boolean, signal?: AbortSignal }} [options]
   */
  open({ microphone = true, camera = true, signal } = {}) {
    const devices = [
      ...(microphone ? this.#named('microphone') : []),
      ...(camera ? this.#named('camera') : []),
    ];
    return this.#change(devices, (each) => (each.wanted = true), signal);
  }

  /**
   * Turns the camera or the microphone on: the same device as before if it is still there.
   *
   * @param {DeviceName} name
   * @param {{ signal?: AbortSignal }} [options]
   */
  start(name, { signal } = {}) {
    return this.#change(this.#named(name), (each) => (each.wanted = true), signal);
  }

  /** Turns a source off: the track ends and the device is released, but the source stays published. @param {DeviceName} name */
  stop(name) {
    for (const each of this.#named(name)) {
      each.wanted = false;
      each.version += 1;
      this.#release(each);
      this.#report(name);
    }
  }

  /**
   * Unlike a stopped microphone, a muted one is back at once.
   *
   * @param {string} name
   * @param {boolean} [muted]
   */
  mute(name, muted = true) {
    const source = this.#sources.get(name) ?? this.#named(name)[0];
    if (!source) return;
    source.muted = muted;
    if (source.track) source.track.enabled = !muted;
    this.#changed(name);
  }

  /**
   * Chooses a device. If the source is on, the new track replaces the present one; if that fails, the device before is used
   * again, and the problem is reported.
   *
   * @param {DeviceName} name
   * @param {string | undefined} deviceId  undefined for the browser's default
   * @param {{ signal?: AbortSignal }} [options]
   */
  choose(name, deviceId, { signal } = {}) {
    const choose = (/** @type {Device} */ device) => {
      if (!device.switching) device.previous = device.chosen;
      device.chosen = deviceId;
      if (!deviceId) device.deviceId = undefined;
      else if (device.track && device.deviceId === deviceId) device.openedFor = deviceId;
      device.switching = isDue(device);
      this.#report(name);
    };
    return this.#change(this.#named(name), choose, signal);
  }

  /**
   * Asks the person for a screen, a window or a tab, and replaces the one that is shared. To be called from a click.
   *
   * @param {object} [options]
   * @param {boolean} [options.audio]  with its sound, if the browser and the person allow it; default: true
   * @param {string} [options.contentHint]  'detail' for texts, 'motion' for films; default: that of the constructor
   * @param {AbortSignal} [options.signal]
   * @returns {Promise<boolean>} false if the person has cancelled, or if there is a problem
   */
  async shareScreen({ audio = true, contentHint = this.#contentHints.screen, signal } = {}) {
    signal?.throwIfAborted();
    const version = ++this.#screenVersion;
    const isCurrent = () => version === this.#screenVersion && !signal?.aborted;
    const share = () =>
      this.#request('getDisplayMedia', { video: true, audio }).then(
        (/** @type {MediaStream} */ stream) => {
          const tracks = stream.getTracks();
          if (isCurrent()) this.#useScreen(tracks, contentHint);
          else tracks.forEach((track) => track.stop());
          return isCurrent();
        },
        ({ name, message }) => {
          // Browsers report a cancelled choice by the same name as a system that forbids them to record the screen. Chromium's
          // and Firefox's messages differ: "Permission denied by system" (w3c/mediacapture-screen-share#281).
          const isCancelled = name === 'NotAllowedError' && !/system/i.test(message);
          if (isCurrent()) this.#report('screen', isCancelled ? undefined : name);
          return false;
        },
      );
    return abortable(signal, share);
  }

  /**
   * Ends sources: unlike stopped ones, they are no longer published. The sound of a screen ends with the screen.
   *
   * @param {string} [name]  default: all
   */
  close(name) {
    for (const each of this.#devices) {
      if (name && name !== each.name) continue;
      this.#sources.delete(each.name);
      this.#problems.delete(each.name);
      this.stop(each.name);
    }
    this.#closeScreen(name);
    if (!name || name === 'screen') {
      this.#screenVersion += 1;
      this.#report('screen');
    }
    if (!name) this.#mediaDevices?.removeEventListener?.('devicechange', this.#onDeviceChange);
  }

  /**
   * The devices that a person can choose from. Before the person has allowed a device, browsers do not reveal any.
   *
   * @param {MediaDeviceKind} kind
   * @returns {Promise<MediaDeviceInfo[]>}
   */
  async devices(kind) {
    const all = await this.#request('enumerateDevices').catch(() => []);
    return all.filter((/** @type {MediaDeviceInfo} */ each) => each.kind === kind && each.deviceId);
  }

  /** @param {string} name */
  #named(name) {
    return this.#devices.filter((each) => each.name === name);
  }

  /**
   * Changes the wanted state of devices, and opens those that are due.
   *
   * @param {Device[]} devices
   * @param {(device: Device) => void} change
   * @param {AbortSignal} [signal]
   */
  async #change(devices, change, signal) {
    signal?.throwIfAborted();
    // Until `close`, because the listener keeps this object alive. Adding it again changes nothing.
    this.#mediaDevices?.addEventListener?.('devicechange', this.#onDeviceChange);
    const before = devices.map(({ wanted, chosen }) => ({ wanted, chosen }));
    const published = this.sources;
    for (const each of devices) {
      each.version += 1;
      change(each);
    }
    const versions = devices.map(({ version }) => version);
    try {
      await abortable(signal, () => this.#settle(devices));
    } catch (error) {
      // A later call may have changed the same device, and counts.
      const own = devices.filter(({ version }, index) => version === versions[index]);
      for (const each of own) {
        Object.assign(each, before[devices.indexOf(each)], { switching: false, version: each.version + 1 });
        if (!each.wanted) this.#release(each);
        if (!each.wanted && !published.has(each.name)) this.#sources.delete(each.name);
        this.#report(each.name);
      }
      void this.#settle(own);
      throw error;
    }
  }

  /**
   * Opens the devices that are wanted and not open, one request at a time for each device.
   *
   * @param {Device[]} devices
   * @returns {Promise<unknown>} resolves when each of them is open or has a problem
   */
  #settle(devices) {
    const due = devices.filter((each) => isDue(each) && !each.opening);
    const opening = due.length ? this.#open(due) : undefined;
    for (const each of due) each.opening = opening;
    for (const { name } of due) this.#report(name);
    return Promise.all(devices.map((each) => each.opening));
  }

  /** @param {Device[]} devices */
  async #open(devices) {
    const common = await this.#openTogether(devices);
    for (const each of devices) {
      // getUserMedia fails as a whole if one of the devices fails, so each one then gets a request of its own. But without an
      // answer only the microphone: the person may not have decided yet, and each request may ask once more.
      const isKnown = devices.length < 2 || (common === 'TimeoutError' && each !== devices[0]);
      let problem = common && !isKnown ? await this.#openTogether([each]) : common;
      if (problem && IN_USE.includes(problem) && each.kind === 'video' && each.track) {
        // The ended track stays in the source meanwhile, so that the others see its last picture instead of a camera that is off.
        each.track.stop();
        problem = await this.#openTogether([each]);
      }
      await this.#opened(each, problem);
    }
  }

  /** @param {Device} device @param {string | undefined} problem */
  async #opened(device, problem) {
    const { requested, version, switching } = device;
    device.opening = undefined;
    // Something else has been wanted meanwhile.
    if (requested !== version) return this.#settle([device]).then(() => this.#changed(device.name));
    device.switching = false;
    if (problem && switching) {
      device.chosen = device.previous;
      await this.#settle([device]);
    }
    if (device.track && !isLive(device.track)) {
      if (!problem) return this.#ended(device);
      device.track = null;
    }
    const isCurrent = version === device.version && (switching || isDue(device));
    if (problem && isCurrent) this.#report(device.name, problem);
    else this.#changed(device.name);
  }

  /**
   * Asks for devices. The answer may come after the time limit: its tracks are used if they are still wanted.
   *
   * @param {Device[]} devices
   * @returns {Promise<string | undefined>} the name of a problem
   */
  async #openTogether(devices) {
    const due = devices.filter(isDue);
    /** @type {MediaStreamConstraints} */
    const constraints = {};
    const choices = due.map(({ chosen }) => chosen);
    for (const each of devices) each.requested = each.version;
    for (const each of due) {
      const id = each.chosen ?? each.deviceId;
      const deviceId = each.switching && id ? { exact: id } : id;
      constraints[each.kind] = { ...this.#constraints[each.name], ...(id && { deviceId }) };
    }
    if (due.length === 0) return;
    const opened = this.#request('getUserMedia', constraints).then((/** @type {MediaStream} */ stream) => {
      for (const track of stream.getTracks()) {
        const index = due.findIndex(({ kind }) => kind === track.kind);
        const each = due[index];
        if (each && isDue(each) && each.chosen === choices[index]) this.#use(each, track);
        else track.stop();
      }
    });
    /** @type {unknown} */
    let timer;
    const timeout = new Promise((_, reject) => {
      timer = this.#clock.setTimeout(() => reject({ name: 'TimeoutError' }), ANSWER_TIMEOUT);
    });
    return Promise.race([opened, timeout])
      .then(
        () => undefined,
        ({ name }) => name,
      )
      .finally(() => this.#clock.clearTimeout(timer));
  }

  /** @param {Device} device @param {MediaStreamTrack} track */
  #use(device, track) {
    this.#release(device);
    const { deviceId, groupId } = track.getSettings();
    const expected = device.chosen ?? device.deviceId;
    Object.assign(device, { track, deviceId, groupId, openedFor: device.chosen });
    track.enabled = !device.muted;
    track.contentHint = this.#contentHints[device.name] ?? '';
    track.addEventListener('ended', () => device.track === track && this.#ended(device));
    this.#sources.set(device.name, device);
    this.#report(device.name, expected && deviceId && deviceId !== expected ? 'DeviceReplaced' : undefined);
  }

  /** The device was unplugged, taken by another program, or forbidden by the person. @param {Device} device */
  async #ended(device) {
    // The track is about to be replaced. Some phones end it when another camera is opened.
    if (device.opening) return;
    device.track = null;
    this.#report(device.name, 'Ended');
    // A device that is still there was taken or forbidden: the browser would ask the person again.
    const present = await this.devices(`${device.kind}input`);
    if (!present.some(({ deviceId }) => deviceId === device.deviceId)) await this.#devicesChanged();
  }

  #onDeviceChange = () => {
    this.dispatchEvent(new CustomEvent('devices'));
    void this.#devicesChanged();
  };

  /** Replaces devices that have gone, and returns to the chosen ones that are back. */
  async #devicesChanged() {
    for (const each of this.#devices) {
      const present = await this.devices(`${each.kind}input`);
      const isDenied = DENIED.includes(this.#problems.get(each.name) ?? '');
      if (!present.length || !each.wanted || each.opening || isDenied) continue;
      const find = (/** @type {string | undefined} */ id) => present.find(({ deviceId }) => deviceId === id);
      const used = find(each.deviceId);
      // The id `default` stays the same when another device becomes the default; its group changes.
      const isGone = !used || (each.groupId && each.groupId !== used.groupId);
      if (isGone || (each.chosen !== each.deviceId && find(each.chosen))) each.openedFor = null;
      void this.#settle([each]);
    }
  }

  /** Ends the track, whose `ended` event is then not dispatched. @param {LocalSource} source */
  #release(source) {
    source.track?.stop();
    source.track = null;
  }

  /** @param {MediaStreamTrack[]} tracks @param {string} [contentHint] */
  #useScreen(tracks, contentHint = '') {
    for (const track of tracks) {
      const kind = /** @type {'audio' | 'video'} */ (track.kind);
      const name = kind === 'video' ? 'screen' : 'screen-audio';
      if (kind === 'video') track.contentHint = contentHint;
      track.addEventListener(
        'ended',
        () => this.#sources.get(name)?.track === track && this.#closeScreen(name),
      );
      this.#sources.get(name)?.track?.stop();
      this.#sources.set(name, { name, kind, track, muted: false });
      this.#report(name);
    }
    if (tracks.length < 2) this.#closeScreen('screen-audio');
  }

  /** @param {string} [name]  the sound alone, or both */
  #closeScreen(name = 'screen') {
    const names = name === 'screen' ? ['screen', 'screen-audio'] : [name];
    for (const each of names) {
      const source = this.#sources.get(each);
      if (!source) continue;
      this.#release(source);
      this.#sources.delete(each);
      this.#changed(each);
    }
  }

  /** @param {string} name @param {string} [problem] */
  #report(name, problem) {
    if (problem) this.#problems.set(name, problem);
    else this.#problems.delete(name);
    this.#changed(name);
  }

  /** @param {string} name */
  #changed(name) {
    this.dispatchEvent(new CustomEvent('change', { detail: { name } }));
  }

  /**
   * @param {'getUserMedia' | 'getDisplayMedia' | 'enumerateDevices'} method
   * @param {object} [constraints]
   * @returns {Promise<any>}
   */
  async #request(method, constraints) {
    const devices = /** @type {any} */ (this.#mediaDevices);
    if (!devices?.[method])
      throw { name: globalThis.isSecureContext ? 'NotSupportedError' : 'InsecureContext' };
    return devices[method](constraints);
  }
}

/** @param {Device} device */
function isDue({ wanted, track, openedFor, chosen }) {
  return wanted && (!track || !isLive(track) || openedFor !== chosen);
}

/** @param {MediaStreamTrack} track */
function isLive({ readyState }) {
  return readyState === 'live';
}

/** @param {DeviceName} name @param {'audio' | 'video'} kind @returns {Device} */
function device(name, kind) {
  return { name, kind, track: null, muted: false, wanted: false, version: 0 };
}
