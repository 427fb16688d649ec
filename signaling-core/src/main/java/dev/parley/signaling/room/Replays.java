package dev.parley.signaling.room;

import com.google.common.collect.MapMaker;
import dev.parley.signaling.protocol.Spelling;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * What is sent once more, out of the logs: written once for all to whom it has yet to go, and
 * forgotten with the last of them.
 */
final class Replays {
  private final ConcurrentMap<Replay, byte[]> replays = new MapMaker().weakValues().makeMap();

  /** The log is known by an object, that it may be forgotten, too. */
  private record Replay(Object log, long seq, Spelling by) {}

  byte[] share(Object log, long seq, Spelling by, Supplier<byte[]> write) {
    return replays.computeIfAbsent(new Replay(log, seq, by), _ -> write.get());
  }
}
