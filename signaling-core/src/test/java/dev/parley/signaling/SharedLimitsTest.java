package dev.parley.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.signaling.participant.Participant;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerKey;
import dev.parley.signaling.protocol.RoomName;
import org.junit.jupiter.api.Test;

/**
 * The edges of what a room keeps and shares: bytes count as they come, and nothing is found out.
 */
class SharedLimitsTest {
  private static final RoomName ROOM = new RoomName("edges");
  private static final PeerKey ANN = new PeerKey("ann-0123456789abcdefghij");
  private static final PeerKey BEN = new PeerKey("ben-0123456789abcdefghij");
  private static final int MOST = 65_536;

  private final Signaling signaling = Signaling.builder().limits(InterleavingTest.PATIENT).build();
  private final RecordingLink heard = new RecordingLink();
  private final Participant ann = join(ANN, heard, "");
  private int id;

  @Test
  void sharedValuesCountInBytesOfUtf8WithTheirNames() {
    int room = MOST - 4 - 2; // a name of four, and quotation marks
    set("full", "\"" + "\uD83D\uDE00".repeat(room / 4) + "x".repeat(room % 4) + "\"");
    isTaken();
    set("n", "1");
    isRefused("bad-message");
    set("full", "-0");
    isTaken();
    set("full", "\"" + "\\u0041".repeat(room / 6) + "x".repeat(room % 6 + 1) + "\"");
    isRefused("bad-message");
    set("full", " null ");
    isTaken();
  }

  @Test
  void aValueThatIsTakenBackHasNoNumberAndAnotherOneHasANewOne() {
    set("v", "1,\"if\":0");
    isTaken();
    set("v", "2,\"if\":0");
    isRefused("conflict");
    assertThat(heard.heard().getLast()).matches(".*\"seq\":[0-9]{10,}.*");
    set("v", "null");
    set("v", "3,\"if\":1");
    isRefused("conflict");
    assertThat(heard.heard().getLast()).contains("\"seq\":0");
    set("v", "3,\"if\":0");
    isTaken();
  }

  @Test
  void aConflictOverHttpHasTheNumberEachTimeThatItIsPosted() {
    HttpCaller http = new HttpCaller(signaling, ROOM, signaling.account("127.0.0.1"));
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
  void whoIsExcludedBeforeItIsThereNeverHearsOfIt() {
    keep("\"secret\"", BEN);
    assertThat(history(BEN, "")).doesNotContain("secret");
    assertThat(history(BEN, ",\"name\":\"Another\"")).doesNotContain("secret");
    assertThat(history(new PeerKey("cleo-0123456789abcdefghij"), "")).contains("secret");
  }

  @Test
  void whatIsKeptIsAtMost64KibAndLetsGoOfTheOldest() {
    String half = "\"" + "\uD83D\uDE00".repeat(8_150) + "\"";
    keep("\"first\"", BEN);
    keep(half, BEN);
    keep(half, BEN);
    PeerKey cleo = new PeerKey("cleo-0123456789abcdefghij");
    assertThat(history(cleo, "")).doesNotContain("first").contains("\"from\"");
    keep("\"" + "x".repeat(MOST - 200) + "\"", BEN);
    assertThat(history(cleo, "").split("\"from\"", -1)).hasSize(2);
  }

  private void keep(String data, PeerKey except) {
    say(
        "\"type\":\"message\",\"keep\":true,\"except\":[\"%s\",\"nobody\"],\"data\":%s"
            .formatted(except.id(), data));
    isTaken();
  }

  private String history(PeerKey key, String more) {
    RecordingLink link = new RecordingLink();
    join(key, link, ",\"history\":100" + more).closed();
    return link.heard().getFirst();
  }

  private void set(String name, String value) {
    say("\"type\":\"set\",\"name\":\"" + name + "\",\"value\":" + value);
  }

  private void say(String members) {
    heard.heard().clear();
    ann.receive("{\"id\":" + ++id + "," + members + "}");
  }

  private void isTaken() {
    assertThat(heard.heard()).noneMatch(message -> message.contains("\"error\""));
  }

  private void isRefused(String code) {
    assertThat(heard.heard().getLast()).contains("\"code\":\"" + code + "\"", "\"re\":" + id);
    assertThat(heard.closed()).isEmpty();
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
