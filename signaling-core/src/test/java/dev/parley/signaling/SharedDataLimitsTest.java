package dev.parley.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.signaling.participant.Participant;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerKey;
import dev.parley.signaling.protocol.RoomName;
import org.junit.jupiter.api.Test;

/** Limits of kept messages and shared values, to the byte. */
class SharedDataLimitsTest {
  private static final RoomName ROOM = new RoomName("limits");
  private static final PeerKey ANN = new PeerKey("ann-0123456789abcdefghij");
  private static final PeerKey BEN = new PeerKey("ben-0123456789abcdefghij");
  private static final int MAX_BYTES = 65_536;

  private final Signaling signaling = Signaling.builder().limits(TestLimits.HIGH_RATE).build();
  private final RecordingLink received = new RecordingLink();
  private final Participant ann = join(ANN, received, "");
  private int id;

  @Test
  void sharedValuesCountAsUtf8BytesWithTheirNames() {
    int left = MAX_BYTES - 4 - 2; // without the name and the quotation marks
    set("full", "\"" + "\uD83D\uDE00".repeat(left / 4) + "x".repeat(left % 4) + "\"");
    assertAccepted();
    set("n", "1");
    assertRefused("bad-message");
    set("full", "-0");
    assertAccepted();
    set("full", "\"" + "\\u0041".repeat(left / 6) + "x".repeat(left % 6 + 1) + "\"");
    assertRefused("bad-message");
    set("full", " null ");
    assertAccepted();
  }

  @Test
  void conflictsReportTheSeqOfTheValueAndZeroAfterItsRemoval() {
    set("v", "1,\"if\":0");
    assertAccepted();
    set("v", "2,\"if\":0");
    assertRefused("conflict");
    assertThat(received.received().getLast()).matches(".*\"seq\":[0-9]{10,}.*");
    set("v", "null");
    set("v", "3,\"if\":1");
    assertRefused("conflict");
    assertThat(received.received().getLast()).contains("\"seq\":0");
    set("v", "3,\"if\":0");
    assertAccepted();
  }

  @Test
  void repeatedPostsReportTheConflictAndItsSeqAgain() {
    HttpTestClient http = new HttpTestClient(signaling, ROOM, signaling.account("127.0.0.1"));
    var _ = http.join(text(BEN, ""));
    String post = "{\"type\":\"set\",\"id\":1,\"name\":\"v\",\"value\":1,\"if\":7}";
    for (int i = 0; i < 2; i++) {
      assertThat(http.post(BEN.id(), post).errors())
          .singleElement()
          .satisfies(error -> assertThat(error.code()).isEqualTo(ErrorCode.CONFLICT))
          .extracting(Notice.Error::seq)
          .isEqualTo(0L);
    }
  }

  @Test
  void keptMessagesAreHiddenFromPeersExcludedBeforeTheyJoin() {
    keep("\"secret\"", BEN);
    assertThat(history(BEN, "")).doesNotContain("secret");
    assertThat(history(BEN, ",\"name\":\"Another\"")).doesNotContain("secret");
    assertThat(history(new PeerKey("cleo-0123456789abcdefghij"), "")).contains("secret");
  }

  @Test
  void historyHoldsAtMost64KiBAndDropsTheOldest() {
    String half = "\"" + "\uD83D\uDE00".repeat(8_150) + "\"";
    keep("\"first\"", BEN);
    keep(half, BEN);
    keep(half, BEN);
    PeerKey cleo = new PeerKey("cleo-0123456789abcdefghij");
    assertThat(history(cleo, "")).doesNotContain("first").contains("\"from\"");
    keep("\"" + "x".repeat(MAX_BYTES - 200) + "\"", BEN);
    assertThat(history(cleo, "").split("\"from\"", -1)).hasSize(2);
  }

  private void keep(String data, PeerKey except) {
    send(
        "\"type\":\"message\",\"keep\":true,\"except\":[\"%s\",\"nobody\"],\"data\":%s"
            .formatted(except.id(), data));
    assertAccepted();
  }

  private String history(PeerKey key, String more) {
    RecordingLink link = new RecordingLink();
    join(key, link, ",\"history\":100" + more).closed();
    return link.received().getFirst();
  }

  private void set(String name, String value) {
    send("\"type\":\"set\",\"name\":\"" + name + "\",\"value\":" + value);
  }

  private void send(String members) {
    received.received().clear();
    ann.receive("{\"id\":" + ++id + "," + members + "}");
  }

  private void assertAccepted() {
    assertThat(received.received()).noneMatch(message -> message.contains("\"error\""));
  }

  private void assertRefused(String code) {
    assertThat(received.received().getLast()).contains("\"code\":\"" + code + "\"", "\"re\":" + id);
    assertThat(received.closed()).isEmpty();
  }

  private Participant join(PeerKey key, RecordingLink link, String more) {
    Participant participant = signaling.connect(ROOM, signaling.account("127.0.0.1"), link);
    participant.receive(text(key, more));
    return participant;
  }

  private static String text(PeerKey key, String more) {
    return "{\"type\":\"join\",\"key\":\"" + key.value() + "\"" + more + "}";
  }
}
