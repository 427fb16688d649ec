/** Non-blocking WebSocket clients, thousands of them on one thread. */
@NullMarked
package dev.parley.bench.net;

import org.jspecify.annotations.NullMarked;
