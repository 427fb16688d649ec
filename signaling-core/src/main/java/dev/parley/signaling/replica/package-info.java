/**
 * Rooms as one node has them: replicas that apply the entries of a journal, and cursors that
 * deliver the log to participants.
 */
@NullMarked
package dev.parley.signaling.replica;

import org.jspecify.annotations.NullMarked;
