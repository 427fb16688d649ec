/** The client's side of WebSocket, as little of it as many connections on one thread need. */
@NullMarked
package dev.parley.bench.wire;

import org.jspecify.annotations.NullMarked;
