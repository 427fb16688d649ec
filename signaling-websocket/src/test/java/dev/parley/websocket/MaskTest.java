package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MaskTest {
  private static final byte[] MASK = Wire.bytes(0x12, 0xB4, 0x56, 0xF8);

  @Test
  void everyLengthAtEveryPlaceIsUnmaskedAndNothingBesideIt() {
    byte[] original = new byte[64];
    new Random(1).nextBytes(original);
    for (int from = 0; from < 9; from++) {
      for (int to = from; to <= original.length; to++) {
        byte[] bytes = original.clone();
        Mask.remove(Mask.read(MASK, 0), bytes, from, to);
        assertThat(bytes).isEqualTo(plainly(original, from, to));
      }
    }
  }

  private static byte[] plainly(byte[] original, int from, int to) {
    byte[] bytes = original.clone();
    for (int i = from; i < to; i++) {
      bytes[i] ^= MASK[(i - from) % Mask.BYTES];
    }
    return bytes;
  }

  @Test
  void whatIsCutIsUnmaskedLikeTheWhole() {
    byte[] whole = new byte[50];
    Mask.remove(Mask.read(MASK, 0), whole, 0, whole.length);
    for (int cut = 0; cut <= whole.length; cut++) {
      byte[] parts = new byte[whole.length];
      Mask.remove(Mask.read(MASK, 0), parts, 0, cut);
      Mask.remove(Mask.after(Mask.read(MASK, 0), cut), parts, cut, parts.length);
      assertThat(parts).isEqualTo(whole);
    }
  }

  @Test
  void seesWhatIsNotAscii() {
    for (int at = 0; at < 30; at++) {
      byte[] bytes = new byte[30];
      Arrays.fill(bytes, (byte) 'x');
      assertThat(Mask.remove(0, bytes, 0, bytes.length)).isTrue();
      bytes[at] = (byte) 0xC3;
      assertThat(Mask.remove(0, bytes, 0, bytes.length)).isFalse();
    }
  }
}
