package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.scenario.Scenario;
import dev.parley.scenario.ScenarioResult;
import dev.parley.scenario.ScenarioRunner;
import dev.parley.scenario.ValidatedServer;
import dev.parley.schema.ProtocolSchemas;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every conversation in protocol/scenarios, with a server that runs, over real WebSockets. Each
 * message of the server satisfies its schema.
 */
class ScenarioTest {
  private static final Path SCENARIOS = Path.of("..", "protocol", "scenarios");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final ProtocolSchemas SERVER_MESSAGES = ProtocolSchemas.closed();

  private static ServerStage stage;

  @BeforeAll
  static void start() {
    stage = new ServerStage();
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  @TestFactory
  List<DynamicTest> everyScenarioIsPlayedAsItIsWritten() throws Exception {
    return Scenario.in(SCENARIOS).stream().map(ScenarioTest::test).toList();
  }

  private static DynamicTest test(Path file) {
    return DynamicTest.dynamicTest(
        file.getFileName().toString(),
        () -> {
          var validated =
              new ValidatedServer(stage, _ -> List.of(), SERVER_MESSAGES::problemsOfServerMessage);
          ScenarioResult result = new ScenarioRunner(validated, PATIENCE).run(Scenario.read(file));
          assertThat(result.passed()).as(result.report()).isTrue();
        });
  }
}
