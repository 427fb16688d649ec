package dev.parley.bench.protocol;

import java.util.Locale;

/** The kinds of messages that clients exchange. */
public enum MessageKind {
  OFFER,
  ANSWER,
  CANDIDATE,
  /** To all other members of the room. */
  BROADCAST;

  /** The character that stands for the kind in a payload. */
  byte code() {
    return (byte) name().charAt(0);
  }

  static MessageKind of(byte code) {
    return switch (code) {
      case 'O' -> OFFER;
      case 'A' -> ANSWER;
      case 'C' -> CANDIDATE;
      default -> BROADCAST;
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
