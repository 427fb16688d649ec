/** @import { HttpChannel } from './http-channel.js' */
/** @import { JoinedNotice } from './protocol.js' */

/** Stands for an empty answer, which is a sign of life like any message. */
const PONG = { type: 'pong' };
/** Longest wait of the server before an empty answer, in heartbeats: shorter than the silence that the client accepts. */
const WAIT = 0.75;
/** Time for an answer beyond that wait, in milliseconds. */
const NETWORK_TIMEOUT = 10_000;

/**
 * Receives events by long polling: each request is answered when there are events, or empty after a while.
 *
 * @param {HttpChannel} channel
 * @param {JoinedNotice} joined
 */
export function startPolling(channel, { seq: after, heartbeat }) {
  const listen = async () => {
    try {
      // The first poll does not wait: its answer shows that answers arrive. After the end of the channel, the next one throws.
      for (let wait = 0; ; wait = Math.ceil(heartbeat * WAIT)) {
        const { error, text = '' } = await channel.http.requestWithRetry('/messages', {
          query: { after, wait },
          timeout: wait * 1000 + NETWORK_TIMEOUT,
        });
        if (error) return channel.end(error);
        const messages = JSON.parse(text);
        for (const message of messages.length > 0 ? messages : [PONG]) {
          after = message.seq ?? after;
          channel.receive(message);
        }
      }
    } catch {
      channel.end();
    }
  };
  void listen();
}
