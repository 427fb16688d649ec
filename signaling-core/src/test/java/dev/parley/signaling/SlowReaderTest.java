package dev.parley.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.scenario.ManualClock;
import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.participant.Link;
import dev.parley.signaling.participant.Participant;
import dev.parley.signaling.protocol.RoomName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Clients that read slowly or not at all take bounded memory, and do not affect others. */
class SlowReaderTest {
  private static final RoomName ROOM = new RoomName("slow");
  private static final String KILOBYTE = "x".repeat(1_000);
  private static final int WINDOW = 32_768;

  private final ManualClock clock = new ManualClock();
  private final Signaling signaling =
      Signaling.builder().clock(clock).limits(TestLimits.HIGH_RATE).build();
  private final ClientAccount address = signaling.account("192.0.2.1");
  private final Participant sender =
      join("sender", new RecordingLink(), "", signaling.account("::1"));
  private int lastId;

  @Test
  void slowReadersCatchUpFromTheLog() {
    SlowLink slow = new SlowLink();
    join("slow", slow, "", address);
    send(500);
    assertThat(address.unsent().taken()).isLessThan(WINDOW + 2_000);
    slow.readAll();
    assertThat(numbers(slow.received())).isEqualTo(upTo(500));
    send(1);
    slow.readAll();
    assertThat(numbers(slow.received())).isEqualTo(upTo(501));
    assertThat(address.unsent().taken()).isZero();
    assertThat(slow.closed()).isEmpty();
  }

  @Test
  void unreadReplaysTakeAtMostOneWindowEach() {
    RecordingLink first = new RecordingLink();
    Participant participant = join("slow", first, "", address);
    String after = first.received().getFirst().replaceAll(".*\"seq\":([0-9]+).*", "$1");
    participant.closed();
    send(1_000);
    for (int i = 0; i < 100; i++) {
      join("slow", new SlowLink(), ",\"after\":" + after, address);
    }
    assertThat(address.unsent().taken()).isLessThan(100 * (WINDOW + 2_000L));
  }

  @Test
  void replaysAreRateLimitedPerAddress() {
    RecordingLink first = new RecordingLink();
    Participant participant = join("slow", first, "", address);
    String after = first.received().getFirst().replaceAll(".*\"seq\":([0-9]+).*", "$1");
    participant.closed();
    send(1_000);
    int replays = 0;
    while (address.replayWaitMillis() == 0 && replays < 1_000) {
      join("slow", new RecordingLink(), ",\"after\":" + after, address).closed();
      replays++;
    }
    assertThat(replays).isBetween(20, 60); // a burst of 40 MiB, and about 1 MiB per replay
    assertThat(signaling.account("198.51.100.1").replayWaitMillis()).isZero();
    clock.advance(Duration.ofSeconds(1));
    assertThat(address.replayWaitMillis()).isZero();
  }

  @Test
  void idleReadersDoNotAffectFastOnes() {
    List<SlowLink> idle = new ArrayList<>();
    for (int i = 0; i < 471; i++) {
      idle.add(new SlowLink());
      join("idle" + i, idle.getLast(), "", address);
      idle.getLast().readAll(); // reads joined, and nothing after it
    }
    RecordingLink fast = new RecordingLink();
    join("fast", fast, "", address);
    send(900);
    assertThat(numbers(fast.received())).isEqualTo(upTo(900));
    assertThat(fast.closed()).isEmpty();
    assertThat(idle).allSatisfy(link -> assertThat(link.closed()).isEmpty());
    idle.getFirst().readAll();
    assertThat(numbers(idle.getFirst().received())).isEqualTo(upTo(900));
  }

  @Test
  void unreadErrorsTakeBoundedMemory() {
    List<Participant> participants = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      participants.add(join("unread" + i, new SlowLink(), "", address));
    }
    String unknown = "\"" + "n".repeat(60_000) + "\",";
    for (int id = 1; id <= 10; id++) {
      for (Participant participant : participants) {
        participant.receive(
            "{\"type\":\"message\",\"id\":%d,\"to\":[%s\"m\"],\"data\":1}".formatted(id, unknown));
      }
    }
    assertThat(address.unsent().taken())
        .isLessThan(SignalingBuilder.TOTAL_UNSENT_BYTES / 2 + (1L << 20));
  }

  @Test
  void oneAddressCannotFillTheLogBudget() {
    for (int i = 0; i < 2_000; i++) {
      Participant participant =
          join("flood", new RecordingLink(), "", address, new RoomName("flood" + i));
      for (int id = 1; id <= 20; id++) {
        participant.receive(
            "{\"type\":\"message\",\"id\":%d,\"data\":\"%s\"}".formatted(id, KILOBYTE));
      }
    }
    assertThat(address.logs().taken())
        .isLessThan(SignalingBuilder.TOTAL_LOG_BYTES / 2 + (1L << 16));
    SlowLink quiet = new SlowLink();
    join("quiet", quiet, "", signaling.account("198.51.100.1"));
    send(100);
    quiet.readAll();
    assertThat(numbers(quiet.received())).isEqualTo(upTo(100));
  }

  @Test
  void manyAddressesLeaveSpaceForASmallLog() {
    RecordingLink first = new RecordingLink();
    join("quiet", first, "", address).closed();
    String after = first.received().getFirst().replaceAll(".*\"seq\":([0-9]+).*", "$1");
    send(50);
    for (int from = 0; from < 24; from++) {
      ClientAccount flood = signaling.account("198.51.100." + from);
      for (int i = 0; i < 100; i++) {
        String room = "flood" + from + "-" + i;
        Participant participant = join("flood", new RecordingLink(), "", flood, new RoomName(room));
        for (int id = 1; id <= 20; id++) {
          participant.receive(
              "{\"type\":\"message\",\"id\":%d,\"data\":\"%s\"}".formatted(id, KILOBYTE));
        }
      }
    }
    send(1);
    signaling.tick();
    send(1);
    RecordingLink again = new RecordingLink();
    join("quiet", again, ",\"after\":" + after, address);
    assertThat(again.received().getFirst()).contains("\"resumed\":true");
    assertThat(numbers(again.received())).isEqualTo(upTo(52));
  }

  private void send(int messages) {
    for (int i = 0; i < messages; i++) {
      lastId++;
      sender.receive(
          "{\"type\":\"message\",\"id\":%d,\"data\":\"%d;%s\"}"
              .formatted(lastId, lastId, KILOBYTE));
    }
  }

  private static List<Integer> numbers(List<String> received) {
    return received.stream()
        .filter(text -> text.contains(KILOBYTE))
        .map(text -> Integer.valueOf(text.replaceAll(".*\"data\":\"([0-9]+);.*", "$1")))
        .toList();
  }

  private static List<Integer> upTo(int last) {
    return IntStream.rangeClosed(1, last).boxed().toList();
  }

  private Participant join(String name, Link link, String more, ClientAccount client) {
    return join(name, link, more, client, ROOM);
  }

  private Participant join(
      String name, Link link, String more, ClientAccount client, RoomName room) {
    Participant participant = signaling.connect(room, client, link);
    participant.receive(
        "{\"type\":\"join\",\"key\":\"%s-0123456789abcdefghij\"%s}".formatted(name, more));
    return participant;
  }
}
