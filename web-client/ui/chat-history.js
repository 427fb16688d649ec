import { ageOf, parseChatMessage } from './chat-message.js';
import { PERSON } from './strings.js';

/**
 * @import { ShownMessage } from './chat-elements.js'
 * @import { SeenMessages } from './seen-messages.js'
 * @import { KeptMessage } from '../signaling/protocol.js'
 */

/**
 * The chat messages among the messages that the server has kept, without those that are shown already.
 *
 * @param {KeptMessage[]} messages  the oldest first
 * @param {object} context
 * @param {SeenMessages} context.seen
 * @param {string | undefined} context.self  id of this peer
 * @param {(id: string, name?: string) => string} context.nameOf
 * @param {number} [now]
 * @returns {ShownMessage[]}
 */
export function unseenHistory(messages, { seen, self, nameOf }, now = Date.now()) {
  return messages.flatMap(({ seq, from, name, data }) => {
    const message = parseChatMessage(data);
    if (!message || !seen.add({ seq, from, ...message })) return [];
    const isOwn = from === self;
    return {
      name: isOwn ? PERSON.you : nameOf(from, name),
      text: message.text,
      kind: isOwn ? 'own' : 'other',
      age: ageOf(message.sentAt, now),
      isEarlier: true,
    };
  });
}
