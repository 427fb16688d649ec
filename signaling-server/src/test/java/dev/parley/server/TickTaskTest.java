package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The timer goes on after an exception; after an error the process ends. */
class TickTaskTest {
  private final List<Integer> halted = new ArrayList<>();

  @Test
  void anExceptionDoesNotStopIt() {
    new TickTask(
            () -> {
              throw new IllegalStateException("a defect, made for this test");
            },
            halted::add)
        .run();
    assertThat(halted).isEmpty();
  }

  @Test
  void anErrorEndsTheProcess() {
    new TickTask(
            () -> {
              throw new StackOverflowError("made for this test");
            },
            halted::add)
        .run();
    assertThat(halted).containsExactly(TickTask.BROKEN);
  }
}
