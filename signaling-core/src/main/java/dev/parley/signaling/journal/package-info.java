/**
 * The facts of rooms. {@code Journal} numbers, keeps and distributes them; a store for several
 * nodes implements it. {@code RoomLog} keeps the events of one room in memory for replays.
 */
@NullMarked
package dev.parley.signaling.journal;

import org.jspecify.annotations.NullMarked;
