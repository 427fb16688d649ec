package dev.parley.scenario;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The first place where what was heard is not what was expected, as a sentence. */
final class Difference {

  private Difference() {}

  static Optional<String> between(JsonElement expected, JsonElement heard) {
    return at("the message", expected, heard);
  }

  private static Optional<String> at(String place, JsonElement expected, JsonElement heard) {
    if (expected.equals(Expectation.ANY)) {
      return Optional.empty();
    }
    if (expected instanceof JsonObject one && heard instanceof JsonObject other) {
      return members(place, one, other);
    }
    if (expected instanceof JsonArray one && heard instanceof JsonArray other) {
      return elements(place, one, other);
    }
    return same(expected, heard)
        ? Optional.empty()
        : Optional.of(place + " is " + Json.text(heard) + ", not " + Expectation.written(expected));
  }

  private static Optional<String> members(String place, JsonObject expected, JsonObject heard) {
    Stream<String> missing =
        expected.keySet().stream()
            .filter(name -> !name.equals(Expectation.MORE) && !heard.has(name))
            .map(name -> place + " lacks \"" + name + "\"");
    Stream<String> additional =
        heard.keySet().stream()
            .filter(name -> !expected.has(Expectation.MORE) && !expected.has(name))
            .map(name -> place + " has \"" + name + "\" too");
    Stream<String> within =
        expected.keySet().stream()
            .filter(heard::has)
            .flatMap(name -> at("\"" + name + "\"", expected.get(name), heard.get(name)).stream());
    return Stream.of(within, missing, additional).flatMap(found -> found).findFirst();
  }

  private static Optional<String> elements(String place, JsonArray expected, JsonArray heard) {
    if (expected.size() != heard.size()) {
      return Optional.of(place + " has " + heard.size() + " elements, not " + expected.size());
    }
    return IntStream.range(0, expected.size())
        .boxed()
        .flatMap(i -> at(place + "[" + i + "]", expected.get(i), heard.get(i)).stream())
        .findFirst();
  }

  /** Numbers are compared by value: 3 and 3.0 are the same. */
  private static boolean same(JsonElement expected, JsonElement heard) {
    if (expected instanceof JsonPrimitive one
        && heard instanceof JsonPrimitive other
        && one.isNumber()
        && other.isNumber()) {
      return same(one.getAsString(), other.getAsString());
    }
    return expected.equals(heard);
  }

  private static boolean same(String expected, String heard) {
    try {
      return new BigDecimal(expected).compareTo(new BigDecimal(heard)) == 0;
    } catch (NumberFormatException beyondAllBounds) {
      return expected.equals(heard);
    }
  }
}
