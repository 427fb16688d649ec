package dev.parley.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.support.LogRecorder;
import dev.parley.signaling.guard.FaultBarrier;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.LeaveReason;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.spi.Observation;
import dev.parley.signaling.spi.Observations;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The log lines for observations, written by a thread of their own. */
class LoggingObserverTest {
  private static final RoomName ROOM = new RoomName("standup");
  private static final PeerId ANN = new PeerId("AbCdEfGhIjKlMnOpQrStUv");
  private static final String CLIENT = "203.0.113.9";

  @AutoClose
  private final LogRecorder log =
      new LogRecorder(entry ->
          entry.getLevel() + " " + entry.getMessage() + " by " + Thread.currentThread().getName());

  private final Observations observations = new Observations(new FaultBarrier());

  @Test
  void eachObservationIsOneLineOfTheLogThread() throws InterruptedException {
    log.at(Level.FINER);
    List<Observation> published =
        List.of(
            new Observation.Joined(ROOM, ANN, CLIENT),
            new Observation.Resumed(ROOM, ANN, CLIENT),
            new Observation.TakenOver(ROOM, ANN, CLIENT),
            new Observation.Disconnected(ROOM, ANN),
            new Observation.Left(ROOM, ANN, LeaveReason.TIMEOUT),
            new Observation.Refused(ROOM, CLIENT, ErrorCode.CONFLICT, "No."),
            new Observation.ClosedByServer(ROOM, CLIENT, ANN, CloseCode.SLOW),
            new Observation.Closed(ROOM, CLIENT, null),
            new Observation.Relayed(ROOM, ANN, "offer", 9),
            new Observation.Fault(ROOM, new IllegalStateException("a bug")),
            new Observation.Missed(7));
    try (var _ = LoggingObserver.follow(observations)) {
      published.forEach(observations::publish);
      for (String line :
          List.of(
              "FINE 203.0.113.9 joined standup as AbCdEfGhIjKlMnOpQrStUv",
              "FINE 203.0.113.9 resumed standup as AbCdEfGhIjKlMnOpQrStUv",
              "FINE 203.0.113.9 took over the seat of AbCdEfGhIjKlMnOpQrStUv in standup",
              "FINE AbCdEfGhIjKlMnOpQrStUv lost its connection to standup",
              "FINE AbCdEfGhIjKlMnOpQrStUv left standup: timeout",
              "FINE 203.0.113.9 in standup got conflict: No.",
              "FINE 203.0.113.9 in standup was closed with 4420",
              "FINE 203.0.113.9 disconnected from standup",
              "FINER AbCdEfGhIjKlMnOpQrStUv in standup sent offer of 9 bytes",
              "FINE a defect in standup: java.lang.IllegalStateException: a bug",
              "FINE the log missed 7 observations: it was too slow")) {
        assertThat(log.lines().poll(60, TimeUnit.SECONDS)).isEqualTo(line + " by log");
      }
    }
    assertThat(observations.hasSubscribers()).isFalse();
  }

  @Test
  void observationsAreNotFollowedUnlessLogged() {
    log.at(Level.INFO);
    try (var _ = LoggingObserver.follow(observations)) {
      assertThat(observations.hasSubscribers()).isFalse();
    }
  }
}
