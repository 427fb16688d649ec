/** A journal shared by several nodes over a network that delays, loses and repeats messages. */
@NullMarked
package dev.parley.signaling.shared;

import org.jspecify.annotations.NullMarked;
