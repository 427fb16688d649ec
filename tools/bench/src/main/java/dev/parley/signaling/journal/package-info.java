/** The microbenchmark of the room log, in its package because the log is package-private. */
@NullMarked
package dev.parley.signaling.journal;

import org.jspecify.annotations.NullMarked;
