package dev.parley.signaling.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.signaling.guard.Budget.Pressure;
import dev.parley.signaling.guard.Budget.Quota;
import org.junit.jupiter.api.Test;

/** Shares of one budget among several addresses. */
class BudgetTest {
  private final Budget budget = new Budget(1_000);
  private final Quota heavy = budget.quota();
  private final Quota light = budget.quota();

  @Test
  void oneAddressHoldsAtMostHalf() {
    assertThat(heavy.tryTake(500)).isTrue();
    assertThat(heavy.tryTake(1)).isFalse();
    assertThat(light.tryTake(240)).isTrue();
    assertThat(budget.taken()).isEqualTo(740);
  }

  @Test
  void theLastQuarterIsReservedForSmallHolders() {
    Quota other = budget.quota();
    assertThat(heavy.tryTake(400)).isTrue();
    assertThat(other.tryTake(350)).isTrue();
    assertThat(heavy.tryTake(1)).isFalse();
    assertThat(light.tryTake(200)).isTrue();
    assertThat(heavy.isOverFairShare()).isTrue();
    assertThat(other.isOverFairShare()).isTrue();
    assertThat(light.isOverFairShare()).isFalse();
    assertThat(light.pressure()).isEqualTo(Pressure.HIGH);
    heavy.release(400);
    assertThat(other.isOverFairShare()).isFalse();
    budget.take(500);
    assertThat(light.tryTake(1)).isFalse();
    assertThat(light.pressure()).isEqualTo(Pressure.FULL);
  }

  @Test
  void pressureRisesWithUse() {
    heavy.take(250);
    assertThat(heavy.pressure()).isEqualTo(Pressure.NONE);
    heavy.take(1);
    assertThat(heavy.pressure()).isEqualTo(Pressure.HIGH);
    assertThat(light.pressure()).isEqualTo(Pressure.NONE);
    budget.take(500);
    assertThat(light.pressure()).isEqualTo(Pressure.HIGH);
    heavy.take(250);
    assertThat(heavy.pressure()).isEqualTo(Pressure.FULL);
  }
}
