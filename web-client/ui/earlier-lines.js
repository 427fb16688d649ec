import { readLine, sinceThen } from './said.js';

/**
 * @import { Line } from './chat-line.js'
 * @import { ShownLines } from './shown-lines.js'
 * @import { KeptMessage } from '../signaling/protocol.js'
 */

/**
 * The lines among the messages that the server has kept, without those that are shown already.
 *
 * @param {KeptMessage[]} messages the oldest first
 * @param {{ shown: ShownLines, self: string | undefined, nameOf: (id: string, name?: string) => string }} parts
 * @param {number} [now]
 * @returns {Line[]}
 */
export function earlierLines(messages, { shown, self, nameOf }, now = Date.now()) {
  return messages.flatMap(({ seq, from, name, data }) => {
    const line = readLine(data);
    if (!line || !shown.add({ seq, from, ...line })) return [];
    const isOwn = from === self;
    return {
      name: isOwn ? 'You' : nameOf(from, name),
      text: line.text,
      kind: isOwn ? 'own' : 'other',
      ago: sinceThen(line.said, now),
      isEarlier: true,
    };
  });
}
