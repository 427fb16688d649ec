package dev.parley.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.signaling.participant.Participant;
import dev.parley.signaling.protocol.RoomName;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Clients cannot make the server store more than its limits allow. */
class BoundsTest {
  private final RecordingLink link = new RecordingLink();
  private final List<String> received = link.received();
  private final Signaling signaling = Signaling.builder().limits(TestLimits.HIGH_RATE).build();

  @Test
  void unknownExcludedIdsAreNotStored() {
    Participant participant = open("excluded");
    participant.receive(join(1, "{}"));
    String unknown =
        IntStream.range(0, 1_000).mapToObj(i -> "\"n" + i + "\"").collect(Collectors.joining(","));
    long before = usedMemory();
    for (int id = 1; id <= 3_000; id++) {
      participant.receive(
          "{\"type\":\"message\",\"id\":%d,\"except\":[%s],\"data\":1}".formatted(id, unknown));
    }
    long stored = usedMemory() - before; // the ids alone would take hundreds of megabytes
    assertThat(stored).isLessThan(20_000_000);
    assertThat(received.getLast()).doesNotContain("error");
  }

  @Test
  void eventsForAFeatureAreNotStoredPerPeer() {
    Participant setter = open("audience");
    setter.receive(join(0, "{}"));
    HttpTestClient others =
        new HttpTestClient(signaling, new RoomName("audience"), signaling.account("127.0.0.1"));
    for (int i = 1; i < 1_000; i++) {
      var _ = others.join(join(i, "{},\"features\":[\"state\"]"));
    }
    long before = usedMemory();
    for (int id = 1; id <= 20_000; id++) {
      setter.receive("{\"type\":\"set\",\"id\":%d,\"name\":\"n\",\"value\":1}".formatted(id));
    }
    long stored = usedMemory() - before; // an index entry for each peer would take about 80 MB
    assertThat(stored).isLessThan(20_000_000);
    assertThat(received.getLast()).doesNotContain("error");
  }

  @Test
  void moreThan1000RecipientsAreRefused() {
    Participant participant = open("addressees");
    participant.receive(join(1, "{}"));
    String many =
        IntStream.range(0, 1_001).mapToObj(i -> "\"n" + i + "\"").collect(Collectors.joining(","));
    participant.receive("{\"type\":\"message\",\"id\":1,\"to\":[%s],\"data\":1}".formatted(many));
    assertThat(received.getLast())
        .contains("\"code\":\"bad-message\"", "more than 1000", "\"re\":1");
  }

  @Test
  void roomsAreFullWhenTheirRosterReachesHalfAMebibyte() {
    String data = "\"" + "x".repeat(8_000) + "\"";
    int joined = 0;
    RecordingLink last;
    do {
      last = new RecordingLink();
      signaling
          .connect(new RoomName("roster"), signaling.account("127.0.0.1"), last)
          .receive(join(++joined, data));
    } while (last.received().getFirst().startsWith("{\"type\":\"joined\""));
    assertThat(last.received().getLast()).contains("\"code\":\"room-full\"");
    assertThat(joined).isBetween(60, 70); // with about 8 KB of data each
  }

  private Participant open(String room) {
    return signaling.connect(new RoomName(room), signaling.account("127.0.0.1"), link);
  }

  private static String join(int number, String data) {
    return "{\"type\":\"join\",\"key\":\"bounds-test-key-of-peer-%d\",\"data\":%s}"
        .formatted(number, data);
  }

  private static long usedMemory() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
