package dev.parley.scenario;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** The playing of scenarios on a stage. */
public final class Performance {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Stage stage;
  private final Duration patience;
  private final RandomGenerator random;

  /** With the patience that a server far away may need. */
  public Performance(Stage stage) {
    this(stage, PATIENCE);
  }

  public Performance(Stage stage, Duration patience) {
    this(stage, patience, new SecureRandom());
  }

  /**
   * The same with randomness that can be repeated.
   *
   * @param patience how long to wait for what is expected
   * @param random what keys and names of rooms are made of
   */
  public Performance(Stage stage, Duration patience, RandomGenerator random) {
    this.stage = stage;
    this.patience = patience;
    this.random = random;
  }

  /** Plays a scenario up to its end, or to the first step that goes wrong. */
  public Result play(Scenario scenario) throws InterruptedException {
    return new Run(stage, patience, new Cast(random)).play(scenario);
  }
}
