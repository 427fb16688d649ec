/** Tests of long and short polling. */
@NullMarked
package dev.parley.server.transport.poll;

import org.jspecify.annotations.NullMarked;
