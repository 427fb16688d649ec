package dev.parley.chaos;

import dev.parley.client.Endpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
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

/** The program of {@code script/chaos}. */
@Command(
    name = "script/chaos",
    sortOptions = false,
    description =
        "Cuts the connections between a server and clients that check every message, until both the"
            + " number of cuts and the time are reached.",
    footer =
        "%nThe exit code is 0 if no message was lost, repeated or reordered, 1 if one was, and 2 if"
            + " the run cannot start.")
final class Main implements Callable<Integer> {
  private static final int VIOLATIONS = 1;
  private static final int NOT_STARTED = 2;
  private static final long DEFAULT_CUTS = 10_000;
  private static final long MAX_MINUTES = 1_000_000;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "URL",
      description =
          "The server, for instance http://localhost:8080; script/chaos starts one if it is absent")
  private String url = "";

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "Minimum duration. Default: ${DEFAULT-VALUE}")
  private long minutes;

  @Option(
      names = "--cuts",
      paramLabel = "N",
      description = "Minimum number of cut connections. Default: 10000, or 0 with --minutes")
  private @Nullable Long cuts;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Repeat the fault plans and decisions of an earlier run")
  private @Nullable Long seed;

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help")
  private boolean help;

  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT); // programs read the numbers, too
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
    if (!(e instanceof IOException)) {
      throw e;
    }
    err.println("Cannot start: " + e.getMessage());
    return NOT_STARTED;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    long minCuts = cuts != null ? cuts : minutes == 0 ? DEFAULT_CUTS : 0;
    if (minutes < 0 || minutes > MAX_MINUTES || minCuts < 0) {
      throw invalid(
          "--cuts must not be negative, and --minutes must be from 0 to %d."
              .formatted(MAX_MINUTES));
    }
    if (!url.matches("http://[^/]+/?")) {
      throw invalid(url + " is not a URL like http://localhost:8080.");
    }
    InetSocketAddress server = Endpoint.addressOf(URI.create(url));
    long actualSeed = seed == null ? new Random().nextInt(Integer.MAX_VALUE) : seed;
    ChaosRun.Goal goal = new ChaosRun.Goal(minCuts, Duration.ofMinutes(minutes));
    PrintWriter out = commandSpec().commandLine().getOut();
    return new ChaosRun(goal, actualSeed, out).run(server) ? 0 : VIOLATIONS;
  }

  private ParameterException invalid(String message) {
    return new ParameterException(commandSpec().commandLine(), message);
  }

  private CommandSpec commandSpec() {
    return Objects.requireNonNull(spec); // set by picocli
  }
}
