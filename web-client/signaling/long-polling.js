/** @import { HttpClient } from './http-client.js' */
/** @import { HttpSeat, ListenerCallbacks } from './http-channel.js' */
import { peerUrl } from './http-client.js';

/** Stands for an empty answer, which is a sign of life like any message. */
const PONG = { type: 'pong' };
/** Longest wait of the server before an empty answer, in heartbeats: shorter than the silence that the client accepts. */
const WAIT = 0.75;
/** Time for an answer beyond that wait, in milliseconds. */
const NETWORK_TIMEOUT = 10_000;

/**
 * Receives events by long polling: each request is answered when there are events, or empty after a while.
 *
 * @param {HttpSeat} seat
 * @param {Pick<ListenerCallbacks, 'onMessage' | 'onEnd'>} callbacks
 * @param {HttpClient} http  its `close` ends the polling
 */
export function startPolling({ room, joined, heartbeat }, { onMessage, onEnd }, http) {
  let after = joined.seq;
  let isOver = false;

  const poll = async (/** @type {number} */ wait) => {
    const result = await http.requestWithRetry(peerUrl(room, joined.self, '/messages', { after, wait }), {
      timeout: wait * 1000 + NETWORK_TIMEOUT,
    });
    if (result.error) return onEnd(result.error);
    const messages = JSON.parse(result.text);
    for (const message of messages.length > 0 ? messages : [PONG]) {
      if (isOver) return;
      after = message.seq ?? after;
      onMessage(message);
    }
  };

  const listen = async () => {
    try {
      // The first poll does not wait: its answer shows that answers arrive.
      for (let wait = 0; !isOver; wait = Math.ceil((heartbeat * WAIT) / 1000)) await poll(wait);
    } catch {
      onEnd();
    }
  };

  void listen();
  return () => {
    isOver = true;
  };
}
