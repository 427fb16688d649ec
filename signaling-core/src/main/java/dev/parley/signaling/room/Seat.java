package dev.parley.signaling.room;

import dev.parley.signaling.protocol.PeerInfo;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A peer's place in a room, which outlives its connection for a while. */
record Seat(PeerInfo info, @Nullable Instant lostAt) {

  boolean expired(Instant now, Duration resumeWindow) {
    return lostAt != null && !now.isBefore(lostAt.plus(resumeWindow));
  }
}
