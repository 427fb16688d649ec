package dev.parley.bench.load;

import dev.parley.bench.dialect.Dialect;
import dev.parley.bench.measure.Account;
import dev.parley.bench.measure.Metric;
import dev.parley.bench.measure.Outcome;
import dev.parley.bench.wire.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Plays a plan against a server, and measures. */
public final class Measurement {
  private static final long GLANCE = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int MOST_WRONG = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Plan plan;
  private final Run run;
  private final @Nullable Account server;
  private final Consumer<String> eachSecond;
  private long nextReport = System.nanoTime();

  private Measurement(Plan plan, Run run, @Nullable Account server, Consumer<String> eachSecond) {
    this.plan = plan;
    this.run = run;
    this.server = server;
    this.eachSecond = eachSecond;
  }

  /**
   * Plays the plan.
   *
   * @param server the server's process, if it is on this machine
   * @param eachSecond is told how far it is
   * @throws IOException if it cannot begin
   */
  public static Outcome take(
      Plan plan,
      Target target,
      Dialect dialect,
      @Nullable Account server,
      Consumer<String> eachSecond)
      throws IOException {
    try (Run run = new Run(target, dialect, opened -> plan.kind().scene(opened, plan))) {
      return new Measurement(plan, run, server, eachSecond).take();
    }
  }

  private Outcome take() throws IOException {
    OptionalLong memory = resident();
    List<Group> groups = begin();
    pass(plan.warmUp());
    Window window = new Window(run, server);
    pass(plan.time());
    Map<Metric, Double> values =
        plan.kind() == Case.IDLE ? memory(memory, resident()) : window.close();
    end(groups);
    return new Outcome(values, run.tally().faults());
  }

  private List<Group> begin() throws IOException {
    Scene scene = run.scene();
    List<Group> groups = List.of();
    if (scene.waitsForAll()) {
      groups = new Gathering(run).gather();
    } else {
      for (int i = 0; i < scene.groups(); i++) {
        run.wish();
      }
    }
    scene.begin(groups);
    return groups;
  }

  private void pass(Duration time) throws IOException {
    long end = System.nanoTime() + time.toNanos();
    while (run.loop().now() < end && !isHopeless()) {
      run.invite();
      long due = run.scene().due(run.loop().now());
      run.loop().turn(Math.min(Math.min(due, end), nextReport));
      if (run.loop().now() >= nextReport) {
        nextReport = run.loop().now() + TimeUnit.SECONDS.toNanos(1);
        eachSecond.accept(howFar());
      }
    }
  }

  private String howFar() {
    return "%,d %s, %s"
        .formatted(run.scene().operations(), plan.kind().counted(), run.tally().progress());
  }

  private boolean isHopeless() {
    return run.tally().wrong() >= MOST_WRONG;
  }

  /** What is under way arrives, and all leave. */
  private void end(List<Group> groups) throws IOException {
    run.scene().end();
    turnUntil(() -> groups.isEmpty() ? run.loop().lines() == 0 : run.tally().missing() <= 0);
    groups.forEach(Group::leave);
    turnUntil(() -> run.loop().lines() == 0);
  }

  /** Or until nothing has happened for a while. */
  private void turnUntil(BooleanSupplier done) throws IOException {
    long progress = -1;
    long patience = 0;
    while (!done.getAsBoolean() && (progress != progress() || System.nanoTime() < patience)) {
      if (progress != progress()) {
        progress = progress();
        patience = System.nanoTime() + PATIENCE.toNanos();
      }
      run.loop().turn(run.loop().now() + GLANCE);
    }
  }

  private long progress() {
    return run.tally().heard() - run.loop().lines();
  }

  private OptionalLong resident() {
    return server == null ? OptionalLong.empty() : server.resident();
  }

  private Map<Metric, Double> memory(OptionalLong before, OptionalLong after) {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    if (before.isPresent() && after.isPresent()) {
      double taken = after.getAsLong() - before.getAsLong();
      values.put(Metric.KILOBYTES, taken / run.scene().operations());
    }
    return values;
  }
}
