package dev.parley.signaling.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.signaling.protocol.Request;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final int PER_SECOND = 2;
  private static final int BURST = 20;

  private final Admission admission = new Admission(PER_SECOND);
  private long now = 1_000_000;

  @Test
  void aBurstIsTakenAndThenOneAtATime() {
    takeBurst();
    assertThat(admission.ask(BURST + 1, now)).isEqualTo(new Admission.Later(500));
    now += 500;
    assertThat(admission.ask(BURST + 1, now)).isInstanceOf(Admission.Granted.class);
  }

  @Test
  void whatComesBehindADeferredRequestWaitsForIt() {
    takeBurst();
    assertThat(admission.ask(21, now)).isInstanceOf(Admission.Later.class);
    now += 10_000;
    assertThat(admission.ask(22, now)).isInstanceOf(Admission.Later.class);
    assertThat(admission.ask(21, now)).isInstanceOf(Admission.Granted.class);
    assertThat(admission.ask(22, now)).isInstanceOf(Admission.Granted.class);
  }

  @Test
  void whatWasTakenOverAnotherTransportIsNotWaitedFor() {
    takeBurst();
    admission.taken(22);
    assertThat(admission.ask(21, now)).isInstanceOf(Admission.Later.class);
    now += 10_000;
    assertThat(admission.ask(23, now)).isInstanceOf(Admission.Granted.class);
  }

  @Test
  void aPingMayPassADeferredRequest() {
    takeBurst();
    assertThat(admission.ask(21, now)).isInstanceOf(Admission.Later.class);
    now += 10_000;
    assertThat(admission.ask(Request.NO_ID, now)).isInstanceOf(Admission.Granted.class);
    assertThat(admission.ask(22, now)).isInstanceOf(Admission.Later.class);
  }

  @Test
  void whatComesBehindCostsNothingOfTheRate() {
    takeBurst();
    assertThat(admission.ask(21, now)).isInstanceOf(Admission.Later.class);
    for (int id = 22; id < 30; id++) {
      assertThat(admission.ask(id, now)).isInstanceOf(Admission.Later.class);
    }
    now += 500;
    assertThat(admission.ask(21, now)).isInstanceOf(Admission.Granted.class);
  }

  @Test
  void whoGoesOnAndOnIsLetGoThoughSomeOfItIsTaken() {
    takeBurst();
    int asked = 0;
    while (!(admission.ask(Request.NO_ID, now) instanceof Admission.Never)) {
      now += 50; // ten times as fast as it may be
      assertThat(++asked).isLessThan(10 * BURST);
    }
    assertThat(asked).isGreaterThan(BURST);
  }

  private void takeBurst() {
    for (int id = 1; id <= BURST; id++) {
      assertThat(admission.ask(id, now)).isInstanceOf(Admission.Granted.class);
    }
  }
}
