package dev.parley.bench.load;

import static dev.parley.bench.load.SequenceChecker.Arrival.IN_ORDER;
import static dev.parley.bench.load.SequenceChecker.Arrival.LATE;
import static dev.parley.bench.load.SequenceChecker.Arrival.REPEATED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.bench.load.SequenceChecker.Arrival;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequenceCheckerTest {
  private final SequenceChecker checker = new SequenceChecker();

  @Test
  void acceptsAscendingNumbers() {
    assertThat(arrivals(1, 2, 3)).containsExactly(IN_ORDER, IN_ORDER, IN_ORDER);
    assertThat(checker.highest()).isEqualTo(3);
  }

  @Test
  void detectsRepetitions() {
    assertThat(arrivals(1, 1, 2, 1)).containsExactly(IN_ORDER, REPEATED, IN_ORDER, REPEATED);
  }

  @Test
  void aSkippedNumberIsLateOnceAndThenRepeated() {
    assertThat(arrivals(1, 3, 2, 2, 4))
        .containsExactly(IN_ORDER, IN_ORDER, LATE, REPEATED, IN_ORDER);
  }

  @Test
  void remembersTheLast64Numbers() {
    assertThat(arrivals(1, 65, 64, 2, 1, 1_000, 937, 936))
        .containsExactly(IN_ORDER, IN_ORDER, LATE, LATE, REPEATED, IN_ORDER, LATE, REPEATED);
  }

  @Test
  void numbersBelowOneAreRepetitions() {
    assertThat(arrivals(0, -5)).containsExactly(REPEATED, REPEATED);
  }

  private List<Arrival> arrivals(int... numbers) {
    return Arrays.stream(numbers).mapToObj(checker::check).toList();
  }
}
