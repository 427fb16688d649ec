package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The effect of each sentence of a script. */
class LanguageTest {

  private final FakeServer server = new FakeServer();

  @Test
  void anAckMayArriveBeforeItIsExpected() throws Exception {
    assertPasses(
        """
        ann joins
        ben joins
        ann receives {"type":"peer-joined","seq":_,"peer":{"id":$ben}}
        ann sends {"type":"message","id":1,"data":1}
        ben sends {"type":"message","id":1,"data":2}
        ben receives {"type":"message","seq":_,"from":$ann,"data":1}
        ann receives {"type":"message","seq":_,"from":$ben,"data":2}
        ann and ben receive {"type":"ack","received":1}
        """);
  }

  @Test
  void aMissingAckFails() throws Exception {
    ScenarioResult result = run("ann joins\nann receives {\"type\":\"ack\",\"received\":1}\n");
    assertThat(result.passed()).isFalse();
    assertThat(result.report()).contains("received  no ack");
  }

  @Test
  void timePassesInStepsWithPingsBetween() throws Exception {
    assertPasses("ann joins\n31 seconds pass\n");
    assertThat(server.advances)
        .containsExactly(
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1));
    assertThat(server.connections.getFirst().pings).isEqualTo(2 * (1 + 4 + 1));
  }

  @Test
  void whatArrivesWhileTimePassesIsExpectedAfterwards() throws Exception {
    assertPasses(
        """
        ann joins
        ben joins
        1 second passes
        ann receives {"type":"peer-joined","seq":_,"peer":{"id":$ben}}
        """);
  }

  @Test
  void anAssignedValueKeepsItsMeaning() throws Exception {
    assertPasses(
        """
        ann joins
        $early := $ann.seq
        ben joins
        ann receives {"type":"peer-joined","seq":_,"peer":{"id":$ben}}
        ben sends {"type":"message","id":1,"data":[$early,$ann.seq,"$early"]}
        ann receives {"type":"message","seq":_,"from":$ben,"data":[0,2,"$early"]}
        """);
  }

  @Test
  void theSeqOfAnErrorIsNoPlaceInTheLog() throws Exception {
    server.output(text ->
        List.of(new Received.Message(text.replace("\"unknown-type\"", "\"conflict\",\"seq\":0"))));
    assertPasses(
        """
        ann joins
        ben joins
        ann receives {"type":"peer-joined","seq":2,"peer":{"id":$ben}}
        ann sends {"type":"set","id":1,"name":"a","value":1,"if":1}
        ann receives {"type":"error","code":"conflict","message":_,"seq":0}
        ben sends {"type":"message","id":1,"data":$ann.seq}
        ann receives {"type":"message","seq":_,"from":$ben,"data":2}
        """);
  }

  @Test
  void clientsWithOneKeyHaveOneId() throws Exception {
    assertPasses(
        """
        ann joins
        twin is ann
        twin joins
        ann receives {"type":"peer-joined","seq":_,"peer":{"id":$ann}}
        twin sends {"type":"message","id":1,"data":[$twin,$twin.key]}
        ann receives {"type":"message","seq":_,"from":$twin,"data":[$ann,$ann.key]}
        """);
  }

  @Test
  void sendsBytesAsTheyAreWritten() throws Exception {
    assertPasses("ann joins\nann sends bytes 00 ff 7f\n");
    assertThat(server.connections.getFirst().bytes).containsExactly(0x00, 0xff, 0x7f);
  }

  @Test
  void dropAndCloseEndTheConnection() throws Exception {
    assertPasses(
        """
        ann joins
        ben joins
        cleo joins
        ann and ben receive {"type":"peer-joined","seq":_,"peer":{"id":_}}
        ann receives {"type":"peer-joined","seq":_,"peer":{"id":$cleo}}
        ben drops
        ann and cleo receive {"type":"peer-left","seq":_,"from":$ben,"reason":"timeout"}
        cleo closes with 4000
        ann receives {"type":"peer-left","seq":_,"from":$cleo,"reason":"left"}
        ann closes
        """);
    assertThat(server.connections.get(2).received).contains(new Received.Closed(4000));
    assertThat(server.connections.get(0).received).contains(new Received.Closed(1000));
  }

  @Test
  void eachRunHasRoomsOfItsOwn() throws Exception {
    FakeServer.FakeConnection first = onlyConnectionOf("ann joins\n");
    FakeServer.FakeConnection second = onlyConnectionOf("ann joins\n");
    assertThat(first.room).isNotEqualTo(second.room).matches("room-[A-Za-z0-9_-]{22}");
  }

  private FakeServer.FakeConnection onlyConnectionOf(String script) throws InterruptedException {
    server.connections.clear();
    assertPasses(script);
    return server.connections.getFirst();
  }

  private void assertPasses(String script) throws InterruptedException {
    ScenarioResult result = run(script);
    assertThat(result.passed()).as(result.report()).isTrue();
  }

  private ScenarioResult run(String script) throws InterruptedException {
    return new ScenarioRunner(server, Duration.ZERO)
        .run(Scenario.parse("test", "# A test.\n" + script));
  }
}
