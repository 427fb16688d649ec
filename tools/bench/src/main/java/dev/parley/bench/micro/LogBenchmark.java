package dev.parley.bench.micro;

import dev.parley.signaling.guard.Budget;
import dev.parley.signaling.journal.ChunkPool;
import dev.parley.signaling.journal.Entry;
import dev.parley.signaling.journal.JournalContents;
import dev.parley.signaling.journal.LogCapacity;
import dev.parley.signaling.journal.RoomLog;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.Features;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerInfo;
import dev.parley.signaling.protocol.PeerName;
import dev.parley.signaling.protocol.SignalKind;
import dev.parley.signaling.room.Audience;
import dev.parley.signaling.room.Fact;
import dev.parley.signaling.wire.JsonCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Appends to a full room log, and replays of missed events from it. */
public class LogBenchmark extends MicroBenchmark {
  private static final int FULL = 10_000;
  private static final int MISSED = 10;

  @Param({"100", "1024", "60000"})
  public int payload;

  private final PeerId sender = new PeerId("AbCdEfGhIjKlMnOpQrStUv");
  private final PeerId receiver = new PeerId("bCdEfGhIjKlMnOpQrStUvW");
  private final Audience audience = new Audience.Only(Set.of(receiver));
  private final Instant now = Instant.now();
  private final Budget total = new Budget(1 << 24);
  private final RoomLog log =
      new RoomLog(
          new LogCapacity(Duration.ofMinutes(1), 1 << 20, total),
          total.quota(),
          new ChunkPool(1 << 24));
  private Event event = new Event.Signal(sender, SignalKind.OFFER, Payload.EMPTY_OBJECT);

  @Setup
  public void fill() {
    log.open(JournalContents.empty(0));
    log.addSeat(
        new PeerInfo(
            receiver, 1, PeerName.NONE, "member", Features.NONE, true, Payload.EMPTY_OBJECT));
    event =
        new Event.Signal(
            sender, SignalKind.OFFER, Payload.of("\"" + "x".repeat(payload - 2) + "\""));
    for (int i = 0; i < FULL; i++) {
      append();
    }
  }

  @Benchmark
  public Object append() {
    return log.append(new Entry(log.last() + 1, now, new Fact.Emitted(event, audience, 1)));
  }

  /** Finds ten missed events in a full log and encodes them. */
  @Benchmark
  public int replay() {
    int[] bytes = {0};
    log.replay(
        log.last() - MISSED,
        receiver,
        entry -> {
          bytes[0] += JsonCodec.STANDARD.encode(0, entry.event()).length;
          return true;
        });
    return bytes[0];
  }
}
