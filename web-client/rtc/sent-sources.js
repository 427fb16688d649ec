import { EncodingControl } from './encoding.js';

/**
 * @typedef {'audio' | 'video'} Kind
 *
 * @typedef {object} LocalSource  a source that this peer publishes
 * @property {Kind} kind
 * @property {MediaStreamTrack | null} track  null while the source has none, such as a camera that is off
 * @property {boolean} [muted]  whether the others show it as muted, as they do without a track
 *
 * @typedef {ReadonlyMap<string, LocalSource>} LocalSources  by name
 *
 * @typedef {Record<string, { source: string, muted?: true }>} SourcesByMid  in the `data` of a description
 */

/** @type {Kind[]} */
const KINDS = ['audio', 'video'];

/**
 * The transceivers of one `RTCPeerConnection`, with the source that each of them sends.
 *
 * Sources use `replaceTrack`, which needs no negotiation, and free transceivers are used again: the m-lines of `addTrack` and
 * `removeTrack` would pile up in the description.
 */
export class SentSources {
  #connection;
  #newStream;
  /** @type {Map<string, RTCRtpTransceiver>} by name of the source */
  #transceivers = new Map();
  /** @type {Map<RTCRtpTransceiver, EncodingControl>} */
  #encodings = new Map();
  /** The streams in which the peer sees the tracks, by purpose: those in one stream are played in sync. @type {Map<string, MediaStream>} */
  #groups = new Map();

  /**
   * @param {RTCPeerConnection} connection
   * @param {() => MediaStream} newStream
   */
  constructor(connection, newStream) {
    this.#connection = connection;
    this.#newStream = newStream;
  }

  /**
   * Makes sure that there is a transceiver for each kind of media, so that a peer without a camera still receives video.
   * Only the side that makes the first offer does this; the other one uses the transceivers of the offer.
   */
  addMissingTransceivers() {
    for (const kind of KINDS) {
      const isMissing = this.#usable.every((transceiver) => kindOf(transceiver) !== kind);
      if (isMissing) this.#connection.addTransceiver(kind, { direction: 'recvonly' });
    }
  }

  /**
   * Sends these sources, and nothing else.
   *
   * @param {LocalSources} sources
   * @param {boolean} mayAdd  whether a source without a transceiver gets a new one, which needs a negotiation
   * @param {(transceiver: RTCRtpTransceiver) => boolean} isDeclined  whether to receive nothing on a transceiver
   */
  async update(sources, mayAdd, isDeclined) {
    this.#release(sources);
    for (const [name, { kind }] of sources) {
      if (!this.#transceivers.has(name)) this.#assign(name, kind, mayAdd);
    }
    const names = new Map([...this.#transceivers].map(([name, transceiver]) => [transceiver, name]));
    const updates = this.#usable.map((transceiver) => {
      const name = names.get(transceiver);
      return this.#apply(transceiver, name, sources.get(name ?? ''), !isDeclined(transceiver));
    });
    await Promise.all(updates);
  }

  /** The sources by the mid of their media description, for the peer. @param {LocalSources} sources @returns {SourcesByMid} */
  byMid(sources) {
    /** @type {SourcesByMid} */
    const result = {};
    for (const [source, { mid }] of this.#transceivers) {
      const local = sources.get(source);
      if (mid !== null && local) result[mid] = { source, ...(isMuted(local) && { muted: true }) };
    }
    return result;
  }

  /**
   * Adapts the encoding of each video to the network, the processor, and the height at which the peer shows it.
   *
   * @param {(name: string) => number} peersOf  number of peers to which a source is sent
   * @param {(name: string) => number | undefined} heightOf  at which the peer shows a source
   * @param {() => number} now  in milliseconds
   */
  updateEncodings(peersOf, heightOf, now) {
    for (const [name, transceiver] of this.#transceivers) {
      if (kindOf(transceiver) !== 'video') continue;
      const control = this.#encodings.get(transceiver) ?? new EncodingControl(transceiver.sender, now);
      this.#encodings.set(transceiver, control);
      void control.update(name, peersOf(name), heightOf(name));
    }
  }

  /** The source that is sent in a media section. @param {string} mid */
  nameOf(mid) {
    return [...this.#transceivers].find(([, transceiver]) => transceiver.mid === mid)?.[0];
  }

  /** @param {LocalSources} sources */
  #release(sources) {
    for (const [name, transceiver] of this.#transceivers) {
      const isKept = sources.get(name)?.kind === kindOf(transceiver) && this.#usable.includes(transceiver);
      if (!isKept) this.#transceivers.delete(name);
    }
  }

  /**
   * @param {string} name
   * @param {Kind} kind
   * @param {boolean} mayAdd
   */
  #assign(name, kind, mayAdd) {
    const taken = [...this.#transceivers.values()];
    const free = this.#usable.find((each) => kindOf(each) === kind && !taken.includes(each));
    const transceiver = free ?? (mayAdd ? this.#connection.addTransceiver(kind) : undefined);
    if (transceiver) this.#transceivers.set(name, transceiver);
  }

  /**
   * @param {RTCRtpTransceiver} transceiver
   * @param {string | undefined} name
   * @param {LocalSource | undefined} source
   * @param {boolean} receives
   */
  async #apply(transceiver, name, source, receives) {
    const { sender } = transceiver;
    const track = source?.track ?? null;
    if (sender.track !== track) await sender.replaceTrack(track);
    const direction = source ? (receives ? 'sendrecv' : 'sendonly') : receives ? 'recvonly' : 'inactive';
    if (transceiver.direction === direction) return;
    if (name) sender.setStreams(this.#group(name));
    transceiver.direction = direction;
  }

  /** The camera and the microphone are one group, a screen and its sound another. @param {string} name */
  #group(name) {
    const purpose = name.startsWith('screen') ? 'screen' : '';
    const group = this.#groups.get(purpose) ?? this.#newStream();
    this.#groups.set(purpose, group);
    return group;
  }

  get #usable() {
    return this.#connection.getTransceivers().filter(({ direction }) => direction !== 'stopped');
  }
}

/** @param {RTCRtpTransceiver} transceiver */
function kindOf({ receiver }) {
  return receiver.track.kind;
}

/** Whether the others show a source as muted. @param {LocalSource} source */
export function isMuted({ track, muted = false }) {
  return muted || !track;
}
