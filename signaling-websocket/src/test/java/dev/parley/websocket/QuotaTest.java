package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What has come of a message that is not whole counts, until it is whole or never will be. */
class QuotaTest {
  private static final Limits LIMITS = new Limits(100_000, 10);
  private static final int MASK_BYTES = 4;

  private final Counting quota = new Counting(50_000);
  private final Decoder decoder = new Decoder(LIMITS, quota, new Heard());

  private static final class Counting implements Quota {
    private final int most;
    private int taken;

    Counting(int most) {
      this.most = most;
    }

    @Override
    public boolean tryTake(int bytes) {
      if (taken + bytes > most) {
        return false;
      }
      taken += bytes;
      return true;
    }

    @Override
    public void giveBack(int bytes) {
      taken -= bytes;
    }
  }

  @Test
  void aMessageThatComesWholeTakesNothing() throws Violation {
    read(message(0x81, 1_000), 0, 1_000 + 8);
    assertThat(quota.taken).isZero();
  }

  @Test
  void whatHasComeIsTakenAndNotWhatIsAnnounced() throws Violation {
    byte[] message = message(0x81, 60_000);
    read(message, 0, 1_000);
    assertThat(quota.taken).isBetween(900, 2_000);
    read(message, 1_000, 5_000);
    assertThat(quota.taken).isBetween(4_900, 10_000);
  }

  @Test
  void itIsGivenBackWhenTheMessageIsWhole() throws Violation {
    byte[] message = message(0x81, 20_000);
    read(message, 0, 10_000);
    read(message, 10_000, message.length);
    assertThat(quota.taken).isZero();
  }

  @Test
  void itIsGivenBackWhenTheConnectionEndsAndNothingIsTakenAfterThat() throws Violation {
    byte[] message = message(0x81, 20_000);
    read(message, 0, 10_000);
    decoder.end();
    assertThat(quota.taken).isZero();
    read(message, 10_000, message.length);
    assertThat(quota.taken).isZero();
  }

  @Test
  void whereThereIsNoRoomTheConnectionIsClosedToComeAgain() {
    byte[] message = message(0x01, 90_000);
    assertThatExceptionOfType(Violation.class)
        .isThrownBy(() -> read(message, 0, 80_000))
        .satisfies(violation -> assertThat(violation.code()).isEqualTo(1013));
    decoder.end();
    assertThat(quota.taken).isZero();
  }

  private void read(byte[] bytes, int from, int to) throws Violation {
    byte[] read = new byte[Decoder.HEADROOM + to - from];
    System.arraycopy(bytes, from, read, Decoder.HEADROOM, to - from);
    decoder.decode(read, Decoder.HEADROOM, read.length);
  }

  /** A frame of text, under a mask that changes nothing. */
  private static byte[] message(int first, int length) {
    boolean wide = length > 0xFFFF;
    int head = 2 + (wide ? 8 : 2) + MASK_BYTES;
    byte[] frame = new byte[head + length];
    Arrays.fill(frame, head, frame.length, (byte) 'x');
    frame[0] = (byte) first;
    frame[1] = (byte) (0x80 | (wide ? 127 : 126));
    int at = head - MASK_BYTES;
    for (int rest = length; rest > 0; rest >>>= Byte.SIZE) {
      at--;
      frame[at] = (byte) rest;
    }
    return frame;
  }
}
