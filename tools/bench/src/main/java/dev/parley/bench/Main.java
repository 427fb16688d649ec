package dev.parley.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** The commands of {@code script/load} and {@code script/bench}. */
public final class Main {
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private final PrintStream out;
  private final PrintStream err;

  Main(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) throws InterruptedException {
    Locale.setDefault(Locale.ROOT); // numbers go on the wire, and to programs
    System.exit(new Main(System.out, System.err).run(List.of(arguments)));
  }

  int run(List<String> arguments) throws InterruptedException {
    try {
      return command(arguments) ? 0 : FAILED;
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      return WRONG_USAGE;
    } catch (IOException e) {
      LoadCommand.explained(e).forEach(err::println);
      return WRONG_USAGE;
    }
  }

  private boolean command(List<String> arguments) throws IOException, InterruptedException {
    String name = arguments.isEmpty() ? "" : arguments.getFirst();
    List<String> rest = arguments.subList(Math.min(1, arguments.size()), arguments.size());
    return switch (name) {
      case "load" -> load(rest);
      case "bench" -> bench(rest);
      default -> throw new IllegalArgumentException("The commands are load and bench.");
    };
  }

  private boolean load(List<String> arguments) throws IOException {
    return asksForHelp(arguments, LoadOptions.USAGE)
        || new LoadCommand(out, err).run(LoadOptions.read(arguments));
  }

  private boolean bench(List<String> arguments) throws IOException, InterruptedException {
    return asksForHelp(arguments, BenchOptions.USAGE)
        || new BenchCommand(BenchOptions.read(arguments), out, err).run();
  }

  private boolean asksForHelp(List<String> arguments, String usage) {
    boolean asks = arguments.contains("--help") || arguments.contains("-h");
    if (asks) {
      out.println(usage);
    }
    return asks;
  }
}
