package dev.parley.scenario;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** JSON that leaves room: {@code _} stands for any value, a last {@code …} for any more members. */
record Expectation(Template template) {

  /** Private-use characters: no script has them, and no server says them. */
  static final JsonPrimitive ANY = new JsonPrimitive("\uE000");

  static final String MORE = "\uE001";

  private static final Pattern BLANK =
      Pattern.compile(
          "(?<string>\"(?:[^\"\\\\]|\\\\.)*+\")|(?<any>\\b_\\b)|(?:…|\\.\\.\\.)(?=\\s*})");

  JsonObject filled(Function<Reference, String> values) {
    return Json.message(marked(template.filled(values)));
  }

  private static String marked(String text) {
    return BLANK
        .matcher(text)
        .replaceAll(blank -> {
          if (blank.group("string") != null) {
            return Matcher.quoteReplacement(blank.group());
          }
          return blank.group("any") != null ? Json.text(ANY) : "\"" + MORE + "\":0";
        });
  }

  /** As a person reads it. */
  static String written(JsonElement expected) {
    return Json.text(expected).replace(Json.text(ANY), "_").replace("\"" + MORE + "\":0", "…");
  }
}
