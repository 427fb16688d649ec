package dev.parley.siege.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private final Verdict verdict = new Verdict();

  @Test
  void refusalsAndShortDelaysAreNotFaults() {
    verdict.refused();
    verdict.delay("A message", Duration.ofSeconds(9).toNanos());
    assertThat(verdict.hasNoFaults()).isTrue();
    assertThat(verdict.experience()).isEqualTo(new Verdict.Experience(Duration.ofSeconds(9), 0, 1));
  }

  @Test
  void aLongDelayIsAFault() {
    verdict.begin("during a test");
    verdict.delay("A message", Duration.ofSeconds(11).toNanos());
    assertThat(verdict.hasNoFaults()).isFalse();
    assertThat(verdict.faults()).containsExactly("A message took more than 10 s. (during a test)");
  }

  @Test
  void equalFaultsAreCounted() {
    verdict.begin("during one");
    verdict.fault("It fell.");
    verdict.fault("It fell.");
    verdict.begin("during two");
    verdict.fault("It fell.");
    assertThat(verdict.faults()).containsExactly("It fell. (3 times during one, during two)");
  }

  @Test
  void aPhaseStartsWithoutDelays() {
    verdict.delay("A message", 1_000);
    verdict.admitted();
    verdict.begin("during another");
    assertThat(verdict.experience()).isEqualTo(new Verdict.Experience(Duration.ZERO, 0, 0));
  }
}
