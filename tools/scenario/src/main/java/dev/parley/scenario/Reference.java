package dev.parley.scenario;

/** A reference in a script to a value of the run. */
sealed interface Reference {

  /**
   * {@code $ann}, a peer id; {@code $ann.key}; {@code $ann.seq}, the last {@code seq} that the
   * client received; {@code $room}; or an assigned value.
   */
  record Named(String name, Detail detail) implements Reference {}

  /** {@code $text(3)} is {@code "aaa"}. */
  record Text(int length) implements Reference {}

  /** {@code $nested(3)} is {@code [[[]]]}. */
  record Nested(int depth) implements Reference {

    String json() {
      return "[".repeat(depth) + "]".repeat(depth);
    }
  }

  enum Detail {
    ITSELF,
    KEY,
    SEQ
  }

  /** Parses the text after the {@code $}. */
  static Reference of(String text) {
    int bracket = text.indexOf('(');
    if (bracket >= 0) {
      String size = text.substring(bracket + 1, text.length() - 1);
      return generated(text.substring(0, bracket), Integer.parseInt(size));
    }
    int dot = text.indexOf('.');
    return dot >= 0
        ? new Named(text.substring(0, dot), detail(text.substring(dot + 1)))
        : new Named(text, Detail.ITSELF);
  }

  private static Detail detail(String name) {
    return switch (name) {
      case "key" -> Detail.KEY;
      case "seq" -> Detail.SEQ;
      default ->
          throw new IllegalArgumentException(
              "There is no $NAME." + name + ": write $NAME, $NAME.key or $NAME.seq.");
    };
  }

  private static Reference generated(String generator, int size) {
    return switch (generator) {
      case "text" -> new Text(size);
      case "nested" -> new Nested(size);
      default ->
          throw new IllegalArgumentException(
              "There is no $" + generator + "(…): write $text(length) or $nested(depth).");
    };
  }
}
