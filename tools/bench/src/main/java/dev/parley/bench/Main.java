package dev.parley.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The programs of {@code script/bench} and {@code script/load}: the first argument selects one. */
public final class Main {
  static final int FAULTS = 1;
  static final int NOT_STARTED = 2;

  private Main() {}

  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT); // reports are read by programs, too
    PrintWriter out = new PrintWriter(System.out, true, System.out.charset());
    PrintWriter err = new PrintWriter(System.err, true, System.err.charset());
    System.exit(run(List.of(arguments), out, err));
  }

  static int run(List<String> arguments, PrintWriter out, PrintWriter err) {
    String program = arguments.isEmpty() ? "" : arguments.getFirst();
    List<String> rest = arguments.subList(Math.min(1, arguments.size()), arguments.size());
    int end = rest.contains("--") ? rest.indexOf("--") : rest.size();
    List<String> afterEnd = rest.subList(Math.min(end + 1, rest.size()), rest.size());
    Object command =
        switch (program) {
          case "load" -> new LoadCommand();
          case "bench" -> new BenchCommand(afterEnd);
          default -> null;
        };
    if (command == null) {
      err.println("Use script/bench or script/load.");
      return NOT_STARTED;
    }
    CommandLine commandLine = new CommandLine(command);
    commandLine
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help")
                .build());
    return commandLine
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(100)
        .setParameterExceptionHandler((e, _) -> report(e, err))
        .setExecutionExceptionHandler((e, _, _) -> report(e, err))
        .execute(rest.subList(0, end).toArray(String[]::new));
  }

  private static int report(ParameterException e, PrintWriter err) {
    err.println(e.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(e, err)) {
      err.println("See " + e.getCommandLine().getCommandName() + " --help.");
    }
    return NOT_STARTED;
  }

  private static int report(Exception e, PrintWriter err) throws Exception {
    if (!(e instanceof IOException || e instanceof IllegalArgumentException)) {
      throw e;
    }
    String message = String.valueOf(e.getMessage());
    err.println(e instanceof IOException ? "Cannot start: " + message : message);
    Hints.of(List.of(message)).ifPresent(err::println);
    return NOT_STARTED;
  }
}
