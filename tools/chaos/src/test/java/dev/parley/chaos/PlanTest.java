package dev.parley.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanTest {

  @Test
  void aSeedBringsBackThePlan() {
    assertThat(plans(4711)).isEqualTo(plans(4711)).isNotEqualTo(plans(4712));
  }

  @Test
  void everyFaultIsPlannedAndFallsEarlyAndLate() {
    List<Plan> plans = plans(1);
    assertThat(plans.stream().map(Plan::fault).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(Fault.values());
    assertThat(plans.stream().mapToLong(Plan::bytes).min().orElseThrow()).isLessThan(10);
    assertThat(plans.stream().mapToLong(Plan::bytes).max().orElseThrow()).isGreaterThan(5_000);
  }

  private static List<Plan> plans(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return Stream.generate(() -> Plan.of(random.split())).limit(500).toList();
  }
}
