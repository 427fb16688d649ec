/** The log alone, under JMH: in its package, because it is nobody else's. */
@NullMarked
package dev.parley.signaling.journal;

import org.jspecify.annotations.NullMarked;
