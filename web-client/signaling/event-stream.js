/** @import { Clock } from './clock.js' */
/** @import { HttpChannel } from './http-channel.js' */
/** @import { JoinedNotice } from './protocol.js' */

/**
 * @typedef {object} EventSourceLike  the part of the EventSource interface that is used here
 * @property {number} readyState
 * @property {() => void} close
 * @property {(type: string, listener: (event: any) => void) => void} addEventListener
 *
 * @typedef {new (url: string) => EventSourceLike} EventSourceConstructor
 */

/** Time for the first message, in milliseconds. The server sends one at once; a proxy that buffers it buffers them all. */
const FIRST_MESSAGE_TIMEOUT = 5000;
/** Time for the browser to reopen a stream that has ended, in milliseconds. */
const REOPEN_TIMEOUT = 10_000;
/** Interval of pings, in milliseconds per second of the heartbeat. The server takes a listener that posts nothing for lost. */
const PING_INTERVAL = 750;
/** Longest silence of a working stream, in the same unit. The server sends something at least once in a heartbeat. */
const SILENCE_TIMEOUT = 2000;
/** `EventSource.CLOSED`, which tests do not have. */
const CLOSED = 2;

/**
 * Receives events by Server-Sent Events (HTML standard). The browser reopens an interrupted stream by itself, and continues
 * after the last event by the header `Last-Event-ID`.
 *
 * @param {HttpChannel} channel
 * @param {JoinedNotice} joined
 * @param {{ EventSource: EventSourceConstructor, clock: Clock }} dependencies
 */
export function openEventStream(channel, { seq: after, ticket, heartbeat }, { EventSource, clock }) {
  /** @type {unknown} */
  let deadlineTimer;
  let deadline = 0;
  /** @type {unknown} */
  let pingTimer;
  // EventSource cannot send headers. The ticket in the URL may end up in logs, and allows nothing but listening.
  const source = new EventSource(channel.http.url('/events', { after, ticket }));

  const expectMessageWithin = (/** @type {number} */ delay) => {
    clock.clearTimeout(deadlineTimer);
    deadline = clock.now() + delay;
    deadlineTimer = clock.setTimeout(() => channel.end(), delay);
  };

  const schedulePing = () => {
    pingTimer = clock.setTimeout(() => {
      channel.send('{"type":"ping"}');
      schedulePing();
    }, heartbeat * PING_INTERVAL);
  };

  source.addEventListener('message', ({ data }) => {
    expectMessageWithin(heartbeat * SILENCE_TIMEOUT);
    channel.receive(data);
  });
  source.addEventListener('error', () => {
    // A closed source was refused by the server. EventSource hides the response; the next join gets the reason.
    if (source.readyState === CLOSED) channel.end();
    else expectMessageWithin(Math.min(REOPEN_TIMEOUT, deadline - clock.now()));
  });
  expectMessageWithin(FIRST_MESSAGE_TIMEOUT);
  schedulePing();
  return () => {
    source.close();
    for (const timer of [deadlineTimer, pingTimer]) clock.clearTimeout(timer);
  };
}
