package dev.parley.bench;

import dev.parley.bench.load.LoadTest;
import dev.parley.bench.load.ProcessStats;
import dev.parley.bench.load.Sample;
import dev.parley.bench.load.Workload;
import dev.parley.bench.load.Workload.Kind;
import dev.parley.bench.net.Target;
import dev.parley.bench.protocol.ServerProtocols;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The program of {@code script/load}. */
@Command(
    name = "script/load",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Puts load on a Parley server, and reports its throughput, its latency and every message that"
          + " was lost, repeated, reordered or damaged. The defaults are low: a server limits what"
          + " comes from one address."
    },
    footer =
        "%nThe exit code is 0 if there was no fault, 1 after faults, and 2 if the test cannot"
            + " start.")
final class LoadCommand implements Callable<Integer> {
  private static final int MAX_CONNECTIONS = 60_000;
  private static final int MAX_WINDOW = 1_000;
  private static final int MAX_BYTES = 60_000;
  private static final int MAX_SECONDS = 86_400;
  private static final int MAX_RATE = 1_000_000;
  private static final String ROOMS = "/v1/rooms";

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "URL",
      description = "The server, for instance https://call.example.org or ws://localhost:8080")
  private String url = "";

  @Option(
      names = "--case",
      paramLabel = "CASE",
      description = {
        "relay: pairs exchange messages without a pause",
        "rate: pairs send at a constant rate (default)",
        "call: pairs join, exchange offer, answer and candidates, and leave",
        "connect: clients join and leave",
        "fanout: one member of each room broadcasts",
        "idle: clients join and send nothing"
      })
  private Kind kind = Kind.RATE;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      description = "relay, rate, idle: pairs of clients. Default: 10, for idle 50")
  private @Nullable Integer pairs;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "rate: messages per second, in all. Default: 100")
  private @Nullable Double rate;

  @Option(
      names = "--window",
      paramLabel = "N",
      description = "relay: messages in flight in each direction. Default: 1")
  private @Nullable Integer window;

  @Option(
      names = "--at-once",
      paramLabel = "N",
      description = "call, connect: concurrent calls or clients. Default: 2")
  private @Nullable Integer atOnce;

  @Option(names = "--rooms", paramLabel = "N", description = "fanout: rooms. Default: 1")
  private @Nullable Integer rooms;

  @Option(
      names = "--members",
      paramLabel = "N",
      description = "fanout: members of a room. Default: 10")
  private @Nullable Integer members;

  @Option(
      names = "--bytes",
      paramLabel = "N",
      description = "relay, rate, fanout: length of a message. Default: 1024")
  private @Nullable Integer bytes;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description = "Seconds under load before the measurement. Default: 1")
  private @Nullable Integer warmUp;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Seconds of measurement. Default: 10")
  private @Nullable Integer seconds;

  @Option(
      names = "--pid",
      paramLabel = "N",
      description = "The server's process on this machine, to measure its CPU time and memory")
  private @Nullable Long pid;

  private int elapsedSeconds;

  @Override
  public Integer call() throws IOException {
    Workload workload = workload();
    PrintWriter out = commandSpec().commandLine().getOut();
    PrintWriter err = commandSpec().commandLine().getErr();
    Sample sample =
        LoadTest.run(
            workload,
            target(url),
            new ServerProtocols.Parley(),
            pid == null ? null : ProcessStats.of(pid),
            line -> err.println("%4d s  %s".formatted(elapsedSeconds++, line)));
    out.println(text(workload, sample));
    Hints.of(sample.faults()).ifPresent(err::println);
    return sample.faults().isEmpty() ? 0 : Main.FAULTS;
  }

  Workload workload() {
    int groups =
        switch (kind) {
          case RELAY, RATE -> number("--pairs", pairs, 10, MAX_CONNECTIONS / 2);
          case IDLE -> number("--pairs", pairs, 50, MAX_CONNECTIONS / 2);
          case CALL, CONNECT -> number("--at-once", atOnce, 2, MAX_CONNECTIONS / 2);
          case FANOUT -> number("--rooms", rooms, 1, MAX_CONNECTIONS / 2);
        };
    onlyFor("--pairs", pairs, Kind.RELAY, Kind.RATE, Kind.IDLE);
    onlyFor("--at-once", atOnce, Kind.CALL, Kind.CONNECT);
    onlyFor("--rooms", rooms, Kind.FANOUT);
    onlyFor("--members", members, Kind.FANOUT);
    onlyFor("--window", window, Kind.RELAY);
    onlyFor("--rate", rate, Kind.RATE);
    onlyFor("--bytes", bytes, Kind.RELAY, Kind.RATE, Kind.FANOUT);
    return new Workload(
        kind,
        groups,
        switch (kind) {
          case FANOUT -> inRange("--members", members == null ? 10 : members, 2, MAX_CONNECTIONS);
          case CONNECT -> 1;
          case RELAY, RATE, CALL, IDLE -> 2;
        },
        number("--window", window, 1, MAX_WINDOW),
        inRange("--rate", rate == null ? 100.0 : rate, 0.1, MAX_RATE),
        number("--bytes", bytes, 1_024, MAX_BYTES),
        Duration.ofSeconds(inRange("--warm-up", warmUp == null ? 1 : warmUp, 0, MAX_SECONDS)),
        Duration.ofSeconds(number("--seconds", seconds, 10, MAX_SECONDS)));
  }

  private void onlyFor(String option, @Nullable Number value, Kind... kinds) {
    if (value != null && !Set.of(kinds).contains(kind)) {
      throw invalid(option + " does not apply to the case " + kind + ".");
    }
  }

  private int number(String option, @Nullable Integer value, int standard, int most) {
    return inRange(option, value == null ? standard : value, 1, most);
  }

  private <T extends Number> T inRange(String option, T value, Number least, Number most) {
    if (value.doubleValue() < least.doubleValue() || value.doubleValue() > most.doubleValue()) {
      throw invalid("%s must be from %s to %s, not %s.".formatted(option, least, most, value));
    }
    return value;
  }

  private ParameterException invalid(String message) {
    return new ParameterException(commandSpec().commandLine(), message);
  }

  private CommandSpec commandSpec() {
    return Objects.requireNonNull(spec); // set by picocli
  }

  /** Accepts the URL of the rooms, too. */
  static Target target(String url) {
    String base = url.replaceAll("/+$", "");
    return Target.of(
        base.endsWith(ROOMS) ? base.substring(0, base.length() - ROOMS.length()) : base);
  }

  private static String text(Workload workload, Sample sample) {
    StringBuilder text = new StringBuilder(workload.kind() + ": " + workload.description());
    sample
        .values()
        .forEach((metric, value) ->
            text.append("%n  %,14.2f %s".formatted(value, metric.description())));
    if (sample.faults().isEmpty()) {
      text.append("\n  no message was lost, repeated, reordered or damaged");
    }
    sample.faults().forEach(fault -> text.append("\n  FAULT: ").append(fault));
    return text.toString();
  }
}
