/** @import { Kind } from './sent-sources.js' */

/** The sources of tracks without a name, in order. @type {Record<Kind, string[]>} */
const DEFAULTS = { audio: ['microphone', 'screen-audio'], video: ['camera', 'screen'] };
const NAME = /^[A-Za-z0-9._-]{1,32}$/;

/** @param {unknown} name @returns {name is string} */
export function isSourceName(name) {
  return typeof name === 'string' && NAME.test(name);
}

/**
 * The first free name for a track that has none.
 *
 * @param {Kind} kind
 * @param {{ has: (name: string) => boolean }} taken
 */
export function defaultName(kind, taken) {
  const names = [...DEFAULTS[kind]];
  for (let n = names.length + 1; ; n++) {
    const name = names.shift() ?? `${kind}-${n}`;
    if (!taken.has(name)) return name;
  }
}
