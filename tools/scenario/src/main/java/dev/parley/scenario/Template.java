package dev.parley.scenario;

import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** JSON with references, such as {@code {"type":"join","key":$ann.key}}. */
record Template(String text) {

  /** A string is one token, so that a dollar sign within it is text. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*+\"|\\$(?<name>[a-z][a-z0-9]*(?:\\.[a-z]+|\\(\\d{1,7}\\))?)");

  List<Reference> references() {
    return TOKEN
        .matcher(text)
        .results()
        .filter(token -> token.group("name") != null)
        .map(token -> Reference.of(token.group("name")))
        .toList();
  }

  /** The text with each reference replaced by its JSON, and nothing else changed. */
  String filled(Function<Reference, String> values) {
    return TOKEN.matcher(text).replaceAll(token -> Matcher.quoteReplacement(filled(token, values)));
  }

  private static String filled(MatchResult token, Function<Reference, String> values) {
    String name = token.group("name");
    return name == null ? token.group() : values.apply(Reference.of(name));
  }
}
