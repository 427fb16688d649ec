/** A journal that several nodes share, over a network that delays, loses and repeats. */
@NullMarked
package dev.parley.signaling.shared;

import org.jspecify.annotations.NullMarked;
