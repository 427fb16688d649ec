package dev.parley.scenario;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON with wildcards: {@code _} matches any value, {@code …} at the end of an object any further
 * members.
 */
record Expectation(Template template) {

  /** The wildcards as JSON: characters for private use, which no script and no server has. */
  static final JsonPrimitive ANY = new JsonPrimitive("\uE000");

  static final String MORE = "\uE001";

  private static final Pattern WILDCARD =
      Pattern.compile(
          "(?<string>\"(?:[^\"\\\\]|\\\\.)*+\")|(?<any>\\b_\\b)|(?:…|\\.\\.\\.)(?=\\s*})");

  JsonObject filled(Function<Reference, String> values) {
    return Json.message(marked(template.filled(values)));
  }

  private static String marked(String text) {
    return WILDCARD
        .matcher(text)
        .replaceAll(wildcard -> {
          if (wildcard.group("string") != null) {
            return Matcher.quoteReplacement(wildcard.group());
          }
          return wildcard.group("any") != null ? Json.text(ANY) : "\"" + MORE + "\":0";
        });
  }

  /** As it stands in a script. */
  static String written(JsonElement expected) {
    return Json.text(expected).replace(Json.text(ANY), "_").replace("\"" + MORE + "\":0", "…");
  }
}
