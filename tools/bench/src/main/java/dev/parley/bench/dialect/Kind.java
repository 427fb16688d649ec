package dev.parley.bench.dialect;

import java.util.Locale;

/** What a message is. */
public enum Kind {
  OFFER('o'),
  ANSWER('a'),
  CANDIDATE('c'),
  /** To everybody else in the room. */
  BROADCAST('b');

  private final byte letter;

  Kind(char letter) {
    this.letter = (byte) letter;
  }

  /** What stands for it in a mark. */
  byte letter() {
    return letter;
  }

  static Kind of(byte letter) {
    return switch (letter) {
      case 'o' -> OFFER;
      case 'a' -> ANSWER;
      case 'c' -> CANDIDATE;
      default -> BROADCAST;
    };
  }

  String lower() {
    return name().toLowerCase(Locale.ROOT);
  }
}
