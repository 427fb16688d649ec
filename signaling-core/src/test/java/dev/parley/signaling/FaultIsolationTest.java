package dev.parley.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.scenario.ManualClock;
import dev.parley.signaling.guard.LogRecorder;
import dev.parley.signaling.participant.Link;
import dev.parley.signaling.participant.Participant;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.spi.Observer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An exception in a link or an observer does not stop delivery, and does not flood the log. */
class FaultIsolationTest {
  private static final RoomName ROOM = new RoomName("isolation");
  private static final int TICKS = 200;

  private final ManualClock clock = new ManualClock();
  @RegisterExtension private final LogRecorder log = new LogRecorder();

  @Test
  void throwingObserversDoNotStopDeliveryAndAreLoggedOnce() {
    Signaling signaling = signaling(_ -> throwDefect());
    RecordingLink ann = new RecordingLink();
    RecordingLink ben = new RecordingLink();
    Participant disconnected = join(signaling, "ann", ann);
    join(signaling, "ben", ben);
    disconnected.closed();
    tickFor(signaling, Duration.ofSeconds(31));
    assertThat(ben.received().getLast()).contains("\"peer-left\"", "\"timeout\"");
    assertThat(log.records()).hasSize(1);
    assertThat(log.records().getFirst().getThrown()).hasMessage("a defect");
  }

  @Test
  void throwingLinksLoseTheirOwnConnectionOnly() {
    Signaling signaling = signaling(_ -> {});
    BrokenLink broken = new BrokenLink();
    join(signaling, "ann", broken);
    RecordingLink ben = new RecordingLink();
    Participant sender = join(signaling, "ben", ben);
    RecordingLink cleo = new RecordingLink();
    join(signaling, "cleo", cleo);
    broken.isBroken = true;
    for (int id = 1; id <= TICKS; id++) {
      sender.receive("{\"type\":\"message\",\"id\":%d,\"data\":%d}".formatted(id, id));
      signaling.tick();
    }
    assertThat(cleo.received()).anyMatch(text -> text.contains("\"data\":" + TICKS));
    assertThat(ben.received()).anyMatch(text -> text.contains("\"online\":false"));
    tickFor(signaling, Duration.ofSeconds(31));
    assertThat(ben.received()).anyMatch(text -> text.contains("\"peer-left\""));
    assertThat(log.records()).hasSizeLessThan(5);
  }

  @Test
  void errorsOfObserversPropagate() {
    Signaling signaling =
        signaling(_ -> {
          throw new StackOverflowError("fatal");
        });
    assertThatExceptionOfType(StackOverflowError.class)
        .isThrownBy(() -> join(signaling, "ann", new RecordingLink()));
  }

  private Signaling signaling(Observer observer) {
    Signaling signaling = Signaling.builder().clock(clock).limits(TestLimits.HIGH_RATE).build();
    signaling.observations().subscribe(Runnable::run, observer);
    return signaling;
  }

  private void tickFor(Signaling signaling, Duration time) {
    for (int i = 0; i <= TICKS; i++) {
      clock.advance(time.dividedBy(TICKS));
      signaling.tick();
    }
  }

  private static void throwDefect() {
    throw new IllegalStateException("a defect");
  }

  private static Participant join(Signaling signaling, String name, Link link) {
    Participant participant = signaling.connect(ROOM, signaling.account("127.0.0.1"), link);
    participant.receive("{\"type\":\"join\",\"key\":\"%s-0123456789abcdefghij\"}".formatted(name));
    return participant;
  }

  private static final class BrokenLink implements Link {
    private boolean isBroken;

    @Override
    public void send(List<byte[]> messages, Runnable sent) {
      if (isBroken) {
        throwDefect();
      }
      sent.run();
    }

    @Override
    public void close(CloseCode code) {
      throwDefect();
    }
  }
}
