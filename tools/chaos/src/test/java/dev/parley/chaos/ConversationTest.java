package dev.parley.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who checks others must be checked: each broken promise is noticed. */
class ConversationTest {
  private final Conversation ann = new Conversation("ann");

  @BeforeEach
  void annComesIntoARoomInWhichBenIs() {
    hear(
        """
        {"type":"joined","self":{"id":"ann","seat":2},"ticket":"t","resumed":false,"seq":10,"received":0,
         "peers":[{"id":"ben","seat":1,"online":true}]}\
        """);
    says(11, 1, 3, 0);
  }

  @Test
  void theNextToAllOrToHerIsWelcome() {
    says(12, 1, 4, 0);
    says(15, 1, 4, 1);
    assertThat(ann.delivered()).isEqualTo(3);
  }

  @Test
  void aGapIsALoss() {
    wrong(Violation.Kind.LOST, () -> says(12, 1, 5, 0));
    wrong(Violation.Kind.LOST, () -> says(13, 1, 4, 1));
  }

  @Test
  void theSameTwiceIsARepetition() {
    wrong(Violation.Kind.REPEATED, () -> says(12, 1, 3, 0));
    wrong(Violation.Kind.REPEATED, () -> says(12, 1, 4, 0));
  }

  @Test
  void anEarlierOneIsOutOfOrder() {
    wrong(Violation.Kind.REORDERED, () -> says(12, 1, 2, 0));
    wrong(Violation.Kind.REORDERED, () -> says(11, 1, 4, 0));
  }

  @Test
  void theNumberInAnErrorIsNoPlaceInTheLog() {
    hear("{\"type\":\"error\",\"code\":\"peer-gone\",\"re\":1,\"peers\":[\"ben\"],\"seq\":5}");
    assertThat(ann.after()).isEqualTo(11);
    hear("{\"type\":\"error\",\"code\":\"peer-gone\",\"re\":2,\"peers\":[\"ben\"],\"seq\":99}");
    assertThat(ann.after()).isEqualTo(11);
  }

  @Test
  void whoSpeaksFromAnotherSeatOrHasNoneIsAGhost() {
    wrong(Violation.Kind.GHOST, () -> says(12, 2, 1, 0));
    hear(
        "{\"type\":\"peer-joined\",\"seq\":13,\"peer\":{\"id\":\"ben\",\"seat\":3,\"online\":true}}");
    wrong(Violation.Kind.GHOST, () -> says(14, 1, 4, 0));
    says(15, 3, 1, 0);
    hear("{\"type\":\"peer-left\",\"seq\":16,\"from\":\"ben\"}");
    wrong(Violation.Kind.GHOST, () -> says(17, 3, 2, 0));
  }

  @Test
  void onANewSeatTheFirstMustBeHeard() {
    hear(
        "{\"type\":\"peer-joined\",\"seq\":12,\"peer\":{\"id\":\"ben\",\"seat\":3,\"online\":true}}");
    wrong(Violation.Kind.LOST, () -> says(13, 3, 2, 0));
  }

  @Test
  void whatIsAcknowledgedMustHaveBeenAskedForAndStaysSo() {
    ann.say();
    ann.say();
    hear("{\"type\":\"ack\",\"received\":2}");
    assertThat(ann.unacknowledged()).isEmpty();
    wrong(Violation.Kind.WRONG, () -> hear("{\"type\":\"ack\",\"received\":1}"));
    wrong(Violation.Kind.WRONG, () -> hear("{\"type\":\"ack\",\"received\":3}"));
  }

  @Test
  void anAnswerMustFitItsQuestion() {
    ann.ask("ben");
    answers(12, 4, 1);
    assertThat(ann.isAtRest()).isFalse(); // not acknowledged
    hear("{\"type\":\"ack\",\"received\":1}");
    assertThat(ann.isAtRest()).isTrue();
    wrong(Violation.Kind.WRONG, () -> answers(13, 5, 2));
  }

  @Test
  void aResumedSeatIsTheSameAtTheSamePlace() {
    String resumed =
        """
        {"type":"joined","self":{"id":"ann","seat":%d},"ticket":"t","resumed":true,"seq":%d,"received":0}\
        """;
    assertThatCode(() -> hear(resumed.formatted(2, 11))).doesNotThrowAnyException();
    wrong(Violation.Kind.WRONG, () -> hear(resumed.formatted(3, 11)));
    wrong(Violation.Kind.WRONG, () -> hear(resumed.formatted(2, 10)));
  }

  private void says(long seq, long seat, int all, int one) {
    hear(
        """
        {"type":"message","seq":%d,"from":"ben","data":{"seat":%d,"all":%d,"one":{"ann":%d}}}\
        """
            .formatted(seq, seat, all, one));
  }

  /** Ben answers, to her first request by his own account, and to another by the server's. */
  private void answers(long seq, int all, int ask) {
    hear(
        """
        {"type":"reply","seq":%d,"from":"ben","re":11,"ask":%d,
         "data":{"seat":1,"all":%d,"one":{},"answers":{"seat":2,"request":1}}}\
        """
            .formatted(seq, ask, all));
  }

  private void hear(String message) {
    Reaction _ = ann.hear(Json.object(message), false);
  }

  private static void wrong(Violation.Kind kind, Runnable what) {
    assertThatThrownBy(what::run)
        .isInstanceOfSatisfying(
            Violation.class, violation -> assertThat(violation.kind()).isEqualTo(kind));
  }
}
