package dev.parley.signaling.journal;

import com.google.common.collect.MapMaker;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.EventEncoder;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Encoded events of one log that are replayed: peers that resume together share the bytes, which
 * the collector frees when the last one has sent them.
 *
 * <p>The map has weak values, and exists only while something is replayed. Guarded by the room's
 * lock.
 */
final class EncodingCache {
  private @Nullable ConcurrentMap<Replay, byte[]> replays;

  private record Replay(long seq, EventEncoder by) {}

  byte[] encoded(long seq, Event event, EventEncoder by) {
    if (replays == null) {
      replays = new MapMaker().concurrencyLevel(1).weakValues().makeMap();
    }
    return replays.computeIfAbsent(new Replay(seq, by), _ -> by.encode(seq, event));
  }

  /** The log is empty: nothing can be replayed. */
  void clear() {
    replays = null;
  }
}
