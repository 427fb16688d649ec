package dev.parley.signaling.journal;

import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.EventEncoder;
import org.jspecify.annotations.Nullable;

/** One event with its number, while it is told. Belongs to the room's step. */
public final class LoggedEvent {
  private final EncodingCache replays;
  private final long seq;
  private final Event event;
  private final int length;
  private final boolean isNew;
  private @Nullable EventEncoder by;
  private byte[] encoded = {};

  LoggedEvent(EncodingCache replays, long seq, Event event, int length, boolean isNew) {
    this.replays = replays;
    this.seq = seq;
    this.event = event;
    this.length = length;
    this.isNew = isNew;
  }

  public long seq() {
    return seq;
  }

  public Event event() {
    return event;
  }

  /** Bytes that it takes in the log. */
  public int length() {
    return length;
  }

  /**
   * The event as bytes of the wire; they are the same for all who get it. Those of a new event, in
   * the codec that is asked for first, are found here, all others among the replays.
   */
  public byte[] encoded(EventEncoder encoder) {
    if (isNew && by == null) {
      by = encoder;
      encoded = encoder.encode(seq, event);
    }
    return encoder.equals(by) ? encoded : replays.encoded(seq, event, encoder);
  }
}
