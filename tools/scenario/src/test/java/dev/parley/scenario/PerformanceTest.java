package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PerformanceTest {

  private static final String HELLO =
      """
      # Ann says hello.
      ann joins
      ben joins
      ann hears {"type":"peer-joined","seq":_,"peer":{"id":$ben}}
      ann says {"type":"message","id":1,"data":"hello"}
      ben hears {"type":"message","seq":_,"from":$ann,"data":"hello"}
      """;

  private final TinyRoom room = new TinyRoom();

  @Test
  void aConversationThatGoesAsWrittenPasses() throws Exception {
    Result result = play(HELLO);
    assertThat(result.report()).isEqualTo("ok      hello.scenario  Ann says hello.\n");
    assertThat(result.passed()).isTrue();
    assertThat(result.outcomes()).hasSize(6);
  }

  @Test
  void everybodyGoesHomeAfterwards() throws Exception {
    play(HELLO);
    assertThat(room.wires).hasSize(2).noneMatch(wire -> wire.open);
  }

  @Test
  void aMessageThatDoesNotComeFails() throws Exception {
    assertFails(tampered("\"hello\"", _ -> List.of()), 6, "nothing", "ben did not hear it");
  }

  @Test
  void aMessageThatComesTwiceFailsAtTheEnd() throws Exception {
    Result result = tampered("peer-joined", text -> List.of(message(text), message(text)));
    assertThat(failure(result).step().text()).isEqualTo("(the end)");
    assertThat(failure(result).heard()).startsWith("ann: {\"type\":\"peer-joined\"");
  }

  @Test
  void aValueThatIsNotTheExpectedOneFails() throws Exception {
    assertFails(
        tampered("\"hello\"", text -> List.of(message(text.replace("hello", "hullo")))),
        6,
        "\"hullo\"",
        "\"data\" is \"hullo\", not \"hello\"");
  }

  @Test
  void aMemberThatRepeatsFails() throws Exception {
    assertFails(
        tampered(
            "\"hello\"", text -> List.of(message(text.replace("\"from\"", "\"from\":1,\"from\"")))),
        6,
        "\"from\":1",
        "not one strict JSON object");
  }

  @Test
  void aClosedConnectionFails() throws Exception {
    assertFails(
        tampered("\"hello\"", _ -> List.of(new Heard.Closed(1011))),
        6,
        "closed with 1011",
        "did not hear it");
  }

  @Test
  void aConnectionClosedWhileNobodyLooksFails() throws Exception {
    room.tampering(twisting("pong", _ -> List.of(new Heard.Closed(1011))));
    assertThat(failure(play("# Ann is put out.\nann joins\n")).heard())
        .isEqualTo("ann: the connection was closed with 1011");
  }

  @Test
  void messagesInAnotherOrderFail() throws Exception {
    Result result =
        play(
            """
            # One, two.
            ann joins
            ben joins
            ann hears {"type":"peer-joined","seq":_,"peer":{"id":$ben}}
            ann says {"type":"message","id":1,"data":1}
            ann says {"type":"message","id":2,"data":2}
            ben hears {"type":"message","seq":_,"from":$ann,"data":2}
            """);
    assertFails(result, 7, "\"data\":1", "\"data\" is 1, not 2");
    assertThat(result.unheard())
        .singleElement()
        .asString()
        .startsWith("ben: ")
        .contains("\"data\":2");
  }

  @Test
  void anEventThatGoesBackInTheLogFails() throws Exception {
    assertFails(
        tampered(
            "\"hello\"", text -> List.of(message(text.replaceAll("\"seq\":\\d+", "\"seq\":1")))),
        6,
        "\"seq\":1",
        "the seq of events rises");
  }

  @Test
  void whatIsHeardBeforeOneDropsMustBeInTheScript() throws Exception {
    Result result =
        play(
            """
            # Ben is not listening.
            ann joins
            ben joins
            ann drops
            """);
    assertFails(result, 4, "peer-joined", "the script does not say so");
  }

  @Test
  void nobodySpeaksWithoutAConnection() throws Exception {
    Result result =
        play(
            """
            # Ann speaks into a dead line.
            ann joins
            ann says {"type":"leave","id":1}
            ann is closed with 1000
            ann says {"type":"ping"}
            """);
    assertFails(result, 5, "no connection", "ann is not connected here");
  }

  @Test
  void anotherCloseCodeFails() throws Exception {
    Result result =
        play(
            """
            # Ann leaves.
            ann joins
            ann says {"type":"leave","id":1}
            ann is closed with 4409
            """);
    assertFails(result, 4, "closed with 1000", "went otherwise");
  }

  @Test
  void aPingThatIsNotAnsweredFails() throws Exception {
    room.tampering(twisting("pong", _ -> List.of()));
    assertFails(play("# Ann is ignored.\nann joins\n"), 2, "nothing", "a ping was not answered");
  }

  @Test
  void aPingThatIsAnsweredTwiceFails() throws Exception {
    room.tampering(twisting("pong", text -> List.of(message(text), message(text))));
    assertThat(failure(play("# Ann hears an echo.\nann joins\n")).heard()).contains("pong");
  }

  private Result tampered(String about, Function<String, List<Heard>> with) throws Exception {
    room.tampering(twisting(about, with));
    return play(HELLO);
  }

  private static Function<String, List<Heard>> twisting(
      String about, Function<String, List<Heard>> with) {
    return text -> text.contains(about) ? with.apply(text) : List.of(message(text));
  }

  private static Heard message(String text) {
    return new Heard.Message(text);
  }

  private Result play(String script) throws InterruptedException {
    return new Performance(room, Duration.ZERO).play(Scenario.parse("hello.scenario", script));
  }

  private static Outcome.Failed failure(Result result) {
    assertThat(result.passed()).isFalse();
    return (Outcome.Failed) result.outcomes().getLast();
  }

  private static void assertFails(Result result, int line, String heard, String because) {
    assertThat(failure(result).step().line()).as(result.report()).isEqualTo(line);
    assertThat(failure(result).heard()).contains(heard);
    assertThat(failure(result).because()).contains(because);
  }
}
