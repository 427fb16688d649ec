package dev.parley.scenario;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The first difference between an expected and a received value, as a sentence. */
final class Difference {

  private Difference() {}

  static Optional<String> between(JsonElement expected, JsonElement received) {
    return at("the message", expected, received);
  }

  private static Optional<String> at(String place, JsonElement expected, JsonElement received) {
    if (expected.equals(Expectation.ANY)) {
      return Optional.empty();
    }
    if (expected instanceof JsonObject one && received instanceof JsonObject other) {
      return members(place, one, other);
    }
    if (expected instanceof JsonArray one && received instanceof JsonArray other) {
      return elements(place, one, other);
    }
    return same(expected, received)
        ? Optional.empty()
        : Optional.of(
            place + " is " + Json.text(received) + ", not " + Expectation.written(expected));
  }

  private static Optional<String> members(String place, JsonObject expected, JsonObject received) {
    Stream<String> missing =
        expected.keySet().stream()
            .filter(name -> !name.equals(Expectation.MORE) && !received.has(name))
            .map(name -> place + " lacks \"" + name + "\"");
    Stream<String> additional =
        received.keySet().stream()
            .filter(name -> !expected.has(Expectation.MORE) && !expected.has(name))
            .map(name -> place + " has \"" + name + "\" too");
    Stream<String> within =
        expected.keySet().stream()
            .filter(received::has)
            .flatMap(
                name -> at("\"" + name + "\"", expected.get(name), received.get(name)).stream());
    return Stream.of(within, missing, additional).flatMap(found -> found).findFirst();
  }

  private static Optional<String> elements(String place, JsonArray expected, JsonArray received) {
    if (expected.size() != received.size()) {
      return Optional.of(place + " has " + received.size() + " elements, not " + expected.size());
    }
    return IntStream.range(0, expected.size())
        .boxed()
        .flatMap(i -> at(place + "[" + i + "]", expected.get(i), received.get(i)).stream())
        .findFirst();
  }

  /** Numbers are compared by value: 3 and 3.0 are the same. */
  private static boolean same(JsonElement expected, JsonElement received) {
    if (expected instanceof JsonPrimitive one
        && received instanceof JsonPrimitive other
        && one.isNumber()
        && other.isNumber()) {
      return same(one.getAsString(), other.getAsString());
    }
    return expected.equals(received);
  }

  private static boolean same(String expected, String received) {
    try {
      return new BigDecimal(expected).compareTo(new BigDecimal(received)) == 0;
    } catch (NumberFormatException beyondAllBounds) {
      return expected.equals(received);
    }
  }
}
