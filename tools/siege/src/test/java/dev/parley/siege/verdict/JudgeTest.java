package dev.parley.siege.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private final Judge judge = new Judge();

  @Test
  void refusalsAndShortDelaysAreNoFaults() {
    judge.refused();
    judge.delay("A message", Duration.ofSeconds(9).toNanos());
    assertThat(judge.isContent()).isTrue();
    assertThat(judge.seen()).isEqualTo(new Judge.Seen(Duration.ofSeconds(9), 0, 1));
  }

  @Test
  void aLongDelayIsAFault() {
    judge.begin("during a test");
    judge.delay("A message", Duration.ofSeconds(11).toNanos());
    assertThat(judge.isContent()).isFalse();
    assertThat(judge.faults()).containsExactly("A message took more than 10 s. (during a test)");
  }

  @Test
  void theSameFaultIsToldOnce() {
    judge.begin("during one");
    judge.fault("It fell.");
    judge.fault("It fell.");
    judge.begin("during two");
    judge.fault("It fell.");
    assertThat(judge.faults()).containsExactly("It fell. (3 times during one, during two)");
  }

  @Test
  void eachPhaseHasItsOwnWorst() {
    judge.delay("A message", 1_000);
    judge.admitted();
    judge.begin("during another");
    assertThat(judge.seen()).isEqualTo(new Judge.Seen(Duration.ZERO, 0, 0));
  }
}
