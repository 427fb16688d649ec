package dev.parley.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.parley.bench.measure.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
  @TempDir private Path folder = Path.of("");

  private final Results results = new Results();

  @Test
  void theMedianIsTheMiddleOrTheMeanOfTheTwo() {
    cpu("parley", "relay1", 9, 1, 5);
    assertThat(results.median("parley", "relay1", Metric.CPU)).hasValue(5);
    cpu("parley", "relay1", 8);
    assertThat(results.median("parley", "relay1", Metric.CPU)).hasValue(6.5);
    assertThat(results.median("parley", "relay1", Metric.P99)).isEmpty();
    assertThat(results.median("ws", "relay1", Metric.CPU)).isEmpty();
  }

  @Test
  void aShareIsOursOfTheirs() {
    cpu("parley", "call", 300);
    cpu("peerjs", "call", 400);
    assertThat(results.share("peerjs", "call", Metric.CPU).orElseThrow()).isEqualTo(0.75);
    assertThat(results.share("parley", "call", Metric.CPU)).isEmpty();
    assertThat(results.share("ws", "call", Metric.CPU)).isEmpty();
  }

  @Test
  void theTableHasALineForEachThatWasMeasuredAndTheSharesInBrackets() {
    cpu("parley", "relay1", 9.876);
    cpu("peerjs", "relay1", 23.456);
    cpu("parley", "call", 1234.4);
    assertThat(ComparisonTable.of(results))
        .isEqualTo(
            """
            |  | parley | peerjs |
            | --- | ---: | ---: |
            | 1 KB, one under way: µs of CPU a message | 9.88 | 23.5 (0.42) |
            | A call set up: µs of CPU | 1,234 |  |
            """);
  }

  @Test
  void growthIsATableForEachAxis() {
    cpu("parley", "room 10", 4.5);
    assertThat(GrowthTables.of(results))
        .contains(
            """
            | Members of a room | 2 | 10 | 100 | 1,000 |
            | --- | ---: | ---: | ---: | ---: |
            | µs each delivery |  | 4.50 |  |  |
            """);
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    results.add(new Row("ws", "rate", 2, Map.of(Metric.P99, 1.5), List.of("1 lost")));
    ResultsFile file = new ResultsFile(folder.resolve("new/results.json"));
    file.write(results);
    assertThat(file.read().rows()).isEqualTo(results.rows());
    assertThat(file.read().faulty()).hasSize(1);
    assertThat(file.read().circumstances()).isEqualTo(results.circumstances());
  }

  @Test
  void withoutResultsItSaysWhatToDo() throws IOException {
    Path path = folder.resolve("results.json");
    ResultsFile file = new ResultsFile(path);
    assertThatThrownBy(file::read).hasMessageContaining("measure first");
    Files.writeString(path, "[]");
    assertThatThrownBy(file::read).hasMessageContaining("measure again");
  }

  @Test
  void othersAreTheMedianOfAllRuns() {
    for (double cores : new double[] {0.1, 0.2, 0.9}) {
      results.add(new Row("ws", "rate", 1, Map.of(Metric.OTHERS, cores), List.of()));
    }
    assertThat(results.others().orElseThrow()).isEqualTo(0.2, within(1e-9));
  }

  private void cpu(String server, String name, double... values) {
    for (double value : values) {
      results.add(new Row(server, name, 1, Map.of(Metric.CPU, value), List.of()));
    }
  }
}
