package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class Utf8Test {
  private static final int SURROGATES = 0xE000 - 0xD800;
  private static final int CHARACTERS = 0x110000 - SURROGATES;

  @Test
  void everyCharacterIsTaken() {
    assertThat(characters().filter(character -> !isTaken(spelled(character)))).isEmpty();
  }

  /** So what is taken are the spellings of characters, and nothing else. */
  @Test
  void noMoreIsTakenThanThereAreCharacters() {
    assertThat(spellingsFrom(Utf8.BOUNDARY)).isEqualTo(CHARACTERS);
  }

  private static int spellingsFrom(int state) {
    int spellings = 0;
    for (int octet = 0; octet < 256; octet++) {
      int next = Utf8.check(state, Wire.bytes(octet), 0, 1);
      if (next == Utf8.BOUNDARY) {
        spellings++;
      } else if (next != Utf8.INVALID) {
        spellings += spellingsFrom(next);
      }
    }
    return spellings;
  }

  @Test
  void aCharacterMayStandAnywhereAndBeCutAnywhere() {
    for (int before = 0; before < 20; before++) {
      byte[] text = Wire.utf8("x".repeat(before) + "€𐍈ß" + "x".repeat(10));
      for (int cut = 0; cut <= text.length; cut++) {
        int state = Utf8.check(Utf8.BOUNDARY, text, 0, cut);
        assertThat(Utf8.check(state, text, cut, text.length)).isEqualTo(Utf8.BOUNDARY);
      }
    }
  }

  @Test
  void whatIsInvalidIsSeenAnywhere() {
    for (int before = 0; before < 20; before++) {
      byte[] text = Wire.join(Wire.utf8("x".repeat(before)), Wire.bytes(0xC0), new byte[10]);
      assertThat(Utf8.check(Utf8.BOUNDARY, text, 0, text.length)).isEqualTo(Utf8.INVALID);
    }
  }

  private static IntStream characters() {
    return IntStream.range(0, 0x110000).filter(each -> each < 0xD800 || each >= 0xE000);
  }

  private static byte[] spelled(int character) {
    return Wire.utf8(Character.toString(character));
  }

  private static boolean isTaken(byte[] bytes) {
    return Utf8.check(Utf8.BOUNDARY, bytes, 0, bytes.length) == Utf8.BOUNDARY;
  }
}
