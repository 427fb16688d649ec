package dev.parley.server.config;

import com.google.common.primitives.Ints;
import com.google.common.primitives.Longs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The text of every setting, with the place where it is written, so that an error names the place
 * that has to change. Values are converted only when they are read: a wrong value that is
 * overridden by another source does no harm.
 */
final class SettingValues {
  private static final String DEFAULT = "the default";

  private final Map<Setting, Value> values = new EnumMap<>(Setting.class);

  private record Value(String text, String place) {}

  /** Bytes that are read of a file with a secret. */
  private static final int MAX_SECRET_FILE = 4_096;

  private static final Pattern BEYOND_LONG = Pattern.compile("[0-9]{19,}");

  SettingValues() {
    for (Setting setting : Setting.values()) {
      set(setting, setting.defaultText(), DEFAULT);
    }
  }

  /** Sets a value, over one from an earlier source. */
  void set(Setting setting, String text, String place) {
    values.put(setting, new Value(text.strip(), place));
  }

  /** The keys of the settings that some source sets. */
  Set<String> explicit() {
    return values.entrySet().stream()
        .filter(value -> !value.getValue().place.equals(DEFAULT))
        .map(value -> value.getKey().key())
        .collect(Collectors.toUnmodifiableSet());
  }

  String text(Setting setting) {
    return value(setting).text;
  }

  /** A number; without an upper bound, a larger one than an {@code int} is the largest. */
  int number(Setting setting) {
    return Ints.saturatedCast(longNumber(setting));
  }

  /** A number of bytes for all clients together, which may be larger than an {@code int}. */
  long longNumber(Setting setting) {
    String text = text(setting);
    @Nullable Long number = Longs.tryParse(text);
    if (BEYOND_LONG.matcher(text).matches()) {
      number = Long.MAX_VALUE;
    }
    if (number == null || !setting.allows(number)) {
      throw wrong(setting, "a whole number (" + setting.bounds() + ")");
    }
    return Math.min(number, Setting.NO_MAX);
  }

  Duration seconds(Setting setting) {
    return Duration.ofSeconds(number(setting));
  }

  /** One of some words. */
  String choice(Setting setting, String... words) {
    String text = text(setting);
    if (!Arrays.asList(words).contains(text)) {
      throw wrong(setting, String.join(" or ", words));
    }
    return text;
  }

  /** Items separated by commas. */
  List<String> list(Setting setting) {
    return Arrays.stream(text(setting).split(","))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  /**
   * A text that no error shows, from one of two settings.
   *
   * @return null if neither is set
   */
  @Nullable Secret secret(Setting setting, Setting file) {
    String text = text(setting);
    String name = text(file);
    if (name.isEmpty()) {
      return text.isEmpty() ? null : new Secret(text);
    }
    if (!text.isEmpty()) {
      throw new ConfigException(
          setting.key() + " and " + file.key() + " exclude each other: set one of them.");
    }
    return new Secret(firstLine(file));
  }

  private String firstLine(Setting file) {
    try (InputStream bytes = Files.newInputStream(Path.of(text(file)))) {
      String text = new String(bytes.readNBytes(MAX_SECRET_FILE), StandardCharsets.UTF_8);
      return text.lines()
          .map(String::strip)
          .findFirst()
          .filter(line -> !line.isEmpty())
          .orElseThrow(() -> wrong(file, "a file whose first line is the secret"));
    } catch (IOException | InvalidPathException e) {
      throw wrong(file, "a file that can be read");
    }
  }

  ConfigException wrong(Setting setting, String expected) {
    return new ConfigException(fault(setting, expected) + ".");
  }

  /**
   * Names the wrong item of a list.
   *
   * @param cause with the reason as its message, in the form of a predicate: "has no scheme"
   */
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
    return Objects.requireNonNull(values.get(setting), "every setting has a default");
  }
}
