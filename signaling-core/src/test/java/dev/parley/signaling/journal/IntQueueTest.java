package dev.parley.signaling.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random operations compared with a queue of integers. */
class IntQueueTest {

  @Test
  void behavesLikeAQueueOfIntegers() {
    Random random = new Random(5);
    IntQueue queue = new IntQueue();
    Deque<Integer> model = new ArrayDeque<>();
    for (int i = 0; i < 50_000; i++) {
      boolean growing = i / 1_000 % 2 == 0;
      if (model.isEmpty() || random.nextInt(10) < (growing ? 7 : 3)) {
        int value = random.nextInt();
        queue.add(value);
        model.addLast(value);
      } else {
        queue.removeFirst();
        model.removeFirst();
      }
      assertThat(queue.size()).isEqualTo(model.size());
      if (i % 50 == 0) {
        int at = 0;
        for (int value : new ArrayList<>(model)) {
          assertThat(queue.get(at++)).isEqualTo(value);
        }
      }
    }
  }
}
