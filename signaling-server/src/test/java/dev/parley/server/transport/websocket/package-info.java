/** Tests of the WebSocket transport. */
@NullMarked
package dev.parley.server.transport.websocket;

import org.jspecify.annotations.NullMarked;
