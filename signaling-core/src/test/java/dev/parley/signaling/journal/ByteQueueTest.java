package dev.parley.signaling.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random operations compared with a queue of arrays. */
class ByteQueueTest {
  private final Random random = new Random(7);
  private final ChunkPool chunks = new ChunkPool(10 * ChunkPool.BYTES);
  private final ByteQueue queue = new ByteQueue(chunks);
  private final Deque<byte[]> model = new ArrayDeque<>();

  /** Grows and shrinks over many chunks. */
  @Test
  void behavesLikeAQueueOfArrays() throws IOException {
    for (int i = 0; i < 20_000; i++) {
      boolean growing = i / 500 % 2 == 0;
      if (model.isEmpty() || random.nextInt(10) < (growing ? 6 : 4)) {
        byte[] record = anyRecord();
        add(record);
        model.addLast(record);
      } else {
        byte[] oldest = model.removeFirst();
        assertThat(queue.read(0, 0).readAllBytes()).isEqualTo(oldest);
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
  void numbersAreReadAcrossChunks() throws IOException {
    add(number(0));
    for (long number = 1; number < ChunkPool.BYTES; number++) {
      add(number(Long.MAX_VALUE / number));
      queue.removeFirst(); // one stays, so that the next one begins after it
      assertThat(queue.longAt(0, 0)).isEqualTo(Long.MAX_VALUE / number);
    }
  }

  private static byte[] number(long number) {
    return ByteBuffer.allocate(Long.BYTES + 1).putLong(number).array();
  }

  /** Part of the record in one write, and the rest byte by byte. */
  private void add(byte[] record) throws IOException {
    queue.begin().write(record); // a record without an end, as after an exception, is discarded
    OutputStream out = queue.begin();
    int cut = random.nextInt(record.length + 1);
    out.write(record, 0, cut);
    for (int i = cut; i < record.length; i++) {
      out.write(record[i]);
    }
    assertThat(queue.end()).isEqualTo(record.length + Integer.BYTES);
  }

  private byte[] anyRecord() {
    byte[] record = new byte[random.nextInt(random.nextInt(10) == 0 ? 5_000 : 100)];
    random.nextBytes(record);
    return record;
  }

  private void compareAll() throws IOException {
    int at = 0;
    for (byte[] expected : model) {
      int offset = random.nextInt(expected.length + 1);
      assertThat(queue.read(at, offset).readAllBytes())
          .isEqualTo(Arrays.copyOfRange(expected, offset, expected.length));
      at = queue.next(at);
    }
  }
}
