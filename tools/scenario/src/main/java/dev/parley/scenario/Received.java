package dev.parley.scenario;

/** The result of {@link Connection#receive}. Its string is for reports, see {@link Excerpt}. */
public sealed interface Received {

  /** A text message. */
  record Message(String text) implements Received {
    @Override
    public String toString() {
      return Excerpt.of(text);
    }
  }

  /** The end of the connection; 1006 if it ended without a close handshake. */
  record Closed(int code) implements Received {
    @Override
    public String toString() {
      return "the connection was closed with " + code;
    }
  }

  /** A message that the server may not send. */
  record Invalid(String text, String reason) implements Received {
    @Override
    public String toString() {
      return Excerpt.of(text);
    }
  }

  /** Nothing arrived within the timeout. */
  record Nothing() implements Received {
    @Override
    public String toString() {
      return "nothing";
    }
  }
}
