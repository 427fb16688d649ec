package dev.parley.scenario;

import java.util.stream.Collectors;

/** Received text in reports: of limited length, and without characters that control a terminal. */
public final class Excerpt {

  private static final int MAX_LENGTH = 2_000;
  private static final int MAX_LINES = 1_000;

  /** An excerpt with a label before it is shown whole. */
  private static final int TOLERANCE = 200;

  private Excerpt() {}

  /** The text as one line. */
  public static String of(String text) {
    if (text.length() <= MAX_LENGTH + TOLERANCE) {
      return escaped(text);
    }
    return escaped(text.substring(0, MAX_LENGTH)) + "… (" + text.length() + " characters)";
  }

  /** The text with its line ends, each line shortened. */
  public static String lines(String text) {
    return text.lines().limit(MAX_LINES).map(Excerpt::of).collect(Collectors.joining("\n"));
  }

  private static String escaped(String text) {
    if (text.chars().noneMatch(Excerpt::isUnsafe)) {
      return text;
    }
    StringBuilder escaped = new StringBuilder();
    text.chars()
        .forEach(c -> {
          if (isUnsafe(c)) {
            escaped.append("\\u%04x".formatted(c));
          } else {
            escaped.append((char) c);
          }
        });
    return escaped.toString();
  }

  /** Control characters, and those that change the direction or the line of the text after them. */
  private static boolean isUnsafe(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
