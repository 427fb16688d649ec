package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the sentences of a script do. */
class LanguageTest {

  private final TinyRoom room = new TinyRoom();

  @Test
  void anAckIsExpectedInWhateverPlaceItCame() throws Exception {
    assertPasses(
        """
        ann joins
        ben joins
        ann hears {"type":"peer-joined","seq":_,"peer":{"id":$ben}}
        ann says {"type":"message","id":1,"data":1}
        ben says {"type":"message","id":1,"data":2}
        ben hears {"type":"message","seq":_,"from":$ann,"data":1}
        ann hears {"type":"message","seq":_,"from":$ben,"data":2}
        ann and ben hear {"type":"ack","received":1}
        """);
  }

  @Test
  void anAckThatDoesNotComeFails() throws Exception {
    Result result = play("ann joins\nann hears {\"type\":\"ack\",\"received\":1}\n");
    assertThat(result.passed()).isFalse();
    assertThat(result.report()).contains("heard     no ack");
  }

  @Test
  void timePassesInStridesAndEverybodyIsSeenAliveInBetween() throws Exception {
    assertPasses("ann joins\n31 seconds pass\n");
    assertThat(room.passes)
        .containsExactly(
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1));
    assertThat(room.wires.getFirst().pings).isEqualTo(2 * (1 + 4 + 1));
  }

  @Test
  void whatComesWhileTimePassesIsHeardAfterwards() throws Exception {
    assertPasses(
        """
        ann joins
        ben joins
        1 second passes
        ann hears {"type":"peer-joined","seq":_,"peer":{"id":$ben}}
        """);
  }

  @Test
  void aValueIsKeptForLater() throws Exception {
    assertPasses(
        """
        ann joins
        $early := $ann.seq
        ben joins
        ann hears {"type":"peer-joined","seq":_,"peer":{"id":$ben}}
        ben says {"type":"message","id":1,"data":[$early,$ann.seq,"$early"]}
        ann hears {"type":"message","seq":_,"from":$ben,"data":[0,2,"$early"]}
        """);
  }

  @Test
  void theNumberOfAConflictIsNoPlaceInTheLog() throws Exception {
    room.tampering(text ->
        List.of(new Heard.Message(text.replace("\"unknown-type\"", "\"conflict\",\"seq\":0"))));
    assertPasses(
        """
        ann joins
        ben joins
        ann hears {"type":"peer-joined","seq":2,"peer":{"id":$ben}}
        ann says {"type":"set","id":1,"name":"a","value":1,"if":1}
        ann hears {"type":"error","code":"conflict","message":_,"seq":0}
        ben says {"type":"message","id":1,"data":$ann.seq}
        ann hears {"type":"message","seq":_,"from":$ben,"data":2}
        """);
  }

  @Test
  void twoWithOneKeyAreOnePerson() throws Exception {
    assertPasses(
        """
        ann joins
        twin is ann
        twin joins
        ann hears {"type":"peer-joined","seq":_,"peer":{"id":$ann}}
        twin says {"type":"message","id":1,"data":[$twin,$twin.key]}
        ann hears {"type":"message","seq":_,"from":$twin,"data":[$ann,$ann.key]}
        """);
  }

  @Test
  void bytesAreSentAsTheyAreWritten() throws Exception {
    assertPasses("ann joins\nann sends bytes 00 ff 7f\n");
    assertThat(room.wires.getFirst().bytes).containsExactly(0x00, 0xff, 0x7f);
  }

  @Test
  void droppingAndClosingEndTheConnection() throws Exception {
    assertPasses(
        """
        ann joins
        ben joins
        cleo joins
        ann and ben hear {"type":"peer-joined","seq":_,"peer":{"id":_}}
        ann hears {"type":"peer-joined","seq":_,"peer":{"id":$cleo}}
        ben drops
        ann and cleo hear {"type":"peer-left","seq":_,"from":$ben,"reason":"timeout"}
        cleo closes with 4000
        ann hears {"type":"peer-left","seq":_,"from":$cleo,"reason":"left"}
        ann closes
        """);
    assertThat(room.wires.get(2).heard).contains(new Heard.Closed(4000));
    assertThat(room.wires.get(0).heard).contains(new Heard.Closed(1000));
  }

  @Test
  void runsMeetNobodyOfAnother() throws Exception {
    TinyRoom.Wire first = onlyWireOf("ann joins\n");
    TinyRoom.Wire second = onlyWireOf("ann joins\n");
    assertThat(first.room).isNotEqualTo(second.room).matches("room-[A-Za-z0-9_-]{22}");
  }

  private TinyRoom.Wire onlyWireOf(String script) throws InterruptedException {
    room.wires.clear();
    assertPasses(script);
    return room.wires.getFirst();
  }

  private void assertPasses(String script) throws InterruptedException {
    Result result = play(script);
    assertThat(result.passed()).as(result.report()).isTrue();
  }

  private Result play(String script) throws InterruptedException {
    return new Performance(room, Duration.ZERO)
        .play(Scenario.parse("test", "# A test.\n" + script));
  }
}
