package dev.parley.signaling.journal;

import dev.parley.signaling.room.Fact;
import java.time.Instant;

/**
 * A fact with its place in the journal.
 *
 * @param seq its number, which for an event is the {@code seq} of the wire
 * @param at when it was recorded, by the journal's clock
 */
public record Entry(long seq, Instant at, Fact fact) {}
