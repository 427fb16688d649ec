package dev.parley.signaling.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Publishers that are held up between claiming a number and writing. */
class RingBufferTest {
  private static final int SIZE = 4;

  private final RingBuffer ring = new RingBuffer(SIZE);

  @Test
  void whatIsClaimedIsNotThereUntilItIsWritten() {
    long early = ring.claim();
    ring.put(said(1));
    assertThat(ring.from(early)).isNull();
    ring.write(early, said(0));
    assertThat(ring.from(early)).isEqualTo(new RingBuffer.Numbered(early, said(0)));
  }

  @Test
  void anEarlierRoundIsNotTakenForALaterOne() {
    for (int i = 0; i < SIZE; i++) {
      ring.put(said(i));
    }
    long late = ring.claim();
    assertThat(ring.from(late)).isNull();
    assertThat(ring.from(late - SIZE)).isEqualTo(new RingBuffer.Numbered(0, said(0)));
  }

  @Test
  void aLaterRoundIsNotOverwrittenByAnEarlierOne() {
    long early = ring.claim();
    for (int i = 1; i <= SIZE; i++) {
      ring.put(said(i));
    }
    ring.write(early, said(0));
    assertThat(ring.from(early)).isEqualTo(new RingBuffer.Numbered(SIZE, said(SIZE)));
    assertThat(ring.oldest()).isEqualTo(early + 1);
  }

  private static Observation said(int number) {
    return new Observation.Missed(number);
  }
}
