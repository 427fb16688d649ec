/** Tests of the core through its public interface. */
@NullMarked
package dev.parley.signaling;

import org.jspecify.annotations.NullMarked;
