/** Rooms as one node has them: replicas of what a journal holds, and the cursors on their logs. */
@NullMarked
package dev.parley.signaling.replica;

import org.jspecify.annotations.NullMarked;
