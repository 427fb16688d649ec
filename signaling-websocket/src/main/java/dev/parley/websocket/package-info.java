/**
 * The server side of WebSocket (RFC 6455) on connections that an HTTP server has upgraded.
 *
 * <p>{@link dev.parley.websocket.OpeningHandshake} decides which requests are upgraded; {@link
 * dev.parley.websocket.WebSocket} is one upgraded connection, and delivers to a {@link
 * dev.parley.websocket.WebSocketListener}. Data flow:
 *
 * <pre>
 * socket -> IoBuffers -> FrameDecoder (FrameHeader, Masking, Utf8, MessageAssembler) -> WebSocketListener
 * socket <- IoBuffers <- SendQueue (OutgoingFrame) <- WebSocket.send
 * </pre>
 *
 * <p>A connection and everything that belongs to it is used on its XNIO I/O thread only, so there
 * are no locks. No extension is negotiated, and therefore no compression.
 */
@NullMarked
package dev.parley.websocket;

import org.jspecify.annotations.NullMarked;
