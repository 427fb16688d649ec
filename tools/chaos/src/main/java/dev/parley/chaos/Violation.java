package dev.parley.chaos;

import java.net.ProtocolException;

/** A message, or the lack of one, that violates the protocol. */
public final class Violation extends AssertionError {
  private static final long serialVersionUID = 1;

  private final Kind kind;

  /** The guarantee that was violated. */
  public enum Kind {
    LOST("lost"),
    REPEATED("repeated"),
    REORDERED("reordered"),
    /** Sent by a peer or from a seat that the roster does not show. */
    UNKNOWN_SENDER("unknown sender"),
    TIMEOUT("timed out"),
    /** Malformed, or not permitted in the current state. */
    INVALID("invalid");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    @Override
    public String toString() {
      return label;
    }
  }

  public Violation(Kind kind, String message) {
    super(kind + ": " + message);
    this.kind = kind;
  }

  static Violation of(ProtocolException e) {
    return new Violation(Kind.INVALID, String.valueOf(e.getMessage()));
  }

  public Kind kind() {
    return kind;
  }
}
