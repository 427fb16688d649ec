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

/** Clients that do not read, or read slowly, cost little, and nobody else pays for them. */
class SlowReaderTest {
  private static final RoomName ROOM = new RoomName("slow");
  private static final String KILOBYTE = "x".repeat(1_000);
  private static final int WINDOW = 32_768;

  private final ManualClock clock = new ManualClock();
  private final Signaling signaling =
      Signaling.builder().clock(clock).limits(InterleavingTest.PATIENT).build();
  private final ClientAccount address = signaling.account("192.0.2.1");
  private final Participant speaker =
      join("speaker", new RecordingLink(), "", signaling.account("::1"));
  private int said;

  @Test
  void aReaderThatIsBehindCatchesUpFromTheLogInOrder() {
    SlowLink slow = new SlowLink();
    join("slow", slow, "", address);
    say(500);
    assertThat(address.unsent().taken()).isLessThan(WINDOW + 2_000);
    slow.readAll();
    assertThat(numbers(slow.heard())).isEqualTo(upTo(500));
    say(1);
    slow.readAll();
    assertThat(numbers(slow.heard())).isEqualTo(upTo(501));
    assertThat(address.unsent().taken()).isZero();
    assertThat(slow.closed()).isEmpty();
  }

  @Test
  void manyUnreadReplaysHoldLittle() {
    RecordingLink first = new RecordingLink();
    Participant participant = join("slow", first, "", address);
    String after = first.heard().getFirst().replaceAll(".*\"seq\":([0-9]+).*", "$1");
    participant.closed();
    say(1_000);
    for (int i = 0; i < 100; i++) {
      join("slow", new SlowLink(), ",\"after\":" + after, address);
    }
    assertThat(address.unsent().taken()).isLessThan(100 * (WINDOW + 2_000L));
  }

  @Test
  void replaysCountAgainstTheAddressAsLongAsTheyCostMuch() {
    RecordingLink first = new RecordingLink();
    Participant participant = join("slow", first, "", address);
    String after = first.heard().getFirst().replaceAll(".*\"seq\":([0-9]+).*", "$1");
    participant.closed();
    say(1_000);
    int replays = 0;
    while (address.replayWaitMillis() == 0 && replays < 1_000) {
      join("slow", new RecordingLink(), ",\"after\":" + after, address).closed();
      replays++;
    }
    assertThat(replays).isBetween(20, 60); // 40 MiB of a MiB each
    assertThat(signaling.account("198.51.100.1").replayWaitMillis()).isZero();
    clock.advance(Duration.ofSeconds(1));
    assertThat(address.replayWaitMillis()).isZero();
  }

  @Test
  void idleReadersDoNotCostAFastOneItsConnection() {
    List<SlowLink> idle = new ArrayList<>();
    for (int i = 0; i < 471; i++) {
      idle.add(new SlowLink());
      join("idle" + i, idle.getLast(), "", address);
      idle.getLast().readAll(); // the roster, and nothing after it
    }
    RecordingLink fast = new RecordingLink();
    join("fast", fast, "", address);
    say(900);
    assertThat(numbers(fast.heard())).isEqualTo(upTo(900));
    assertThat(fast.closed()).isEmpty();
    assertThat(idle).allSatisfy(link -> assertThat(link.closed()).isEmpty());
    idle.getFirst().readAll();
    assertThat(numbers(idle.getFirst().heard())).isEqualTo(upTo(900));
  }

  @Test
  void errorsThatNobodyReadsDoNotAddUp() {
    List<Participant> participants = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      participants.add(join("deaf" + i, new SlowLink(), "", address));
    }
    String strangers = "\"" + "n".repeat(60_000) + "\",";
    for (int id = 1; id <= 10; id++) {
      for (Participant participant : participants) {
        participant.receive(
            "{\"type\":\"message\",\"id\":%d,\"to\":[%s\"m\"],\"data\":1}"
                .formatted(id, strangers));
      }
    }
    assertThat(address.unsent().taken())
        .isLessThan(SignalingBuilder.TOTAL_UNSENT_BYTES / 2 + (1L << 20));
  }

  @Test
  void logsOfOneAddressLeaveRoomForOthers() {
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
    say(100);
    quiet.readAll();
    assertThat(numbers(quiet.heard())).isEqualTo(upTo(100));
  }

  @Test
  void logsOfManyAddressesLeaveRoomForOneThatKeepsLittle() {
    RecordingLink first = new RecordingLink();
    join("quiet", first, "", address).closed();
    String after = first.heard().getFirst().replaceAll(".*\"seq\":([0-9]+).*", "$1");
    say(50);
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
    say(1);
    signaling.tick();
    say(1);
    RecordingLink again = new RecordingLink();
    join("quiet", again, ",\"after\":" + after, address);
    assertThat(again.heard().getFirst()).contains("\"resumed\":true");
    assertThat(numbers(again.heard())).isEqualTo(upTo(52));
  }

  private void say(int messages) {
    for (int i = 0; i < messages; i++) {
      said++;
      speaker.receive(
          "{\"type\":\"message\",\"id\":%d,\"data\":\"%d;%s\"}".formatted(said, said, KILOBYTE));
    }
  }

  private static List<Integer> numbers(List<String> heard) {
    return heard.stream()
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
