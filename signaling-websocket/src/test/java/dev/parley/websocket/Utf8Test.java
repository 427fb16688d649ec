package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Validation accepts exactly the encodings of RFC 3629, split anywhere. */
class Utf8Test {
  private static final int SURROGATES = 0xE000 - 0xD800;
  private static final int CHARACTERS = 0x110000 - SURROGATES;

  @Test
  void everyCharacterIsAccepted() {
    assertThat(characters().filter(character -> !isAccepted(encoded(character)))).isEmpty();
  }

  /** Together with the test above: nothing but the encodings of characters is accepted. */
  @Test
  void acceptedSequencesAreAsManyAsCharacters() {
    assertThat(acceptedFrom(Utf8.BOUNDARY)).isEqualTo(CHARACTERS);
  }

  private static int acceptedFrom(int state) {
    int accepted = 0;
    for (int octet = 0; octet < 256; octet++) {
      int next = Utf8.validate(state, ClientFrames.bytes(octet), 0, 1);
      if (next == Utf8.BOUNDARY) {
        accepted++;
      } else if (next != Utf8.INVALID) {
        accepted += acceptedFrom(next);
      }
    }
    return accepted;
  }

  @Test
  void charactersMayBeSplitAnywhere() {
    for (int before = 0; before < 20; before++) {
      byte[] text = ClientFrames.utf8("x".repeat(before) + "€𐍈ß" + "x".repeat(10));
      for (int cut = 0; cut <= text.length; cut++) {
        int state = Utf8.validate(Utf8.BOUNDARY, text, 0, cut);
        assertThat(Utf8.validate(state, text, cut, text.length)).isEqualTo(Utf8.BOUNDARY);
      }
    }
  }

  @Test
  void invalidByteIsFoundAnywhere() {
    for (int before = 0; before < 20; before++) {
      byte[] text =
          ClientFrames.join(
              ClientFrames.utf8("x".repeat(before)), ClientFrames.bytes(0xC0), new byte[10]);
      assertThat(Utf8.validate(Utf8.BOUNDARY, text, 0, text.length)).isEqualTo(Utf8.INVALID);
    }
  }

  private static IntStream characters() {
    return IntStream.range(0, 0x110000).filter(each -> each < 0xD800 || each >= 0xE000);
  }

  private static byte[] encoded(int character) {
    return ClientFrames.utf8(Character.toString(character));
  }

  private static boolean isAccepted(byte[] bytes) {
    return Utf8.validate(Utf8.BOUNDARY, bytes, 0, bytes.length) == Utf8.BOUNDARY;
  }
}
