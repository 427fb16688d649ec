package dev.parley.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Fault plans that are drawn from a seed. */
class FaultPlanTest {

  @Test
  void sameSeedGivesSamePlans() {
    assertThat(plans(4711)).isEqualTo(plans(4711)).isNotEqualTo(plans(4712));
  }

  @Test
  void allFaultsOccurEarlyAndLate() {
    List<FaultPlan> plans = plans(1);
    assertThat(plans.stream().map(FaultPlan::fault).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(Fault.values());
    assertThat(plans.stream().mapToLong(FaultPlan::bytes).min().orElseThrow()).isLessThan(10);
    assertThat(plans.stream().mapToLong(FaultPlan::bytes).max().orElseThrow()).isGreaterThan(5_000);
  }

  private static List<FaultPlan> plans(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return Stream.generate(() -> FaultPlan.of(random.split())).limit(500).toList();
  }
}
