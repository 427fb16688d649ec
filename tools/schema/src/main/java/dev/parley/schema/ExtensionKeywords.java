package dev.parley.schema;

import com.google.gson.JsonPrimitive;
import dev.harrel.jsonschema.Evaluator;
import dev.harrel.jsonschema.EvaluatorFactory;
import dev.harrel.jsonschema.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The keywords that begin with {@code x-} in protocol/schemas, which state what JSON Schema has no
 * keyword for; other validators ignore them.
 */
final class ExtensionKeywords {
  static final EvaluatorFactory FACTORY =
      new EvaluatorFactory.Builder()
          .withKeyword("pattern", ExtensionKeywords::pattern)
          .withKeyword(
              "x-max-utf16-length",
              limit(JsonNode::isString, value -> value.asString().length(), "UTF-16 code units"))
          .withKeyword(
              "x-max-json-length",
              limit(_ -> true, ExtensionKeywords::jsonLength, "UTF-16 code units of JSON"))
          .withKeyword(
              "x-max-distinct-items",
              limit(JsonNode::isArray, ExtensionKeywords::distinctItems, "different elements"))
          .withKeyword("x-digits-only", (Supplier<Evaluator>) ExtensionKeywords::digitsOnly)
          .build();

  private ExtensionKeywords() {}

  private static Function<JsonNode, Evaluator> limit(
      Predicate<JsonNode> applies, Function<JsonNode, Integer> measure, String unit) {
    return keyword -> {
      int most = keyword.asInteger().intValueExact();
      return (_, value) ->
          !applies.test(value) || measure.apply(value) <= most
              ? Evaluator.Result.success()
              : Evaluator.Result.failure("Value has more than " + most + " " + unit);
    };
  }

  /** The length without white space, which is exact for values that need no escape. */
  private static int jsonLength(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> new JsonPrimitive(value.asString()).toString().length();
      case ARRAY -> enclosed(value.asArray().stream().map(ExtensionKeywords::jsonLength).toList());
      case OBJECT ->
          enclosed(
              value.asObject().entrySet().stream()
                  .map(each ->
                      new JsonPrimitive(each.getKey()).toString().length()
                          + 1
                          + jsonLength(each.getValue()))
                  .toList());
      case NULL, BOOLEAN, INTEGER, NUMBER -> value.toPrintableString().length();
    };
  }

  /** Brackets around elements, and commas between them. */
  private static int enclosed(List<Integer> lengths) {
    int commas = Math.max(0, lengths.size() - 1);
    return 2 + commas + lengths.stream().mapToInt(Integer::intValue).sum();
  }

  private static int distinctItems(JsonNode array) {
    return new HashSet<>(array.asArray().stream().map(JsonNode::toPrintableString).toList()).size();
  }

  /**
   * As far as the number of decimals shows it; {@code -0} and {@code 5e0} are not told from 0 and
   * 5.
   */
  private static Evaluator digitsOnly() {
    return (_, value) ->
        !value.isNumber() || value.asNumber().scale() == 0
            ? Evaluator.Result.success()
            : Evaluator.Result.failure("Value is not written in digits alone");
  }

  /**
   * In Java, unlike in ECMA-262, a dollar sign also matches before a line terminator at the end.
   */
  private static Evaluator pattern(JsonNode keyword) {
    Pattern pattern = Pattern.compile(keyword.asString().replaceFirst("(?<!\\\\)\\$$", "\\\\z"));
    return (_, value) ->
        !value.isString() || pattern.matcher(value.asString()).find()
            ? Evaluator.Result.success()
            : Evaluator.Result.failure("Value does not match " + keyword.asString());
  }
}
