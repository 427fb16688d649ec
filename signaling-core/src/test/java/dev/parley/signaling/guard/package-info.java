/** Tests. */
@NullMarked
package dev.parley.signaling.guard;

import org.jspecify.annotations.NullMarked;
