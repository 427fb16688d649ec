package dev.parley.scenario;

/** A value that a script names and a run of it knows. */
sealed interface Reference {

  /**
   * {@code $ann}, which is her peer id; {@code $ann.key}; {@code $ann.seq}, the last that she
   * heard; {@code $room}; or a value that the script keeps.
   */
  record Named(String name, Detail detail) implements Reference {}

  /** {@code $text(3)} is {@code "aaa"}. */
  record Text(int length) implements Reference {}

  /** {@code $nested(3)} is {@code [[[]]]}. */
  record Nested(int depth) implements Reference {}

  enum Detail {
    ITSELF,
    KEY,
    SEQ
  }

  /** Reads what stands behind the {@code $}. */
  static Reference of(String text) {
    int bracket = text.indexOf('(');
    if (bracket >= 0) {
      String size = text.substring(bracket + 1, text.length() - 1);
      return made(text.substring(0, bracket), Integer.parseInt(size));
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
              "Nobody has a \"" + name + "\": there are $NAME, $NAME.key and $NAME.seq.");
    };
  }

  private static Reference made(String maker, int size) {
    return switch (maker) {
      case "text" -> new Text(size);
      case "nested" -> new Nested(size);
      default ->
          throw new IllegalArgumentException(
              "$" + maker + "(…) is not known: there are $text(length) and $nested(depth).");
    };
  }
}
