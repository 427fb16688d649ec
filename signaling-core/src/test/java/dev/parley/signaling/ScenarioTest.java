package dev.parley.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.scenario.Performance;
import dev.parley.scenario.Result;
import dev.parley.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every conversation in protocol/scenarios, with the core alone. */
class ScenarioTest {
  private static final Path SCENARIOS = Path.of("..", "protocol", "scenarios");

  @TestFactory
  List<DynamicTest> everyScenarioIsPlayedAsItIsWritten() throws Exception {
    return Scenario.in(SCENARIOS).stream().map(ScenarioTest::test).toList();
  }

  private static DynamicTest test(Path file) {
    return DynamicTest.dynamicTest(
        file.getFileName().toString(),
        () -> {
          var performance =
              new Performance(new CoreStage(), Duration.ofMillis(1), new Random(file.hashCode()));
          Result result = performance.play(Scenario.read(file));
          assertThat(result.passed()).as(result.report()).isTrue();
        });
  }
}
