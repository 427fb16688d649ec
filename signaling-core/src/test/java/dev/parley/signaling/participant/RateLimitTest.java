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
    assertThat(admission.check(BURST + 1, now)).isEqualTo(new RateLimit.RetryLater(500));
    now += 500;
    assertThat(admission.check(BURST + 1, now)).isInstanceOf(RateLimit.Allowed.class);
  }

  @Test
  void whatComesBehindADeferredRequestWaitsForIt() {
    takeBurst();
    assertThat(admission.check(21, now)).isInstanceOf(RateLimit.RetryLater.class);
    now += 10_000;
    assertThat(admission.check(22, now)).isInstanceOf(RateLimit.RetryLater.class);
    assertThat(admission.check(21, now)).isInstanceOf(RateLimit.Allowed.class);
    assertThat(admission.check(22, now)).isInstanceOf(RateLimit.Allowed.class);
  }

  @Test
  void whatWasTakenOverAnotherTransportIsNotWaitedFor() {
    takeBurst();
    admission.processed(22);
    assertThat(admission.check(21, now)).isInstanceOf(RateLimit.RetryLater.class);
    now += 10_000;
    assertThat(admission.check(23, now)).isInstanceOf(RateLimit.Allowed.class);
  }

  @Test
  void aPingMayPassADeferredRequest() {
    takeBurst();
    assertThat(admission.check(21, now)).isInstanceOf(RateLimit.RetryLater.class);
    now += 10_000;
    assertThat(admission.check(Request.NO_ID, now)).isInstanceOf(RateLimit.Allowed.class);
    assertThat(admission.check(22, now)).isInstanceOf(RateLimit.RetryLater.class);
  }

  @Test
  void whatComesBehindCostsNothingOfTheRate() {
    takeBurst();
    assertThat(admission.check(21, now)).isInstanceOf(RateLimit.RetryLater.class);
    for (int id = 22; id < 30; id++) {
      assertThat(admission.check(id, now)).isInstanceOf(RateLimit.RetryLater.class);
    }
    now += 500;
    assertThat(admission.check(21, now)).isInstanceOf(RateLimit.Allowed.class);
  }

  @Test
  void whoGoesOnAndOnIsLetGoThoughSomeOfItIsTaken() {
    takeBurst();
    int asked = 0;
    while (!(admission.check(Request.NO_ID, now) instanceof RateLimit.Disconnect)) {
      now += 50; // ten times as fast as it may be
      assertThat(++asked).isLessThan(10 * BURST);
    }
    assertThat(asked).isGreaterThan(BURST);
  }

  private void takeBurst() {
    for (int id = 1; id <= BURST; id++) {
      assertThat(admission.check(id, now)).isInstanceOf(RateLimit.Allowed.class);
    }
  }

  @Test
  void requestsThatWereTurnedAwayComeAgainInOrderThoughTheFirstWasTakenElsewhere() {
    RateLimit rate = new RateLimit(1);
    rate.defer(18);
    for (int id = 19; id <= 21; id++) {
      assertThat(rate.check(id, 0)).isInstanceOf(RateLimit.Unavailable.class);
    }
    rate.processed(18);
    assertThat(rate.check(22, 0)).isInstanceOf(RateLimit.Unavailable.class);
    for (int id = 19; id <= 22; id++) {
      assertThat(rate.check(id, 0)).isInstanceOf(RateLimit.Allowed.class);
    }
  }
}
