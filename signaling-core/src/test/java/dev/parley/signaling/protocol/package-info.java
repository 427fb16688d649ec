/** Tests. */
@NullMarked
package dev.parley.signaling.protocol;

import org.jspecify.annotations.NullMarked;
