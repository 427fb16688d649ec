/** WebSockets (RFC 6455), the server's end, on connections that an HTTP server has upgraded. */
@NullMarked
package dev.parley.websocket;

import org.jspecify.annotations.NullMarked;
