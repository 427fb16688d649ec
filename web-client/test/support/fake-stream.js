/** @import { Kind, LocalSource } from '../../rtc/sent-sources.js' */
import { defaultName } from '../../rtc/source-names.js';

/** A MediaStream without media. */
export class FakeStream {
  #tracks;

  /** @param {string} kinds  such as 'audio video' */
  constructor(kinds = '') {
    this.#tracks = kinds
      .split(' ')
      .filter(Boolean)
      .map((kind) => ({ kind }));
  }

  getTracks() {
    return [...this.#tracks];
  }

  /** @param {{ kind: string }} track */
  addTrack(track) {
    if (!this.#tracks.includes(track)) this.#tracks.push(track);
  }

  /** @param {{ kind: string }} track */
  removeTrack(track) {
    this.#tracks = this.#tracks.filter((other) => other !== track);
  }
}

/** @param {string} kinds  such as 'audio video' @returns {MediaStream} */
export function fakeStream(kinds) {
  return /** @type {any} */ (new FakeStream(kinds));
}

/** @param {'audio' | 'video'} kind @returns {any} a MediaStreamTrack */
export function fakeTrack(kind) {
  return { kind };
}

/** The tracks of a stream as sources. @param {MediaStream | null} stream */
export function sourcesOf(stream) {
  /** @type {Map<string, LocalSource>} */
  const sources = new Map();
  for (const track of stream?.getTracks() ?? []) {
    const kind = /** @type {Kind} */ (track.kind);
    sources.set(defaultName(kind, sources), { kind, track });
  }
  return sources;
}
