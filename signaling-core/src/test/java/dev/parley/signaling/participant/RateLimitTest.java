package dev.parley.signaling.participant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.signaling.protocol.Request;
import org.junit.jupiter.api.Test;

/** The rate limit of one participant, and the order of requests that it defers. */
class RateLimitTest {
  private static final int PER_SECOND = 2;
  private static final int BURST = 20;

  private final RateLimit rateLimit = new RateLimit(PER_SECOND);
  private long now = 1_000_000;

  @Test
  void theRateAppliesAfterABurst() {
    takeBurst();
    assertThat(rateLimit.check(BURST + 1, now)).isEqualTo(new RateLimit.RetryLater(500));
    now += 500;
    assertThat(rateLimit.check(BURST + 1, now)).isInstanceOf(RateLimit.Allowed.class);
  }

  @Test
  void requestsBehindADeferredOneAreRefused() {
    takeBurst();
    assertThat(rateLimit.check(21, now)).isInstanceOf(RateLimit.RetryLater.class);
    now += 10_000;
    assertThat(rateLimit.check(22, now)).isInstanceOf(RateLimit.RetryLater.class);
    assertThat(rateLimit.check(21, now)).isInstanceOf(RateLimit.Allowed.class);
    assertThat(rateLimit.check(22, now)).isInstanceOf(RateLimit.Allowed.class);
  }

  @Test
  void requestsProcessedElsewhereAreNotAwaited() {
    takeBurst();
    rateLimit.processed(22);
    assertThat(rateLimit.check(21, now)).isInstanceOf(RateLimit.RetryLater.class);
    now += 10_000;
    assertThat(rateLimit.check(23, now)).isInstanceOf(RateLimit.Allowed.class);
  }

  @Test
  void pingsPassDeferredRequests() {
    takeBurst();
    assertThat(rateLimit.check(21, now)).isInstanceOf(RateLimit.RetryLater.class);
    now += 10_000;
    assertThat(rateLimit.check(Request.NO_ID, now)).isInstanceOf(RateLimit.Allowed.class);
    assertThat(rateLimit.check(22, now)).isInstanceOf(RateLimit.RetryLater.class);
  }

  @Test
  void requestsBehindADeferredOneTakeNoTokens() {
    takeBurst();
    assertThat(rateLimit.check(21, now)).isInstanceOf(RateLimit.RetryLater.class);
    for (int id = 22; id < 30; id++) {
      assertThat(rateLimit.check(id, now)).isInstanceOf(RateLimit.RetryLater.class);
    }
    now += 500;
    assertThat(rateLimit.check(21, now)).isInstanceOf(RateLimit.Allowed.class);
  }

  @Test
  void persistentExcessDisconnects() {
    takeBurst();
    int asked = 0;
    while (!(rateLimit.check(Request.NO_ID, now) instanceof RateLimit.Disconnect)) {
      now += 50; // ten times the rate
      assertThat(++asked).isLessThan(10 * BURST);
    }
    assertThat(asked).isGreaterThan(BURST);
  }

  private void takeBurst() {
    for (int id = 1; id <= BURST; id++) {
      assertThat(rateLimit.check(id, now)).isInstanceOf(RateLimit.Allowed.class);
    }
  }

  @Test
  void refusedRequestsResumeInOrderAfterTheFirstWasProcessedElsewhere() {
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
