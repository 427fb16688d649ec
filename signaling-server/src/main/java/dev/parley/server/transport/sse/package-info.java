/** Server-sent events (HTML standard): a response that stays open carries what a peer receives. */
@NullMarked
package dev.parley.server.transport.sse;

import org.jspecify.annotations.NullMarked;
