/** The log alone, under JMH: in its package, because it is nobody else's. */
@NullMarked
package dev.parley.signaling.room;

import org.jspecify.annotations.NullMarked;
