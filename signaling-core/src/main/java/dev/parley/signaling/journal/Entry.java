package dev.parley.signaling.journal;

import dev.parley.signaling.room.Fact;
import java.time.Instant;

/**
 * A fact with its place in the journal.
 *
 * @param seq rises by one with each entry of the room; for an event it is the {@code seq} of the
 *     protocol
 * @param at when it was recorded, by the journal's clock, so that all nodes agree on it
 */
public record Entry(long seq, Instant at, Fact fact) {}
