package dev.parley.bench.load;

import static dev.parley.bench.load.Sequence.Arrival.IN_ORDER;
import static dev.parley.bench.load.Sequence.Arrival.LATE;
import static dev.parley.bench.load.Sequence.Arrival.REPEATED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.bench.load.Sequence.Arrival;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequenceTest {
  private final Sequence sequence = new Sequence();

  @Test
  void oneAfterTheOtherIsInOrder() {
    assertThat(arrivals(1, 2, 3)).containsExactly(IN_ORDER, IN_ORDER, IN_ORDER);
    assertThat(sequence.highest()).isEqualTo(3);
  }

  @Test
  void whatComesAgainIsRepeated() {
    assertThat(arrivals(1, 1, 2, 1)).containsExactly(IN_ORDER, REPEATED, IN_ORDER, REPEATED);
  }

  @Test
  void whatWasSkippedIsLateOnceAndThenRepeated() {
    assertThat(arrivals(1, 3, 2, 2, 4))
        .containsExactly(IN_ORDER, IN_ORDER, LATE, REPEATED, IN_ORDER);
  }

  @Test
  void afterALongGapTheOldIsForgottenButNotTheNew() {
    assertThat(arrivals(1, 65, 64, 2, 1, 1_000, 937, 936))
        .containsExactly(IN_ORDER, IN_ORDER, LATE, LATE, REPEATED, IN_ORDER, LATE, REPEATED);
  }

  @Test
  void thereIsNoMessageBeforeTheFirst() {
    assertThat(arrivals(0, -5)).containsExactly(REPEATED, REPEATED);
  }

  private List<Arrival> arrivals(int... numbers) {
    List<Arrival> arrivals = new ArrayList<>();
    for (int number : numbers) {
      arrivals.add(sequence.arrived(number));
    }
    return arrivals;
  }
}
