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
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every scenario in protocol/scenarios against a server, over WebSockets, and validates each
 * message of the server against its schema.
 */
class ScenarioTest {
  private static final Path SCENARIOS = Path.of("..", "protocol", "scenarios");
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static final ProtocolSchemas SERVER_MESSAGES = ProtocolSchemas.closed();

  @AutoClose private static final TestServer server = new TestServer();

  @TestFactory
  List<DynamicTest> scenarios() throws Exception {
    return Scenario.in(SCENARIOS).stream().map(ScenarioTest::test).toList();
  }

  private static DynamicTest test(Path file) {
    return DynamicTest.dynamicTest(
        file.getFileName().toString(),
        () -> {
          var validated =
              new ValidatedServer(server, _ -> List.of(), SERVER_MESSAGES::problemsOfServerMessage);
          ScenarioResult result = new ScenarioRunner(validated, TIMEOUT).run(Scenario.read(file));
          assertThat(result.passed()).as(result.report()).isTrue();
        });
  }
}
