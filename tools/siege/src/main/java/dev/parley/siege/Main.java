package dev.parley.siege;

import dev.parley.client.Endpoint;
import dev.parley.siege.attack.Attack;
import dev.parley.siege.attack.Attacks;
import dev.parley.siege.server.ServerProcess;
import dev.parley.siege.server.TargetServer;
import dev.parley.siege.verdict.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The program of {@code script/siege}. */
@Command(
    name = "script/siege",
    sortOptions = false,
    description =
        "Attacks a server over the network while honest clients hold calls on it and check every"
            + " response.",
    footer =
        "%nThe exit code is 0 if the server kept its promises, 1 if it did not, and 2 if the siege"
            + " cannot start.")
final class Main implements Callable<Integer> {
  private static final int FAULTS = 1;
  private static final int NOT_STARTED = 2;
  private static final int MAX_MINUTES = 10_000;
  private static final double MILLIS_PER_MINUTE = 60_000;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "URL",
      description =
          "The server, for instance http://localhost:8080; one is started if it is absent")
  private @Nullable String url;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "Duration of the attacks. Default: 1")
  private double minutes = 1;

  @Option(
      names = "--attack",
      paramLabel = "NAME",
      description = "Run this attack, or several together: from one address, then from many")
  private List<String> attacks = List.of();

  @Option(names = "--list", description = "Print the attacks and the promises that they test")
  private boolean list;

  @Option(names = "--seed", paramLabel = "S", description = "Repeat the order of an earlier siege")
  private @Nullable Long seed;

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help")
  private boolean help;

  // Set by script/siege.

  @Option(names = "--server-jar", hidden = true)
  private @Nullable Path serverJar;

  @Option(names = "--jvm-options", hidden = true)
  private @Nullable Path jvmOptions;

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return commandLine().setOut(out).setErr(err).execute(arguments);
  }

  private static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setUsageHelpWidth(100)
        .setExecutionExceptionHandler((e, command, _) -> report(e, command.getErr()));
  }

  private static int report(Exception e, PrintWriter err) throws Exception {
    switch (e) {
      case IllegalArgumentException _ -> err.println(e.getMessage());
      case IOException _ -> err.println("Cannot start: " + e.getMessage());
      default -> throw e;
    }
    return NOT_STARTED;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = commandSpec().commandLine().getOut();
    if (list) {
      Attacks.all().forEach(attack -> print(attack, out));
      return 0;
    }
    if (!(minutes > 0 && minutes <= MAX_MINUTES)) {
      throw invalid("--minutes must be above 0 and at most %d.".formatted(MAX_MINUTES));
    }
    long actualSeed = seed == null ? new Random().nextInt(Integer.MAX_VALUE) : seed;
    Duration time = Duration.ofMillis((long) (minutes * MILLIS_PER_MINUTE));
    List<Wave> waves = attacks.isEmpty() ? Plan.all(time, actualSeed) : Plan.only(attacks, time);
    out.println("seed " + actualSeed);
    boolean passed;
    if (url != null) {
      TargetServer server = target(url);
      Verdict verdict = new Verdict();
      passed =
          new Siege(server, ServerMonitor.UNKNOWN, waves, Timing.DEFAULT, actualSeed, verdict, out)
              .run();
    } else if (serverJar != null && jvmOptions != null) {
      List<String> program = List.of("-jar", serverJar.toString());
      passed = siege(jvmOptions, program, waves, Timing.of(time), actualSeed, out);
    } else {
      throw invalid("Name a server by its URL, or use script/siege, which starts one.");
    }
    return passed ? 0 : FAULTS;
  }

  private static void print(Attack attack, PrintWriter out) {
    out.println("%-20s %s".formatted(attack.name(), attack.action()));
    out.println("%-20s   Promise: %s".formatted("", attack.promise()));
  }

  private TargetServer target(String server) throws IOException {
    if (!server.matches("http://[^/]+/?")) {
      throw invalid(server + " is not a URL like http://localhost:8080.");
    }
    return new TargetServer(Endpoint.addressOf(URI.create(server)));
  }

  /** A siege of a server that is started for it. */
  static boolean siege(
      Path jvmOptions,
      List<String> program,
      List<Wave> waves,
      Timing timing,
      long seed,
      PrintWriter out)
      throws IOException, InterruptedException {
    Verdict verdict = new Verdict();
    try (ServerProcess process = ServerProcess.start(jvmOptions, program, timing.settings())) {
      TargetServer server = new TargetServer(Endpoint.addressOf(process.url()));
      ServerMonitor monitor = new ProcessMonitor(process, verdict);
      return new Siege(server, monitor, waves, timing, seed, verdict, out).run();
    }
  }

  private ParameterException invalid(String message) {
    return new ParameterException(commandSpec().commandLine(), message);
  }

  private CommandSpec commandSpec() {
    return Objects.requireNonNull(spec); // set by picocli
  }
}
