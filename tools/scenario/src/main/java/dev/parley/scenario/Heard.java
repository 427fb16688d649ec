package dev.parley.scenario;

/** What came over a {@link Line}. */
public sealed interface Heard {

  /** A text message, whole. */
  record Message(String text) implements Heard {
    @Override
    public String toString() {
      return text;
    }
  }

  /** The end of the line; 1006 if the other side went without a word. */
  record Closed(int code) implements Heard {
    @Override
    public String toString() {
      return "the connection was closed with " + code;
    }
  }

  /** Silence, for as long as there was patience. */
  record Nothing() implements Heard {
    @Override
    public String toString() {
      return "nothing";
    }
  }
}
