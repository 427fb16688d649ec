package dev.parley.signaling.participant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.signaling.protocol.Request;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final int PER_SECOND = 2;
  private static final int BURST = 20;

  private final RateLimit admission = new RateLimit(PER_SECOND);
  private long now = 1_000_000;

  @Test
  void aBurstIsTakenAndThenOneAtATime() {
    takeBurst();
    assertThat(admission.ask(BURST + 1, now)).isEqualTo(new RateLimit.Later(500));
    now += 500;
    assertThat(admission.ask(BURST + 1, now)).isInstanceOf(RateLimit.Granted.class);
  }

  @Test
  void whatComesBehindADeferredRequestWaitsForIt() {
    takeBurst();
    assertThat(admission.ask(21, now)).isInstanceOf(RateLimit.Later.class);
    now += 10_000;
    assertThat(admission.ask(22, now)).isInstanceOf(RateLimit.Later.class);
    assertThat(admission.ask(21, now)).isInstanceOf(RateLimit.Granted.class);
    assertThat(admission.ask(22, now)).isInstanceOf(RateLimit.Granted.class);
  }

  @Test
  void whatWasTakenOverAnotherTransportIsNotWaitedFor() {
    takeBurst();
    admission.taken(22);
    assertThat(admission.ask(21, now)).isInstanceOf(RateLimit.Later.class);
    now += 10_000;
    assertThat(admission.ask(23, now)).isInstanceOf(RateLimit.Granted.class);
  }

  @Test
  void aPingMayPassADeferredRequest() {
    takeBurst();
    assertThat(admission.ask(21, now)).isInstanceOf(RateLimit.Later.class);
    now += 10_000;
    assertThat(admission.ask(Request.NO_ID, now)).isInstanceOf(RateLimit.Granted.class);
    assertThat(admission.ask(22, now)).isInstanceOf(RateLimit.Later.class);
  }

  @Test
  void whatComesBehindCostsNothingOfTheRate() {
    takeBurst();
    assertThat(admission.ask(21, now)).isInstanceOf(RateLimit.Later.class);
    for (int id = 22; id < 30; id++) {
      assertThat(admission.ask(id, now)).isInstanceOf(RateLimit.Later.class);
    }
    now += 500;
    assertThat(admission.ask(21, now)).isInstanceOf(RateLimit.Granted.class);
  }

  @Test
  void whoGoesOnAndOnIsLetGoThoughSomeOfItIsTaken() {
    takeBurst();
    int asked = 0;
    while (!(admission.ask(Request.NO_ID, now) instanceof RateLimit.Never)) {
      now += 50; // ten times as fast as it may be
      assertThat(++asked).isLessThan(10 * BURST);
    }
    assertThat(asked).isGreaterThan(BURST);
  }

  private void takeBurst() {
    for (int id = 1; id <= BURST; id++) {
      assertThat(admission.ask(id, now)).isInstanceOf(RateLimit.Granted.class);
    }
  }

  @Test
  void requestsThatWereTurnedAwayComeAgainInOrderThoughTheFirstWasTakenElsewhere() {
    RateLimit rate = new RateLimit(1);
    rate.defer(18);
    for (int id = 19; id <= 21; id++) {
      assertThat(rate.ask(id, 0)).isInstanceOf(RateLimit.Unavailable.class);
    }
    rate.taken(18);
    assertThat(rate.ask(22, 0)).isInstanceOf(RateLimit.Unavailable.class);
    for (int id = 19; id <= 22; id++) {
      assertThat(rate.ask(id, 0)).isInstanceOf(RateLimit.Granted.class);
    }
  }
}
