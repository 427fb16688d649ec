/** Tests of event streams. */
@NullMarked
package dev.parley.server.transport.sse;

import org.jspecify.annotations.NullMarked;
