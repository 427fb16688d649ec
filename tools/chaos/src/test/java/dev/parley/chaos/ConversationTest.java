package dev.parley.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each violation of the protocol is detected and classified. */
class ConversationTest {
  private final Conversation ann = new Conversation("ann");

  @BeforeEach
  void joinRoomWithOneOtherPeer() {
    receive(
        """
        {"type":"joined","self":{"id":"ann","seat":2},"ticket":"t","resumed":false,"seq":10,"received":0,
         "peers":[{"id":"ben","seat":1,"online":true}]}\
        """);
    receiveMessage(11, 1, 3, 0);
  }

  @Test
  void nextMessageToAllOrToOneIsAccepted() {
    receiveMessage(12, 1, 4, 0);
    receiveMessage(15, 1, 4, 1);
    assertThat(ann.receivedMessages()).isEqualTo(3);
  }

  @Test
  void gapIsLoss() {
    assertViolation(Violation.Kind.LOST, () -> receiveMessage(12, 1, 5, 0));
    assertViolation(Violation.Kind.LOST, () -> receiveMessage(13, 1, 4, 1));
  }

  @Test
  void repeatedMessageIsDetected() {
    assertViolation(Violation.Kind.REPEATED, () -> receiveMessage(12, 1, 3, 0));
    assertViolation(Violation.Kind.REPEATED, () -> receiveMessage(12, 1, 4, 0));
  }

  @Test
  void earlierMessageIsReordered() {
    assertViolation(Violation.Kind.REORDERED, () -> receiveMessage(12, 1, 2, 0));
    assertViolation(Violation.Kind.REORDERED, () -> receiveMessage(11, 1, 4, 0));
  }

  @Test
  void seqOfErrorDoesNotMoveTheCursor() {
    receive("{\"type\":\"error\",\"code\":\"peer-gone\",\"re\":1,\"peers\":[\"ben\"],\"seq\":5}");
    assertThat(ann.after()).isEqualTo(11);
    receive("{\"type\":\"error\",\"code\":\"peer-gone\",\"re\":2,\"peers\":[\"ben\"],\"seq\":99}");
    assertThat(ann.after()).isEqualTo(11);
  }

  @Test
  void messageFromAnotherSeatOrAbsentPeerIsDetected() {
    assertViolation(Violation.Kind.UNKNOWN_SENDER, () -> receiveMessage(12, 2, 1, 0));
    receive(
        "{\"type\":\"peer-joined\",\"seq\":13,\"peer\":{\"id\":\"ben\",\"seat\":3,\"online\":true}}");
    assertViolation(Violation.Kind.UNKNOWN_SENDER, () -> receiveMessage(14, 1, 4, 0));
    receiveMessage(15, 3, 1, 0);
    receive("{\"type\":\"peer-left\",\"seq\":16,\"from\":\"ben\"}");
    assertViolation(Violation.Kind.UNKNOWN_SENDER, () -> receiveMessage(17, 3, 2, 0));
  }

  @Test
  void firstMessageOfNewSeatMustArrive() {
    receive(
        "{\"type\":\"peer-joined\",\"seq\":12,\"peer\":{\"id\":\"ben\",\"seat\":3,\"online\":true}}");
    assertViolation(Violation.Kind.LOST, () -> receiveMessage(13, 3, 2, 0));
  }

  @Test
  void acknowledgementsCoverSentRequestsAndDoNotCountDown() {
    ann.sendToAll();
    ann.sendToAll();
    receive("{\"type\":\"ack\",\"received\":2}");
    assertThat(ann.unacknowledged()).isEmpty();
    assertViolation(Violation.Kind.INVALID, () -> receive("{\"type\":\"ack\",\"received\":1}"));
    assertViolation(Violation.Kind.INVALID, () -> receive("{\"type\":\"ack\",\"received\":3}"));
  }

  @Test
  void replyMustMatchItsQuestion() {
    ann.ask("ben");
    receiveReply(12, 4, 1);
    assertThat(ann.isIdle()).isFalse(); // not acknowledged
    receive("{\"type\":\"ack\",\"received\":1}");
    assertThat(ann.isIdle()).isTrue();
    assertViolation(Violation.Kind.INVALID, () -> receiveReply(13, 5, 2));
  }

  @Test
  void resumeKeepsSeatAndCursor() {
    String resumed =
        """
        {"type":"joined","self":{"id":"ann","seat":%d},"ticket":"t","resumed":true,"seq":%d,"received":0}\
        """;
    assertThatCode(() -> receive(resumed.formatted(2, 11))).doesNotThrowAnyException();
    assertViolation(Violation.Kind.INVALID, () -> receive(resumed.formatted(3, 11)));
    assertViolation(Violation.Kind.INVALID, () -> receive(resumed.formatted(2, 10)));
  }

  private void receiveMessage(long seq, long seat, int all, int one) {
    receive(
        """
        {"type":"message","seq":%d,"from":"ben","data":{"seat":%d,"all":%d,"one":{"ann":%d}}}\
        """
            .formatted(seq, seat, all, one));
  }

  /** A reply to Ann's first request, which the server reports as a reply to {@code ask}. */
  private void receiveReply(long seq, int all, int ask) {
    receive(
        """
        {"type":"reply","seq":%d,"from":"ben","re":11,"ask":%d,
         "data":{"seat":1,"all":%d,"one":{},"answers":{"seat":2,"request":1}}}\
        """
            .formatted(seq, ask, all));
  }

  private void receive(String message) {
    Reaction _ = ann.receive(Json.object(message), false);
  }

  private static void assertViolation(Violation.Kind kind, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            Violation.class, violation -> assertThat(violation.kind()).isEqualTo(kind));
  }
}
