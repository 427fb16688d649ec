package dev.parley.chaos;

import java.net.ProtocolException;

/** What came is not what the protocol promises. */
public final class Violation extends AssertionError {
  private static final long serialVersionUID = 1;

  private final Kind kind;

  /** Which promise was broken. */
  public enum Kind {
    LOST("lost"),
    REPEATED("repeated"),
    REORDERED("out of order"),
    GHOST("ghosts"),
    HUNG("hung"),
    WRONG("wrong");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  public Violation(Kind kind, String message) {
    super(kind + ": " + message);
    this.kind = kind;
  }

  static Violation of(ProtocolException e) {
    return new Violation(Kind.WRONG, String.valueOf(e.getMessage()));
  }

  public Kind kind() {
    return kind;
  }
}
