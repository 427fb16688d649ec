/** WebSocket (RFC 6455): messages in both directions over one upgraded connection. */
@NullMarked
package dev.parley.server.transport.websocket;

import org.jspecify.annotations.NullMarked;
