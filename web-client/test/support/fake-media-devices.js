/** @typedef {{ deviceId: string, kind: MediaDeviceKind, label: string, groupId: string }} DeviceInfo */

/** A MediaStreamTrack of a fake device. */
export class FakeTrack extends EventTarget {
  enabled = true;
  contentHint = '';
  readyState = 'live';
  kind;
  #device;

  /** @param {'audio' | 'video'} kind @param {DeviceInfo} device */
  constructor(kind, device) {
    super();
    this.kind = kind;
    this.#device = device;
  }

  getSettings() {
    const { deviceId, groupId } = this.#device;
    return { deviceId, groupId };
  }

  stop() {
    this.readyState = 'ended';
  }

  /** Ends as a browser ends it: when the device is unplugged, or with the browser's own button. */
  end() {
    if (this.readyState === 'ended') return;
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }
}

/**
 * Devices that a test plugs in and unplugs, and whose requests fail, hang or are answered late.
 */
export class FakeMediaDevices extends EventTarget {
  /** Every track that was ever opened. @type {FakeTrack[]} */
  tracks = [];
  /** The requests so far, such as 'audio video'. @type {string[]} */
  requests = [];
  /** Requests that wait for `answer`. @type {(() => void)[]} */
  hanging = [];
  /** Whether a request hangs. @type {(kinds: string[]) => boolean} */
  hangs = () => false;
  /** Name of the error that a request fails with. @type {(kinds: string[]) => string | undefined} */
  failure = () => undefined;
  /** Names of the kinds that the person has allowed, whose devices are listed with ids. */
  allowed = new Set(['audio', 'video']);
  /** Whether a request for a camera fails while another one is open, as on many phones. */
  isPhone = false;
  /** Message of the errors. */
  message = 'for the test';
  /** Whether a shared screen has sound. */
  screenSound = true;
  /** @type {DeviceInfo[]} */
  #devices = [];

  /** @param {string[]} ids  such as 'audio1', 'video2', 'output1' */
  constructor(...ids) {
    super();
    this.#devices = ids.map(info);
  }

  /** The present devices. */
  get ids() {
    return this.#devices.map(({ deviceId }) => deviceId);
  }

  /** @param {string} [kind] @returns {FakeTrack[]} */
  live(kind) {
    return this.tracks.filter((track) => track.readyState === 'live' && (!kind || track.kind === kind));
  }

  /** @param {string} id */
  plugIn(id) {
    if (this.ids.includes(id)) return;
    this.#devices.push(info(id));
    this.dispatchEvent(new Event('devicechange'));
  }

  /** @param {string} id */
  unplug(id) {
    this.#devices = this.#devices.filter(({ deviceId }) => deviceId !== id);
    for (const track of this.live()) if (track.getSettings().deviceId === id) track.end();
    this.dispatchEvent(new Event('devicechange'));
  }

  /** Makes another device the one that the id `default` stands for. @param {string} groupId */
  changeDefault(groupId) {
    this.#devices = this.#devices.map((each) => (each.deviceId === 'default' ? { ...each, groupId } : each));
    this.dispatchEvent(new Event('devicechange'));
  }

  /** Number of listeners for changes of the devices. */
  listeners = 0;

  /** @override @param {Parameters<EventTarget['addEventListener']>} listening */
  addEventListener(...listening) {
    this.listeners += 1;
    super.addEventListener(...listening);
  }

  /** @override @param {Parameters<EventTarget['removeEventListener']>} listening */
  removeEventListener(...listening) {
    this.listeners -= 1;
    super.removeEventListener(...listening);
  }

  /** Answers the requests that hang. */
  answer() {
    for (const each of this.hanging.splice(0)) each();
  }

  async enumerateDevices() {
    const isAllowed = (/** @type {DeviceInfo} */ { kind }) => this.allowed.has(kind.slice(0, 5));
    return this.#devices.map((each) => (isAllowed(each) ? each : { ...each, deviceId: '', label: '' }));
  }

  /** @param {any} constraints */
  async getUserMedia(constraints) {
    const kinds = ['audio', 'video'].filter((kind) => constraints[kind]);
    this.requests.push(kinds.join(' '));
    await this.#maybeHang(kinds);
    this.#maybeFail(kinds);
    if (this.isPhone && constraints.video && this.#hasOpenCamera())
      throw new DOMException(this.message, 'NotReadableError');
    return this.#stream(kinds.map((kind) => this.#find(kind, constraints[kind].deviceId)));
  }

  /** @param {any} options */
  async getDisplayMedia({ audio }) {
    this.requests.push('screen');
    await this.#maybeHang(['screen']);
    this.#maybeFail(['screen']);
    const devices = [{ deviceId: 'screen:0', kind: 'videoinput', label: '', groupId: '' }];
    if (audio && this.screenSound)
      devices.push({ deviceId: 'sound:0', kind: 'audioinput', label: '', groupId: '' });
    return this.#stream(/** @type {DeviceInfo[]} */ (devices));
  }

  #hasOpenCamera() {
    return this.live().some((track) => track.getSettings().deviceId.startsWith('video'));
  }

  /** @param {string[]} kinds */
  async #maybeHang(kinds) {
    if (this.hangs(kinds)) await new Promise((resolve) => this.hanging.push(() => resolve(undefined)));
  }

  /** @param {string[]} kinds */
  #maybeFail(kinds) {
    const failure = this.failure(kinds);
    if (failure) throw new DOMException(this.message, failure);
  }

  /** @param {string} kind @param {any} deviceId */
  #find(kind, deviceId) {
    const all = this.#devices.filter((each) => each.kind === `${kind}input`);
    const wanted = all.find((each) => each.deviceId === (deviceId?.exact ?? deviceId));
    if (!wanted && deviceId?.exact) throw new DOMException('for the test', 'OverconstrainedError');
    const found = wanted ?? all[0];
    if (!found) throw new DOMException('for the test', 'NotFoundError');
    return found;
  }

  /** @param {DeviceInfo[]} devices */
  #stream(devices) {
    const tracks = devices.map((each) => new FakeTrack(/** @type {any} */ (each.kind.slice(0, 5)), each));
    this.tracks.push(...tracks);
    return { getTracks: () => tracks };
  }
}

/** @param {string} deviceId @returns {DeviceInfo} */
function info(deviceId) {
  const kind = deviceId.startsWith('video')
    ? 'videoinput'
    : deviceId.startsWith('output')
      ? 'audiooutput'
      : 'audioinput';
  return { deviceId, kind, label: `Device ${deviceId}`, groupId: `group of ${deviceId}` };
}
