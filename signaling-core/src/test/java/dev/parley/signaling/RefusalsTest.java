package dev.parley.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.participant.Participant;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.PeerKey;
import dev.parley.signaling.protocol.RoomName;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Refusals whose errors may have been lost are repeated after a resume. */
class RefusalsTest {
  private static final RoomName ROOM = new RoomName("refusals");

  private static final String KEY = "ann-0123456789abcdefghij";

  private final Signaling signaling = Signaling.builder().limits(TestLimits.HIGH_RATE).build();
  private final ClientAccount address = signaling.account("192.0.2.1");
  private RecordingLink link = new RecordingLink();
  private Participant ann = join("");

  @Test
  void resumeRepeatsRefusalsOlderThanTheLastEvent() {
    offerToNobody(1, "nobody");
    Participant ben = signaling.connect(ROOM, address, new RecordingLink());
    ben.receive("{\"type\":\"join\",\"key\":\"ben-0123456789abcdefghij\"}");
    assertThat(resumeAfter(lastSeq())).contains("\"errors\":[{", "\"re\":1");
  }

  @Test
  void resumeRepeatsTheLast32Refusals() {
    for (int id = 1; id <= 100; id++) {
      offerToNobody(id, "nobody");
    }
    assertThat(resumeAfter(lastSeq()))
        .contains("\"received\":100", "\"re\":100", "\"re\":69")
        .doesNotContain("\"re\":68");
  }

  @Test
  void refusalsOfLargeRequestsTakeLittleMemory() {
    long before = address.rosters().taken();
    for (int id = 1; id <= 100; id++) {
      offerToNobody(id, "n".repeat(60_000));
    }
    assertThat(address.rosters().taken() - before).isBetween(6_000L, 10_000L);
    ann.receive("{\"type\":\"leave\",\"id\":101}");
    assertThat(address.rosters().taken()).isZero();
  }

  @Test
  void repeatedPostsReceiveTheSameError() {
    String offer = "{\"type\":\"offer\",\"id\":1,\"to\":\"nobody\",\"sdp\":\"v=0\"}";
    for (int i = 0; i < 2; i++) {
      var ack = new HttpTestClient(signaling, ROOM, address).post(new PeerKey(KEY).id(), offer);
      assertThat(ack.received()).isEqualTo(1);
      assertThat(ack.errors())
          .singleElement()
          .satisfies(error -> assertThat(error.code()).isEqualTo(ErrorCode.PEER_GONE));
    }
  }

  private void offerToNobody(int id, String nobody) {
    ann.receive(
        "{\"type\":\"offer\",\"id\":%d,\"to\":\"%s\",\"sdp\":\"v=0\"}".formatted(id, nobody));
  }

  private String resumeAfter(long seq) {
    link = new RecordingLink();
    ann = join(",\"after\":" + seq);
    return link.received().getFirst();
  }

  private long lastSeq() {
    List<String> numbered =
        link.received().stream().filter(text -> text.contains("\"seq\":")).toList();
    return Long.parseLong(numbered.getLast().replaceAll(".*?\"seq\":([0-9]+).*", "$1"));
  }

  private Participant join(String more) {
    Participant participant = signaling.connect(ROOM, address, link);
    participant.receive("{\"type\":\"join\",\"key\":\"%s\"%s}".formatted(KEY, more));
    return participant;
  }
}
