package dev.parley.signaling.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteQueueTest {
  private final Chunks chunks = new Chunks(10 * Chunks.BYTES);
  private final ByteQueue queue = new ByteQueue(chunks);
  private final Deque<byte[]> model = new ArrayDeque<>();

  /** It grows and shrinks over many chunks, and is the same as a queue of arrays. */
  @Test
  void itHoldsWhatAQueueOfArraysWouldHold() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      boolean growing = i / 500 % 2 == 0;
      if (model.isEmpty() || random.nextInt(10) < (growing ? 6 : 4)) {
        add(random);
      } else {
        byte[] oldest = model.removeFirst();
        assertThat(queue.get(0)).isEqualTo(oldest);
        assertThat(queue.removeFirst()).isEqualTo(oldest.length + Integer.BYTES);
      }
      assertThat(queue.size()).isEqualTo(model.size());
      if (i % 100 == 0) {
        compareAll();
      }
    }
    compareAll();
  }

  @Test
  void theFirstBytesOfARecordAreANumberEvenAtTheEdgeOfAChunk() {
    queue.add(number(0));
    for (long number = 1; number < Chunks.BYTES; number++) {
      queue.add(number(Long.MAX_VALUE / number));
      queue.removeFirst(); // one stays, so that the next begins behind it
      assertThat(queue.longAt(0)).isEqualTo(Long.MAX_VALUE / number);
    }
  }

  private static ByteArrayOutputStream number(long number) {
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    for (int shift = 56; shift >= 0; shift -= 8) {
      record.write((int) (number >>> shift));
    }
    record.write(1);
    return record;
  }

  private void add(Random random) {
    byte[] bytes = new byte[random.nextInt(random.nextInt(10) == 0 ? 5_000 : 100)];
    random.nextBytes(bytes);
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    record.writeBytes(bytes);
    if (random.nextBoolean()) {
      record.write(1);
      bytes = record.toByteArray();
    }
    queue.add(record);
    model.addLast(bytes);
  }

  private void compareAll() {
    int at = 0;
    for (byte[] expected : model) {
      assertThat(queue.get(at)).isEqualTo(expected);
      at = queue.next(at);
    }
  }
}
