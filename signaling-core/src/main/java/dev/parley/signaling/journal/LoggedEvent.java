package dev.parley.signaling.journal;

import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.EventEncoder;
import org.jspecify.annotations.Nullable;

/**
 * An event of the log while it is offered to cursors. Encodes it once, however many cursors take
 * it.
 *
 * <p>Created and used within one step: guarded by the room's lock.
 */
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

  /** The bytes that it takes in the log, which approximate the bytes of its messages. */
  public int length() {
    return length;
  }

  /**
   * The event as the bytes of a message; the same array for all recipients, which must not be
   * changed. A new event keeps the bytes of the first encoder that asks; others, and replayed
   * events, are shared through the cache.
   */
  public byte[] encoded(EventEncoder encoder) {
    if (isNew && by == null) {
      by = encoder;
      encoded = encoder.encode(seq, event);
    }
    return encoder.equals(by) ? encoded : replays.encoded(seq, event, encoder);
  }
}
