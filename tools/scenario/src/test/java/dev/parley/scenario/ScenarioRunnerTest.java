package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A run passes if the server sends what the script expects, and nothing else. */
class ScenarioRunnerTest {

  private static final String HELLO =
      """
      # Ann sends hello.
      ann joins
      ben joins
      ann receives {"type":"peer-joined","seq":_,"peer":{"id":$ben}}
      ann sends {"type":"message","id":1,"data":"hello"}
      ben receives {"type":"message","seq":_,"from":$ann,"data":"hello"}
      """;

  private final FakeServer server = new FakeServer();

  @Test
  void passesIfAllIsAsExpected() throws Exception {
    ScenarioResult result = run(HELLO);
    assertThat(result.report()).isEqualTo("ok      hello.scenario  Ann sends hello.\n");
    assertThat(result.passed()).isTrue();
  }

  @Test
  void closesAllConnectionsAtTheEnd() throws Exception {
    run(HELLO);
    assertThat(server.connections).hasSize(2).noneMatch(connection -> connection.open);
  }

  @Test
  void failsWithoutAnExpectedMessage() throws Exception {
    assertFails(changed("\"hello\"", _ -> List.of()), 6, "nothing", "ben did not receive it");
  }

  @Test
  void failsAtTheEndIfAMessageComesTwice() throws Exception {
    ScenarioResult result = changed("peer-joined", text -> List.of(message(text), message(text)));
    assertThat(failure(result).step().text()).isEqualTo("(the end)");
    assertThat(failure(result).received()).startsWith("ann: {\"type\":\"peer-joined\"");
  }

  @Test
  void failsOnAnotherValue() throws Exception {
    assertFails(
        changed("\"hello\"", text -> List.of(message(text.replace("hello", "hullo")))),
        6,
        "\"hullo\"",
        "\"data\" is \"hullo\", not \"hello\"");
  }

  @Test
  void failsOnADuplicateMember() throws Exception {
    assertFails(
        changed(
            "\"hello\"", text -> List.of(message(text.replace("\"from\"", "\"from\":1,\"from\"")))),
        6,
        "\"from\":1",
        "not one strict JSON object");
  }

  @Test
  void failsOnAClosedConnection() throws Exception {
    assertFails(
        changed("\"hello\"", _ -> List.of(new Received.Closed(1011))),
        6,
        "closed with 1011",
        "did not receive it");
  }

  @Test
  void failsOnACloseThatNoStepExpects() throws Exception {
    server.output(changing("pong", _ -> List.of(new Received.Closed(1011))));
    assertThat(failure(run("# Ann is closed.\nann joins\n")).received())
        .isEqualTo("ann: the connection was closed with 1011");
  }

  @Test
  void failsOnMessagesInAnotherOrder() throws Exception {
    ScenarioResult result =
        run(
            """
            # One, two.
            ann joins
            ben joins
            ann receives {"type":"peer-joined","seq":_,"peer":{"id":$ben}}
            ann sends {"type":"message","id":1,"data":1}
            ann sends {"type":"message","id":2,"data":2}
            ben receives {"type":"message","seq":_,"from":$ann,"data":2}
            """);
    assertFails(result, 7, "\"data\":1", "\"data\" is 1, not 2");
    assertThat(result.unexpected())
        .singleElement()
        .asString()
        .startsWith("ben: ")
        .contains("\"data\":2");
  }

  @Test
  void failsOnASeqThatDoesNotRise() throws Exception {
    assertFails(
        changed(
            "\"hello\"", text -> List.of(message(text.replaceAll("\"seq\":\\d+", "\"seq\":1")))),
        6,
        "\"seq\":1",
        "the seq of events rises");
  }

  @Test
  void failsOnAnUnexpectedMessageBeforeADrop() throws Exception {
    ScenarioResult result =
        run(
            """
            # Ann drops.
            ann joins
            ben joins
            ann drops
            """);
    assertFails(result, 4, "peer-joined", "the script does not expect it");
  }

  @Test
  void failsOnASendWithoutAConnection() throws Exception {
    ScenarioResult result =
        run(
            """
            # Ann sends after the end.
            ann joins
            ann sends {"type":"leave","id":1}
            ann is closed with 1000
            ann sends {"type":"ping"}
            """);
    assertFails(result, 5, "no connection", "ann is not connected here");
  }

  @Test
  void failsOnAnAssignedValueThatIsNestedTooDeeply() throws Exception {
    ScenarioResult result =
        run("# Deep.\nann joins\n$deep := $nested(300)\nann receives {\"data\":$deep}\n");
    assertFails(result, 4, "none", "nested too deeply");
  }

  @Test
  void failsOnAnotherCloseCode() throws Exception {
    ScenarioResult result =
        run(
            """
            # Ann leaves.
            ann joins
            ann sends {"type":"leave","id":1}
            ann is closed with 4409
            """);
    assertFails(result, 4, "closed with 1000", "was not closed with 4409");
  }

  @Test
  void failsOnAPingWithoutAPong() throws Exception {
    server.output(changing("pong", _ -> List.of()));
    assertFails(run("# Ann pings.\nann joins\n"), 2, "nothing", "a ping was not answered");
  }

  @Test
  void failsOnASecondPong() throws Exception {
    server.output(changing("pong", text -> List.of(message(text), message(text))));
    assertThat(failure(run("# Ann pings.\nann joins\n")).received()).contains("pong");
  }

  private ScenarioResult changed(String about, Function<String, List<Received>> with)
      throws Exception {
    server.output(changing(about, with));
    return run(HELLO);
  }

  private static Function<String, List<Received>> changing(
      String about, Function<String, List<Received>> with) {
    return text -> text.contains(about) ? with.apply(text) : List.of(message(text));
  }

  private static Received message(String text) {
    return new Received.Message(text);
  }

  private ScenarioResult run(String script) throws InterruptedException {
    return new ScenarioRunner(server, Duration.ZERO).run(Scenario.parse("hello.scenario", script));
  }

  private static ScenarioResult.Failure failure(ScenarioResult result) {
    assertThat(result.passed()).isFalse();
    return result.failure().orElseThrow();
  }

  private static void assertFails(ScenarioResult result, int line, String received, String reason) {
    assertThat(failure(result).step().line()).as(result.report()).isEqualTo(line);
    assertThat(failure(result).received()).contains(received);
    assertThat(failure(result).reason()).contains(reason);
  }
}
