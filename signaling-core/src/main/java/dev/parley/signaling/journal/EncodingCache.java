package dev.parley.signaling.journal;

import com.google.common.collect.MapMaker;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.EventEncoder;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What is sent once more, out of one log: written once for all to whom it has yet to go, and let go
 * with the last of them.
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

  /** There is nothing left to be sent once more. */
  void clear() {
    replays = null;
  }
}
