package dev.parley.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.scenario.ManualClock;
import dev.parley.signaling.participant.Participant;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.RoomName;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Seats whose clients have closed their connections with 1001; see going-away.scenario. */
class GoingAwayTest {
  private static final RoomName ROOM = new RoomName("standup");

  private final ManualClock clock = new ManualClock();
  private final RecordingLink staying = new RecordingLink();

  @Test
  void seatsAreGivenUpAfterFiveSeconds() {
    Signaling signaling = withResumeWindow(30);
    Participant participant = join(signaling);
    participant.goingAway();
    participant.closed();
    advance(signaling, 4);
    assertThat(staying.received()).noneMatch(GoingAwayTest::isPeerLeft);
    advance(signaling, 1);
    assertThat(staying.received()).anyMatch(GoingAwayTest::isPeerLeft);
  }

  @Test
  void shorterResumeWindowsStayAsTheyAre() {
    Signaling signaling = withResumeWindow(2);
    Participant participant = join(signaling);
    participant.goingAway();
    participant.closed();
    advance(signaling, 2);
    assertThat(staying.received()).anyMatch(GoingAwayTest::isPeerLeft);
  }

  /** A client that answers the close frame of a proxy or the server may use any code. */
  @Test
  void answersToTheServersCloseShortenNothing() {
    Signaling signaling = withResumeWindow(30);
    Participant participant = join(signaling);
    participant.reject(CloseCode.UNSUPPORTED_DATA);
    participant.goingAway();
    participant.closed();
    advance(signaling, 29);
    assertThat(staying.received()).noneMatch(GoingAwayTest::isPeerLeft);
    advance(signaling, 1);
    assertThat(staying.received()).anyMatch(GoingAwayTest::isPeerLeft);
  }

  private Signaling withResumeWindow(int seconds) {
    Signaling signaling =
        Signaling.builder().clock(clock).resumeWindow(Duration.ofSeconds(seconds)).build();
    join(signaling, "staying-staying-staying", staying);
    return signaling;
  }

  private static Participant join(Signaling signaling) {
    return join(signaling, "leaving-leaving-leaving", new RecordingLink());
  }

  private static Participant join(Signaling signaling, String key, RecordingLink link) {
    Participant participant = signaling.connect(ROOM, signaling.account("127.0.0.1"), link);
    participant.receive("{\"type\":\"join\",\"key\":\"%s\"}".formatted(key));
    return participant;
  }

  private void advance(Signaling signaling, int seconds) {
    clock.advance(Duration.ofSeconds(seconds));
    signaling.tick();
  }

  private static boolean isPeerLeft(String message) {
    return message.startsWith("{\"type\":\"peer-left\"");
  }
}
