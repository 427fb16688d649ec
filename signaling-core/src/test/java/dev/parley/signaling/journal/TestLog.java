package dev.parley.signaling.journal;

import dev.parley.signaling.guard.Budget;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.Features;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerInfo;
import dev.parley.signaling.protocol.PeerName;
import dev.parley.signaling.room.Audience;
import dev.parley.signaling.room.Fact;
import java.time.Instant;

/** Logs that number entries as they are appended. */
final class TestLog {
  private TestLog() {}

  static RoomLog open(LogCapacity capacity, Budget.Quota account, long start) {
    RoomLog log = new RoomLog(capacity, account, new ChunkPool(1 << 20));
    log.open(JournalContents.empty(start));
    return log;
  }

  static PeerInfo info(PeerId peer) {
    return info(peer, Features.NONE);
  }

  static PeerInfo info(PeerId peer, Features features) {
    return new PeerInfo(peer, 1, PeerName.NONE, "member", features, true, Payload.EMPTY_OBJECT);
  }

  static void append(RoomLog log, Instant at, Event event, Audience audience, long requestId) {
    Fact fact = new Fact.Emitted(event, audience, requestId);
    var _ = log.append(new Entry(log.last() + 1, at, fact));
  }
}
