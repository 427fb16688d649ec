/**
 * The state of a room, and the rules by which it changes: {@code Rules} decides a command without
 * changing anything, {@code Room} applies the facts that were decided. No I/O, no clock, no locks.
 */
@NullMarked
package dev.parley.signaling.room;

import org.jspecify.annotations.NullMarked;
