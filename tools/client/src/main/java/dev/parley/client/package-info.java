/**
 * HTTP/1.1 and WebSocket (RFC 6455) for tools that control each byte of a connection: which bytes
 * are sent in one write, where a connection is cut, and how it is closed.
 *
 * <p>Tools without that need use {@code java.net.http}, which repeats requests, answers pings and
 * closes connections by itself.
 */
@NullMarked
package dev.parley.client;

import org.jspecify.annotations.NullMarked;
