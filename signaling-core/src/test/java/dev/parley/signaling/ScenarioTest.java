package dev.parley.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.scenario.Scenario;
import dev.parley.scenario.ScenarioResult;
import dev.parley.scenario.ScenarioRunner;
import dev.parley.scenario.ServerUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every conversation in protocol/scenarios, with the core alone. */
class ScenarioTest {
  private static final Path SCENARIOS = Path.of("..", "protocol", "scenarios");

  @TestFactory
  List<DynamicTest> everyScenarioIsPlayedAsItIsWritten() throws Exception {
    return Scenario.in(SCENARIOS).stream().map(file -> test(file, CoreStage::new)).toList();
  }

  /** Every participant is on another node than the one before. */
  @TestFactory
  List<DynamicTest> everyScenarioIsPlayedOnNodesThatShareAJournal() throws Exception {
    return Scenario.in(SCENARIOS).stream()
        .map(file -> test(file, () -> new SharedStage(new Random(file.hashCode()), 0)))
        .toList();
  }

  /** The same, where one message in ten to or from the journal is lost, or comes twice. */
  @TestFactory
  List<DynamicTest> everyScenarioIsPlayedThoughTheJournalIsHardToReach() throws Exception {
    return Scenario.in(SCENARIOS).stream()
        .map(file -> test(file, () -> new SharedStage(new Random(file.hashCode()), 0.1)))
        .toList();
  }

  private static DynamicTest test(Path file, Supplier<ServerUnderTest> server) {
    return DynamicTest.dynamicTest(
        file.getFileName().toString(),
        () -> {
          var runner =
              new ScenarioRunner(server.get(), Duration.ofMillis(1), new Random(file.hashCode()));
          ScenarioResult result = runner.run(Scenario.read(file));
          assertThat(result.passed()).as(result.report()).isTrue();
        });
  }
}
