package dev.parley.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/configuration.md and docs/operations.md agree with the settings in the code. */
class ConfigurationDocsTest {
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");
  private static final Path OPERATIONS = Path.of("..", "docs", "operations.md");
  private static final Set<Setting> NO_BOUNDS =
      EnumSet.of(Setting.PORT, Setting.HEARTBEAT, Setting.DRAIN, Setting.IO_THREADS);
  private static final Pattern KEY = Pattern.compile("`([a-z-]+)`");
  private static final Pattern ROW =
      Pattern.compile("\\| `([^`]+)` \\| `([^`]+)` \\| (?:none|`([^`]+)`) \\| ([^|]*) \\|.*");
  private static final Pattern BOUNDS = Pattern.compile("[0-9]+ to [0-9]+|[0-9]+ or more");
  private static final Pattern VARIABLE = Pattern.compile("PARLEY_[A-Z_]+");

  /** A row of the table: its bounds are as written on the page. */
  private record Row(String key, String environmentName, String standard, String bounds) {

    static Row of(Matcher cells) {
      String standard = cells.group(3) == null ? "" : cells.group(3);
      return new Row(cells.group(1), cells.group(2), standard, cells.group(4));
    }

    String name() {
      return String.join(" ", key, environmentName, standard);
    }
  }

  @Test
  void tableHasEachSettingWithVariableAndDefault() throws IOException {
    List<String> settings =
        Arrays.stream(Setting.values())
            .map(s -> String.join(" ", s.key(), s.variable(), s.defaultText()))
            .toList();

    assertThat(rows()).extracting(Row::name).isEqualTo(settings);
  }

  @Test
  void boundsInTheTableAreEnforced() throws IOException {
    for (Row row : rows()) {
      Matcher bounds = BOUNDS.matcher(row.bounds);
      if (row.standard.matches("[0-9]+")) {
        assertThat(bounds.matches())
            .as("%s has bounds like 0 to 10, or 1 or more", row.key)
            .isTrue();
        assertThatExceptionOfType(ConfigException.class)
            .isThrownBy(() -> ConfigReader.read(List.of("--" + row.key, "no number"), Map.of()))
            .withMessageContaining("a whole number (" + row.bounds + "),");
      } else {
        assertThat(row.bounds).as("bounds of %s", row.key).isEmpty();
      }
    }
  }

  @Test
  void eachLimitIsDescribedInOperations() throws IOException {
    Set<String> bounds =
        Arrays.stream(Setting.values())
            .filter(setting -> setting.defaultText().matches("[0-9]+"))
            .filter(setting -> !NO_BOUNDS.contains(setting))
            .map(Setting::key)
            .collect(Collectors.toSet());

    Set<String> described =
        Files.readAllLines(OPERATIONS).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(0, line.indexOf('|', 1)))
            .flatMap(cell -> KEY.matcher(cell).results())
            .map(key -> key.group(1))
            .collect(Collectors.toSet());

    assertThat(described)
        .as("docs/operations.md, Limits: one row for each numeric setting")
        .isEqualTo(bounds);
  }

  @Test
  void variablesOnThePageExist() throws IOException {
    Set<String> known =
        Arrays.stream(Setting.values())
            .map(Setting::variable)
            .collect(Collectors.toCollection(HashSet::new));
    known.add("PARLEY_CONFIG");

    assertThat(VARIABLE.matcher(Files.readString(PAGE)).results())
        .extracting(result -> result.group())
        .isNotEmpty()
        .allMatch(known::contains);
  }

  private static List<Row> rows() throws IOException {
    return Files.readAllLines(PAGE).stream()
        .filter(line -> line.startsWith("| `"))
        .map(line -> {
          Matcher cells = ROW.matcher(line);
          assertThat(cells.matches()).as("a row of five cells: %s", line).isTrue();
          return Row.of(cells);
        })
        .toList();
  }
}
