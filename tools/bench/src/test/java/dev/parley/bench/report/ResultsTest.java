package dev.parley.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.parley.bench.load.Metric;
import dev.parley.bench.load.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Medians, their files and their tables. */
class ResultsTest {
  private static final String PAGE =
      "a\n<!-- begin x -->\nold\n<!-- end x -->\nb\n<!-- begin y -->\n<!-- end y -->\n";

  @TempDir private Path folder = Path.of("");
  private final Results results = new Results();

  @Test
  void theMedianIsTheMiddleOrTheMeanOfTheTwoInTheMiddle() {
    cpu("parley", "relay1", 9, 1, 5);
    assertThat(summary().median("parley", "relay1", Metric.CPU)).isEqualTo(5.0);
    cpu("parley", "relay1", 8);
    assertThat(summary().median("parley", "relay1", Metric.CPU)).isEqualTo(6.5);
    assertThat(summary().median("parley", "relay1", Metric.P99)).isNull();
    assertThat(summary().median("ws", "relay1", Metric.CPU)).isNull();
  }

  @Test
  void theRatioIsParleysValueDividedByTheOther() {
    cpu("parley", "call", 300);
    cpu("peerjs", "call", 400);
    assertThat(summary().ratio("peerjs", "call", Metric.CPU)).isEqualTo(0.75);
    assertThat(summary().ratio("parley", "call", Metric.CPU)).isNull();
    assertThat(summary().ratio("ws", "call", Metric.CPU)).isNull();
  }

  @Test
  void theComparisonHasARowForEachMeasuredValue() {
    cpu("parley", "relay1", 9.876);
    cpu("peerjs", "relay1", 23.456);
    cpu("parley", "call", 1234.4);
    assertThat(Tables.comparison(summary()))
        .isEqualTo(
            """
            |  | parley | peerjs |
            | --- | ---: | ---: |
            | `relay1`: µs of CPU per message | 9.88 | 23.5 (0.42) |
            | `call`: µs of CPU per call | 1,234 |  |
            """);
  }

  @Test
  void growthHasATableForEachCurve() {
    cpu("parley", "room 10", 4.5);
    assertThat(Tables.growth(summary()))
        .contains(
            """
            | Members of a room | 2 | 10 | 100 | 1,000 |
            | --- | ---: | ---: | ---: | ---: |
            | µs per delivery |  | 4.50 |  |  |
            """);
  }

  @Test
  void aFileKeepsTheSummary() throws IOException {
    Sample sample = new Sample(Map.of(Metric.P99, 1.5), List.of("1 lost"));
    results.add(new Results.Run("ws", "rate", 2, sample));
    ResultsFile file = new ResultsFile(folder.resolve("new/results.json"));
    file.write(results);
    assertThat(file.read()).isEqualTo(summary());
    file.write(summary());
    assertThat(file.read()).isEqualTo(summary());
    assertThat(results.faulty()).hasSize(1);
  }

  @Test
  void aMissingFileIsReported() {
    assertThatThrownBy(new ResultsFile(folder.resolve("results.json"))::read)
        .hasMessageContaining("measure first");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{}", "{\"summary\":{}}", "text", ""})
  void anotherFileIsReported(String content) throws IOException {
    Path path = folder.resolve("results.json");
    Files.writeString(path, content);
    assertThatThrownBy(new ResultsFile(path)::read).hasMessageContaining("measure again");
  }

  @Test
  void theLoadOfOtherProcessesIsTheMedianOfAllRuns() {
    for (double cores : new double[] {0.1, 0.2, 0.9}) {
      results.add(
          new Results.Run("ws", "rate", 1, new Sample(Map.of(Metric.OTHERS, cores), List.of())));
    }
    assertThat(summary().otherCores()).isEqualTo(0.2, within(1e-9));
    assertThat(summary().conditions()).contains("other processes used 20 % of a processor");
  }

  @Test
  void onlyTheNamedSectionOfAPageIsReplaced() {
    assertThat(Tables.replaceSection(PAGE, "x", "new\n")).isEqualTo(PAGE.replace("old", "new"));
    assertThat(Tables.replaceSection(Tables.replaceSection(PAGE, "y", "1\n"), "y", "2\n"))
        .isEqualTo(PAGE.replace("begin y -->\n", "begin y -->\n2\n"));
    assertThatThrownBy(() -> Tables.replaceSection(PAGE, "z", ""))
        .hasMessageContaining("<!-- begin z -->");
  }

  private Summary summary() {
    return results.summary();
  }

  private void cpu(String server, String benchmark, double... values) {
    for (double value : values) {
      Sample sample = new Sample(Map.of(Metric.CPU, value), List.of());
      results.add(new Results.Run(server, benchmark, 1, sample));
    }
  }
}
