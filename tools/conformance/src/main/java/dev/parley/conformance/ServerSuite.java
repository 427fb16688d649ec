package dev.parley.conformance;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.parley.scenario.Action;
import dev.parley.scenario.Connection;
import dev.parley.scenario.Excerpt;
import dev.parley.scenario.Received;
import dev.parley.scenario.Scenario;
import dev.parley.scenario.ScenarioResult;
import dev.parley.scenario.ScenarioRunner;
import dev.parley.scenario.ServerUnderTest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Runs all scenarios against a server, over each transport, several at a time. */
final class ServerSuite {
  /** The values in {@code joined} that the requirement {@code defaults} stands for. */
  private static final Map<String, Long> DEFAULTS =
      Map.of("messageBytes", 65_536L, "messagesPerSecond", 50L);

  private static final long DEFAULT_HEARTBEAT = 20;

  private final Options options;
  private final Report report;
  private final Map<Transport, ServerUnderTest> servers = new EnumMap<>(Transport.class);

  /**
   * What to run, and how.
   *
   * @param maxWait scenarios that let more time pass are skipped
   * @param timeout how long to wait for an expected message
   * @param parallel the number of scenarios that run at the same time
   */
  record Options(
      URI server,
      List<Transport> transports,
      List<Scenario> scenarios,
      Duration maxWait,
      Duration timeout,
      int parallel) {}

  ServerSuite(Options options, Report report) {
    this.options = options;
    this.report = report;
    options
        .transports()
        .forEach(
            transport -> servers.put(transport, Schemas.validated(transport.to(options.server()))));
  }

  /**
   * Runs all of it.
   *
   * @throws IOException with a sentence for the user, if there is no server that answers a join
   */
  void run() throws IOException, InterruptedException {
    JsonObject joined = new JsonObject();
    for (Map.Entry<Transport, ServerUnderTest> server : servers.entrySet()) {
      joined = join(server.getKey(), server.getValue());
    }
    Semaphore places = new Semaphore(options.parallel());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Scenario scenario : options.scenarios()) {
        for (Transport transport : options.transports()) {
          Optional<String> obstacle = obstacle(scenario, transport, joined);
          if (obstacle.isPresent()) {
            report.add(Result.skipped(transport.toString(), scenario.name(), obstacle.get()));
          } else {
            threads.execute(() -> run(scenario, transport, places));
          }
        }
      }
    }
  }

  /** Joins a room of its own, and returns the server's answer. */
  private JsonObject join(Transport transport, ServerUnderTest server)
      throws IOException, InterruptedException {
    Connection connection = server.connect("conformance-" + Secrets.random());
    connection.send(
        "{\"type\":\"join\",\"key\":\"%s\",\"name\":\"conformance\"}".formatted(Secrets.random()));
    Received received = connection.receive(options.timeout());
    connection.close(1000);
    if (received instanceof Received.Message(String text)
        && Json.type(Json.object(text)).equals("joined")) {
      return Json.object(text);
    }
    throw new IOException(
        "The server at %s does not answer a join over %s: %s"
            .formatted(options.server(), transport, problem(received)));
  }

  private String problem(Received received) {
    return switch (received) {
      case Received.Message(String text) -> "it sends " + Excerpt.of(text);
      case Received.Invalid(var text, var reason)
          when text.equals(HttpClientConnection.NO_RESPONSE) ->
          reason;
      case Received.Invalid(var text, var reason) ->
          Excerpt.of(reason) + ", in " + Excerpt.of(text);
      case Received.Closed(int code) -> "it closes the connection with " + code + ".";
      case Received.Nothing() ->
          "nothing comes within %d s.".formatted(options.timeout().toSeconds());
    };
  }

  /** Why a scenario does not run against this server, if so. */
  private Optional<String> obstacle(Scenario scenario, Transport transport, JsonObject joined) {
    Duration wait = wait(scenario);
    if (wait.compareTo(options.maxWait()) > 0) {
      return Optional.of(
          "takes %d s, more than --max-wait %d"
              .formatted(wait.toSeconds(), options.maxWait().toSeconds()));
    }
    return scenario.requirements().stream()
        .sorted()
        .map(requirement -> unmet(requirement, joined))
        .flatMap(Optional::stream)
        .findFirst()
        .or(() -> transport.obstacle(scenario));
  }

  private static Optional<String> unmet(Scenario.Requirement requirement, JsonObject joined) {
    return switch (requirement) {
      case HISTORY, STATE, LINK, DESCRIPTION_DATA -> unmetFeature(requirement.wireName(), joined);
      case DEFAULTS -> unmetDefault(joined);
      case WEBSOCKET -> Optional.empty(); // the transport knows
    };
  }

  private static Optional<String> unmetFeature(String feature, JsonObject joined) {
    boolean has =
        joined.get("features") instanceof JsonArray features
            && features.asList().stream().anyMatch(name -> name.getAsString().equals(feature));
    return has ? Optional.empty() : Optional.of("the server has no feature " + feature);
  }

  private static Optional<String> unmetDefault(JsonObject joined) {
    JsonObject limits = joined.getAsJsonObject("limits");
    long heartbeat = Json.number(joined, "heartbeat");
    return DEFAULTS.entrySet().stream()
        .filter(limit -> Json.number(limits, limit.getKey()) != limit.getValue())
        .map(limit ->
            "the server's limits.%s is %d, not the default %d"
                .formatted(limit.getKey(), Json.number(limits, limit.getKey()), limit.getValue()))
        .findFirst()
        .or(() ->
            heartbeat == DEFAULT_HEARTBEAT
                ? Optional.empty()
                : Optional.of(
                    "the server's heartbeat is %d, not the default %d"
                        .formatted(heartbeat, DEFAULT_HEARTBEAT)));
  }

  private static Duration wait(Scenario scenario) {
    return scenario.steps().stream()
        .flatMap(step -> step.actions().stream())
        .map(action -> action instanceof Action.Wait(Duration time) ? time : Duration.ZERO)
        .reduce(Duration.ZERO, Duration::plus);
  }

  private void run(Scenario scenario, Transport transport, Semaphore places) {
    places.acquireUninterruptibly();
    long began = System.nanoTime();
    try {
      ServerUnderTest server = servers.get(transport);
      if (server == null) {
        throw new IllegalStateException("no server for " + transport);
      }
      ScenarioResult result = new ScenarioRunner(server, options.timeout()).run(scenario);
      Duration time = Duration.ofNanos(System.nanoTime() - began);
      report.add(
          result.passed()
              ? Result.passed(transport.toString(), scenario.name(), time)
              : Result.failed(transport.toString(), scenario.name(), result.report(), time));
    } catch (Throwable e) { // also an error: a scenario without a result would count as passed
      report.add(
          Result.failed(
              transport.toString(),
              scenario.name(),
              "the scenario ended with " + e,
              Duration.ofNanos(System.nanoTime() - began)));
    } finally {
      places.release();
    }
  }
}
