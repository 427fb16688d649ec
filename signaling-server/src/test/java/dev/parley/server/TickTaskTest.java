package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An exception in a tick is logged, an error ends the process. */
class TickTaskTest {
  private final List<Integer> halted = new ArrayList<>();

  @Test
  void exceptionDoesNotStopTheTimer() {
    new TickTask(
            () -> {
              throw new IllegalStateException("thrown by a test");
            },
            halted::add)
        .run();
    assertThat(halted).isEmpty();
  }

  @Test
  void errorEndsTheProcess() {
    new TickTask(
            () -> {
              throw new StackOverflowError("thrown by a test");
            },
            halted::add)
        .run();
    assertThat(halted).containsExactly(TickTask.EXIT_STATUS);
  }
}
