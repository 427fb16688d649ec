package dev.parley.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.SignalingServer;
import dev.parley.server.config.ConfigReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A correct client passes all rules; a client with a fault fails the rule that the fault violates.
 */
@Execution(ExecutionMode.CONCURRENT)
class ClientSuiteTest {
  private static final Pattern PORT = Pattern.compile("ws://localhost:(\\d+)/");

  private static final ClientSuite.Times TIMES =
      new ClientSuite.Times(
          Duration.ofSeconds(30),
          Duration.ofSeconds(15),
          Duration.ofSeconds(10),
          Duration.ofMillis(500),
          Duration.ofMillis(1_500),
          Duration.ofSeconds(8),
          Duration.ofMillis(2_500));

  private static SignalingServer server; // shared: each client joins a room of its own

  private final StringWriter output = new StringWriter();

  @BeforeAll
  static void start() {
    server =
        SignalingServer.start(ConfigReader.read(List.of("--port", "0", "--drain", "0"), Map.of()));
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  @Test
  void correctClientPassesAllRules() throws Exception {
    List<Result> results = run(EnumSet.allOf(ClientRule.class), null);
    assertThat(results).as(output.toString()).hasSize(ClientRule.values().length);
    assertThat(results).allMatch(result -> result.status() == Result.Status.PASSED);
  }

  @ParameterizedTest
  @EnumSource
  void faultyClientFailsItsRule(ClientRule rule) throws Exception {
    // RESUME makes the client reconnect, which the continuously checked rules need.
    List<Result> results = run(EnumSet.of(rule, ClientRule.RESUME), rule);
    Result result =
        results.stream()
            .filter(one -> one.name().equals(rule.description()))
            .findFirst()
            .orElseThrow();
    assertThat(result.status()).as(output.toString()).isEqualTo(Result.Status.FAILED);
    assertThat(result.detail()).isNotBlank();
  }

  private List<Result> run(Set<ClientRule> rules, @Nullable ClientRule broken) throws Exception {
    PrintWriter out = new PrintWriter(output, true);
    Report report = new Report(out);
    ClientSuite suite =
        new ClientSuite(
            URI.create(server.url()), 0, rules, ClientRule.DEFAULT_STOP_CODE, TIMES, report, out);
    Callable<List<Result>> run =
        () -> {
          suite.run();
          return report.results();
        };
    FutureTask<List<Result>> running = new FutureTask<>(run);
    Thread.ofVirtual().start(running);
    try (SampleClient _ = new SampleClient(port(), broken)) {
      return running.get();
    }
  }

  private int port() throws InterruptedException {
    while (true) {
      Matcher printed = PORT.matcher(output.toString());
      if (printed.find()) {
        return Integer.parseInt(printed.group(1));
      }
      Thread.sleep(20);
    }
  }
}
