/** The rules of RFC 6455, each broken and kept, over real sockets and without. */
@NullMarked
package dev.parley.websocket;

import org.jspecify.annotations.NullMarked;
