package dev.parley.signaling.room;

import dev.parley.signaling.protocol.Event;

/** How a dialect writes an event that has a place in the log. */
@FunctionalInterface
public interface Spelling {
  byte[] spell(long seq, Event event);
}
