/** Tests. */
@NullMarked
package dev.parley.signaling.wire;

import org.jspecify.annotations.NullMarked;
