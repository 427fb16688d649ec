/** Tests of what all transports do: posts, resuming, slow and stalled clients. */
@NullMarked
package dev.parley.server.transport;

import org.jspecify.annotations.NullMarked;
