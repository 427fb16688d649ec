package dev.parley.signaling.protocol;

/** A way to write an event that has a place in the log. */
public interface EventEncoder {
  byte[] encode(long seq, Event event);
}
