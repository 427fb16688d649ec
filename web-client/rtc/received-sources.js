/** @import { Kind } from './sent-sources.js' */
import { defaultName, isSourceName } from './source-names.js';

/** A source that a peer sends. The object and its stream stay the same as long as the peer publishes the source. */
export class RemoteSource {
  /** Whether the peer has muted it, or turned it off. */
  muted = false;
  /** Whether this side has declined it. */
  declined = false;

  /**
   * @param {string} name  such as `camera`
   * @param {Kind} kind
   * @param {MediaStream} stream  for a player: its track changes when the connection is replaced
   */
  constructor(name, kind, stream) {
    this.name = name;
    this.kind = kind;
    this.stream = stream;
  }

  /** @returns {MediaStreamTrack | null} null for a declined source */
  get track() {
    return this.stream.getTracks()[0] ?? null;
  }

  /** @internal @param {MediaStreamTrack | null} track @returns {boolean} whether it was another one */
  setTrack(track) {
    const before = this.track;
    if (before === track) return false;
    if (before) this.stream.removeTrack(before);
    if (track) this.stream.addTrack(track);
    return true;
  }
}

/** @typedef {'added' | 'changed' | 'removed'} Change */

/** The sources that one peer sends, across replaced connections. */
export class ReceivedSources {
  /** @type {Map<string, RemoteSource>} */
  #sources = new Map();
  /** Names of the declined sources; they may come later, or again. @type {Set<string>} */
  #declined = new Set();
  /** Names and states by mid, as the peer has sent them. @type {Map<string, { source: string, muted: boolean }>} */
  #described = new Map();
  /** The name of the source in each received media section, by mid. @type {Map<string, string>} */
  #names = new Map();
  #newStream;
  #onChange;

  /**
   * @param {() => MediaStream} newStream
   * @param {(change: Change, source: RemoteSource) => void} onChange
   */
  constructor(newStream, onChange) {
    this.#newStream = newStream;
    this.#onChange = onChange;
  }

  /** @returns {ReadonlyMap<string, RemoteSource>} by name */
  get byName() {
    return this.#sources;
  }

  /** The source that is received in a media section. @param {string} mid */
  nameOf(mid) {
    return this.#names.get(mid);
  }

  /** A new connection has media sections of its own. */
  forgetMids() {
    this.#described.clear();
    this.#names.clear();
  }

  /** The peer has sent a description. @param {unknown} data  of the description; from outside, so anything */
  describe(data) {
    this.#described = new Map();
    const names = new Set();
    const { sources } = /** @type {{ sources?: unknown }} */ (data ?? {});
    for (const [mid, value] of Object.entries(sources ?? {})) {
      const { source, muted } = /** @type {{ source?: unknown, muted?: unknown }} */ (value ?? {});
      if (!isSourceName(source) || names.has(source)) continue;
      names.add(source);
      this.#described.set(mid, { source, muted: muted === true });
    }
  }

  /**
   * Updates the sources after a negotiation, or after the connection was closed.
   *
   * @param {RTCRtpTransceiver[]} transceivers  of the connection
   */
  update(transceivers) {
    const now = this.#named(transceivers);
    for (const [name, source] of this.#sources) {
      if (now.get(name)?.kind === source.kind) continue;
      this.#sources.delete(name);
      source.setTrack(null);
      this.#onChange('removed', source);
    }
    for (const [name, { kind, track, muted }] of now) this.#put(name, kind, track, muted);
  }

  /** @param {Record<string, unknown>} muted  by name */
  setMuted(muted) {
    for (const [name, source] of this.#sources) {
      const value = Object.hasOwn(muted, name) ? muted[name] : undefined;
      if (typeof value !== 'boolean' || value === source.muted) continue;
      source.muted = value;
      this.#onChange('changed', source);
    }
  }

  /** @param {string} name @param {boolean} declined */
  setDeclined(name, declined) {
    if (declined) this.#declined.add(name);
    else this.#declined.delete(name);
  }

  /** @param {RTCRtpTransceiver} transceiver */
  isDeclined({ mid }) {
    const name = this.#described.get(mid ?? '')?.source ?? this.#names.get(mid ?? '');
    return name !== undefined && this.#declined.has(name);
  }

  /**
   * @param {string} name
   * @param {Kind} kind
   * @param {MediaStreamTrack | null} track
   * @param {boolean} muted
   */
  #put(name, kind, track, muted) {
    const known = this.#sources.get(name);
    const source = known ?? new RemoteSource(name, kind, this.#newStream());
    const declined = this.#declined.has(name);
    const isOther = source.muted !== muted || source.declined !== declined;
    Object.assign(source, { muted, declined });
    this.#sources.set(name, source);
    if (source.setTrack(track) || isOther || !known) this.#onChange(known ? 'changed' : 'added', source);
  }

  /** The received media sections with the names of their sources. @param {RTCRtpTransceiver[]} transceivers */
  #named(transceivers) {
    /** @type {Map<string, { kind: Kind, track: MediaStreamTrack | null, muted: boolean }>} */
    const result = new Map();
    /** @type {Map<string, string>} */
    const names = new Map();
    const described = new Set([...this.#described.values()].map(({ source }) => source));
    const taken = { has: (/** @type {string} */ name) => described.has(name) || result.has(name) };
    for (const transceiver of transceivers) {
      const { mid, currentDirection, receiver } = transceiver;
      const kind = /** @type {Kind} */ (receiver.track.kind);
      const isReceived = currentDirection === 'sendrecv' || currentDirection === 'recvonly';
      if (mid === null || !(isReceived || this.isDeclined(transceiver))) continue;
      const { source, muted = false } = this.#described.get(mid) ?? {};
      const name = source ?? defaultName(kind, taken);
      names.set(mid, name);
      result.set(name, { kind, track: isReceived ? receiver.track : null, muted });
    }
    this.#names = names;
    return result;
  }
}
