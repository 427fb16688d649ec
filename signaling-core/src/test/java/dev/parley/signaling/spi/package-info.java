/** Tests. */
@NullMarked
package dev.parley.signaling.spi;

import org.jspecify.annotations.NullMarked;
