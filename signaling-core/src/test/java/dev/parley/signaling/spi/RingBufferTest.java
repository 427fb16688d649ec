package dev.parley.signaling.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Publishers that are suspended between claiming a number and writing it. */
class RingBufferTest {
  private static final int SIZE = 4;

  private final RingBuffer ring = new RingBuffer(SIZE);

  @Test
  void claimedNumbersAreInvisibleUntilWritten() {
    long early = ring.claim();
    ring.put(observation(1));
    assertThat(ring.from(early)).isNull();
    ring.write(early, observation(0));
    assertThat(ring.from(early)).isEqualTo(new RingBuffer.Numbered(early, observation(0)));
  }

  @Test
  void readersDoNotConfuseRounds() {
    for (int i = 0; i < SIZE; i++) {
      ring.put(observation(i));
    }
    long late = ring.claim();
    assertThat(ring.from(late)).isNull();
    assertThat(ring.from(late - SIZE)).isEqualTo(new RingBuffer.Numbered(0, observation(0)));
  }

  @Test
  void delayedWritersDoNotOverwriteLaterRounds() {
    long early = ring.claim();
    for (int i = 1; i <= SIZE; i++) {
      ring.put(observation(i));
    }
    ring.write(early, observation(0));
    assertThat(ring.from(early)).isEqualTo(new RingBuffer.Numbered(SIZE, observation(SIZE)));
    assertThat(ring.oldest()).isEqualTo(early + 1);
  }

  private static Observation observation(int number) {
    return new Observation.Missed(number);
  }
}
