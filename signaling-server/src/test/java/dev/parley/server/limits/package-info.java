/** Tests of limits: a request or connection beyond one is refused, and no client harms others. */
@NullMarked
package dev.parley.server.limits;

import org.jspecify.annotations.NullMarked;
