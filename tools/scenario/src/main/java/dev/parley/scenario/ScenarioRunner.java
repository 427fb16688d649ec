package dev.parley.scenario;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Runs scenarios against a server. */
public final class ScenarioRunner {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final ServerUnderTest server;
  private final Duration timeout;
  private final RandomGenerator random;

  /** A runner with a timeout for distant servers. */
  public ScenarioRunner(ServerUnderTest server) {
    this(server, TIMEOUT);
  }

  public ScenarioRunner(ServerUnderTest server, Duration timeout) {
    this(server, timeout, new SecureRandom());
  }

  /**
   * A runner whose runs can be repeated.
   *
   * @param timeout how long to wait for an expected message
   * @param random the source of keys and of room names
   */
  public ScenarioRunner(ServerUnderTest server, Duration timeout, RandomGenerator random) {
    this.server = server;
    this.timeout = timeout;
    this.random = random;
  }

  /** Runs a scenario to its end, or to the first step that fails. */
  public ScenarioResult run(Scenario scenario) throws InterruptedException {
    return new ScenarioRun(server, timeout, new Scope(random)).run(scenario);
  }
}
