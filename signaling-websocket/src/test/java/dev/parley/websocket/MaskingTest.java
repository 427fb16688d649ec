package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Unmasking eight bytes at a time equals unmasking byte by byte (RFC 6455 section 5.3). */
class MaskingTest {
  private static final byte[] MASK = ClientFrames.bytes(0x12, 0xB4, 0x56, 0xF8);

  @Test
  void unmasksExactlyTheGivenRange() {
    byte[] original = new byte[64];
    new Random(1).nextBytes(original);
    for (int from = 0; from < 9; from++) {
      for (int to = from; to <= original.length; to++) {
        byte[] bytes = original.clone();
        Masking.unmask(Masking.key(MASK, 0), bytes, from, to);
        assertThat(bytes).isEqualTo(unmaskedOneByOne(original, from, to));
      }
    }
  }

  private static byte[] unmaskedOneByOne(byte[] original, int from, int to) {
    byte[] bytes = original.clone();
    for (int i = from; i < to; i++) {
      bytes[i] ^= MASK[(i - from) % Masking.KEY_BYTES];
    }
    return bytes;
  }

  @Test
  void partsAreUnmaskedLikeTheWhole() {
    byte[] whole = new byte[50];
    Masking.unmask(Masking.key(MASK, 0), whole, 0, whole.length);
    for (int cut = 0; cut <= whole.length; cut++) {
      byte[] parts = new byte[whole.length];
      Masking.unmask(Masking.key(MASK, 0), parts, 0, cut);
      Masking.unmask(Masking.rotate(Masking.key(MASK, 0), cut), parts, cut, parts.length);
      assertThat(parts).isEqualTo(whole);
    }
  }

  @Test
  void reportsBytesOutsideAscii() {
    for (int at = 0; at < 30; at++) {
      byte[] bytes = new byte[30];
      Arrays.fill(bytes, (byte) 'x');
      assertThat(Masking.unmask(0, bytes, 0, bytes.length)).isTrue();
      bytes[at] = (byte) 0xC3;
      assertThat(Masking.unmask(0, bytes, 0, bytes.length)).isFalse();
    }
  }
}
