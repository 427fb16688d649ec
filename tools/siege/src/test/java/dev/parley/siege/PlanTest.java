package dev.parley.siege;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.siege.attack.Attack;
import dev.parley.siege.attack.Attacks;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void everyAttackRunsFromOneAddressAndFromMany() {
    Set<Attack> alone = new HashSet<>();
    Set<Attack> together = new HashSet<>();
    for (Wave wave : Plan.all(MINUTE, 1)) {
      (wave.manyAddresses() ? together : alone).addAll(wave.attacks());
    }
    assertThat(alone).hasSameElementsAs(Attacks.all());
    assertThat(together).hasSameElementsAs(Attacks.all());
  }

  @Test
  void aSeedDeterminesThePlan() {
    assertThat(Plan.all(MINUTE, 7))
        .isEqualTo(Plan.all(MINUTE, 7))
        .isNotEqualTo(Plan.all(MINUTE, 8));
    Duration sum =
        Plan.all(MINUTE, 7).stream().map(Wave::time).reduce(Duration.ZERO, Duration::plus);
    assertThat(sum).isBetween(MINUTE.minusSeconds(1), MINUTE);
  }

  @Test
  void namedAttacksRunTogether() {
    List<Wave> waves = Plan.only(List.of("slow-heads", "connection-burst"), MINUTE);
    assertThat(waves).extracting(Wave::manyAddresses).containsExactly(false, true);
    assertThat(waves).allSatisfy(wave -> assertThat(wave.attacks()).hasSize(2));
    assertThatThrownBy(() -> Plan.only(List.of("unknown"), MINUTE)).hasMessageContaining("--list");
  }
}
