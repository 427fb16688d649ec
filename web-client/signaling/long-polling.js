/** @import { HttpClient } from './http-client.js' */
/** @import { HttpSeat, ListenerCallbacks } from './http-channel.js' */
import { closeCodeOf } from './close-codes.js';
import { peerUrl } from './http-client.js';
import { isRoomEvent, parse } from './validation.js';

/** Stands for an empty answer, which is a sign of life like any message. */
const PONG = '{"type":"pong"}';
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

  const receive = (/** @type {string} */ text) => {
    if (isOver) return;
    const message = parse(text);
    if (message && isRoomEvent(message)) after = message.seq;
    onMessage(text);
  };

  const poll = async (/** @type {number} */ wait) => {
    const result = await http.requestWithRetry(peerUrl(room, joined.self, '/messages', { after, wait }), {
      timeout: wait * 1000 + NETWORK_TIMEOUT,
    });
    // An abandoned poll that arrives late replaces its own retry at the server: that is not a takeover by another client.
    if (result.error) {
      const { code } = result.error;
      return onEnd(code === 'replaced' && result.isRetry ? undefined : closeCodeOf(code));
    }
    /** @type {unknown[]} */
    const messages = JSON.parse(result.text);
    if (messages.length === 0) receive(PONG);
    for (const message of messages) receive(JSON.stringify(message));
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
