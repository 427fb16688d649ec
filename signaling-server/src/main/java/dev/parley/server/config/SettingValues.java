package dev.parley.server.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What is set, and where it was: so that an error can name the place. */
final class SettingValues {
  private static final String DEFAULT = "the default";

  private final Map<Setting, Value> values = new EnumMap<>(Setting.class);

  private record Value(String text, String place) {}

  SettingValues() {
    for (Setting setting : Setting.values()) {
      set(setting, setting.standard(), DEFAULT);
    }
  }

  /** A later place takes precedence over an earlier one. */
  void set(Setting setting, String text, String place) {
    values.put(setting, new Value(text.strip(), place));
  }

  /** The keys of what somebody has set. */
  Set<String> chosen() {
    return values.entrySet().stream()
        .filter(value -> !value.getValue().place.equals(DEFAULT))
        .map(value -> value.getKey().key())
        .collect(Collectors.toUnmodifiableSet());
  }

  String text(Setting setting) {
    return value(setting).text;
  }

  int number(Setting setting, int min, int max) {
    String text = text(setting);
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // the same answer as for one that is out of bounds
    }
    throw wrong(setting, "a whole number from " + min + " to " + max);
  }

  Duration seconds(Setting setting, int min, int max) {
    return Duration.ofSeconds(number(setting, min, max));
  }

  /** One of these words. */
  String choice(Setting setting, String... words) {
    String text = text(setting);
    if (!Arrays.asList(words).contains(text)) {
      throw wrong(setting, String.join(" or ", words));
    }
    return text;
  }

  List<String> list(Setting setting) {
    return Arrays.stream(text(setting).split(","))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  ConfigException wrong(Setting setting, String expected) {
    return new ConfigException(fault(setting, expected) + ".");
  }

  /** The same for an item of a list, where the cause says what is wrong with it. */
  ConfigException wrong(
      Setting setting, String expected, String item, IllegalArgumentException cause) {
    String subject = item.equals(text(setting)) ? "it" : "\"" + item + "\"";
    return new ConfigException(
        fault(setting, expected) + ": " + subject + " " + cause.getMessage() + ".");
  }

  private String fault(Setting setting, String expected) {
    Value value = value(setting);
    return value.place + " must be " + expected + ", not \"" + value.text + "\"";
  }

  private Value value(Setting setting) {
    Value value = values.get(setting);
    if (value == null) {
      throw new AssertionError("every setting has a default: " + setting);
    }
    return value;
  }
}
