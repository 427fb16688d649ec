package dev.parley.server.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.signaling.Signaling;
import dev.parley.signaling.participant.Limits;
import dev.parley.signaling.participant.Participant;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.spi.Subscription;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The observer of docs/embedding.md. */
class AttendanceTest {
  private static final RoomName ROOM = new RoomName("standup");

  /** The number of observations that are queued for a slow observer. */
  private static final int QUEUE_LENGTH = 8_192;

  private final Signaling signaling =
      Signaling.builder()
          .limits(
              new Limits(
                  65_536,
                  QUEUE_LENGTH,
                  10,
                  1 << 20,
                  Duration.ofSeconds(10),
                  Duration.ofSeconds(20)))
          .build();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Attendance attendance = new Attendance();

  @AfterEach
  void stop() {
    thread.shutdownNow();
  }

  @Test
  void countsJoinsAndLeaves() throws Exception {
    Subscription following = signaling.observations().subscribe(thread, attendance);
    join();
    Participant ben = join();
    ben.send(new Request.Leave(Request.NO_ID));
    thread.submit(() -> {}).get(); // runs after the observations
    following.close();
    join();
    thread.submit(() -> {}).get();

    assertThat(attendance.joined()).isEqualTo(2);
    assertThat(attendance.left()).isEqualTo(1);
    assertThat(attendance.missed()).isZero();
  }

  @Test
  void missedObservationsAreCountedAndDelayNoRoom() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    thread.execute(() -> awaitQuietly(busy));
    try (Subscription _ = signaling.observations().subscribe(thread, attendance)) {
      Participant ann = join();
      join();
      for (int i = 0; i < QUEUE_LENGTH; i++) {
        ann.send(
            new Request.Message(
                Request.NO_ID, null, Set.of(), Payload.of("\"hello\""), false, false));
      }
      busy.countDown();
      thread.submit(() -> {}).get();
    }

    assertThat(attendance.missed()).isEqualTo(2);
    assertThat(attendance.joined()).isZero();
  }

  private Participant join() {
    return AnsweringBot.join(signaling, ROOM, Runnable::run);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
