package dev.parley.scenario;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * A program that runs scenarios: {@code script/scenario} or {@code script/conformance}. Input that
 * cannot be read is reported by one sentence.
 */
public abstract class Program implements Callable<Integer> {
  /** The exit code of a program that could not run anything. */
  protected static final int NOT_STARTED = 2;

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help")
  private boolean help;

  /** Runs the program, and ends the process with its exit code. */
  protected final void runAndExit(String... arguments) {
    Locale.setDefault(Locale.ROOT); // reports are read by programs, too
    System.exit(commandLine().execute(arguments));
  }

  /** Runs the program, and returns its exit code. */
  public final int run(PrintWriter out, PrintWriter err, String... arguments) {
    return commandLine().setOut(out).setErr(err).execute(arguments);
  }

  /** The parser of the arguments. */
  protected CommandLine commandLine() {
    return new CommandLine(this)
        .setExecutionExceptionHandler((e, command, _) -> report(e, command.getErr()));
  }

  private static int report(Exception e, PrintWriter err) throws Exception {
    switch (e) {
      case IOException _, ScenarioSyntaxException _, IllegalArgumentException _ ->
          err.println(Excerpt.of(String.valueOf(e.getMessage())));
      default -> throw e;
    }
    return NOT_STARTED;
  }
}
