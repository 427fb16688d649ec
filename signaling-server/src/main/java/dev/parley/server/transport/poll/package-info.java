/** Long polling: each response carries what has arrived since the last. */
@NullMarked
package dev.parley.server.transport.poll;

import org.jspecify.annotations.NullMarked;
