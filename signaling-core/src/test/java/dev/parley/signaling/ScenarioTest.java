package dev.parley.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.scenario.Scenario;
import dev.parley.scenario.ScenarioResult;
import dev.parley.scenario.ScenarioRunner;
import dev.parley.scenario.ServerUnderTest;
import dev.parley.scenario.ValidatedServer;
import dev.parley.schema.ProtocolSchemas;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.wire.JsonCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every scenario in protocol/scenarios against the core. Each message of the server satisfies
 * its schema, and each request is accepted by grammar and schema or by neither.
 */
class ScenarioTest {
  private static final Path SCENARIOS = Path.of("..", "protocol", "scenarios");
  private static final ProtocolSchemas REQUESTS = ProtocolSchemas.open();
  private static final ProtocolSchemas SERVER_MESSAGES = ProtocolSchemas.closed();

  /** Refusals by rules that a schema cannot express: see GrammarMatchesSchemasTest. */
  private static final Pattern BELOW_SCHEMAS = Pattern.compile("is repeated|nested more than");

  @TestFactory
  List<DynamicTest> scenariosPass() throws Exception {
    return Scenario.in(SCENARIOS).stream().map(file -> test(file, InProcessServer::new)).toList();
  }

  /** Consecutive connections go to different nodes. */
  @TestFactory
  List<DynamicTest> scenariosPassOnSharedNodes() throws Exception {
    return Scenario.in(SCENARIOS).stream()
        .map(file -> test(file, () -> new SharedJournalServer(new Random(file.hashCode()), 0)))
        .toList();
  }

  /** One message in ten to or from the journal is lost, and one in ten arrives twice. */
  @TestFactory
  List<DynamicTest> scenariosPassWithAnUnreliableJournal() throws Exception {
    return Scenario.in(SCENARIOS).stream()
        .map(file -> test(file, () -> new SharedJournalServer(new Random(file.hashCode()), 0.1)))
        .toList();
  }

  private static DynamicTest test(Path file, Supplier<ServerUnderTest> server) {
    return DynamicTest.dynamicTest(
        file.getFileName().toString(),
        () -> {
          var validated =
              new ValidatedServer(
                  server.get(),
                  ScenarioTest::problemsOfRequest,
                  SERVER_MESSAGES::problemsOfServerMessage);
          var runner =
              new ScenarioRunner(validated, Duration.ofMillis(1), new Random(file.hashCode()));
          ScenarioResult result = runner.run(Scenario.read(file));
          assertThat(result.passed()).as(result.report()).isTrue();
        });
  }

  /** Scenarios also send malformed requests: grammar and schema must both refuse them. */
  private static List<String> problemsOfRequest(String json) {
    Request request = JsonCodec.STANDARD.decode(json);
    List<String> problems = REQUESTS.problemsOfRequest(json);
    boolean malformed = request instanceof Request.Malformed;
    if (malformed == problems.isEmpty() && !BELOW_SCHEMAS.matcher(request.toString()).find()) {
      return List.of("the grammar reads " + request + ", the schema finds " + problems);
    }
    return List.of();
  }
}
