package dev.parley.scenario;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The command {@code scenario FILE... [URL]}. */
final class Main {

  private static final String USAGE =
      """
      usage: scenario FILE... [URL]

      Plays each scenario against the server at URL (default: http://localhost:8080).
      Ends with 0 if all went well, with 1 if one did not, with 2 if a script cannot be played.
      """;

  private static final String DEFAULT_URL = "http://localhost:8080";

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
    boolean elsewhere = !arguments.isEmpty() && arguments.getLast().contains("://");
    List<String> files = elsewhere ? arguments.subList(0, arguments.size() - 1) : arguments;
    if (files.isEmpty() || files.getFirst().startsWith("-")) {
      err.print(USAGE);
      return 2;
    }
    try {
      return play(read(files), URI.create(elsewhere ? arguments.getLast() : DEFAULT_URL));
    } catch (ScriptException | IllegalArgumentException e) {
      err.println(e.getMessage());
      return 2;
    } catch (IOException e) {
      err.println("There is no such script to be read: " + e.getMessage());
      return 2;
    }
  }

  /** All before the first is played, so that a slip in the last one does not come late. */
  private static List<Scenario> read(List<String> files) throws IOException {
    List<Scenario> scenarios = new ArrayList<>();
    for (String file : files) {
      scenarios.add(Scenario.read(Path.of(file)));
    }
    return scenarios;
  }

  private int play(List<Scenario> scenarios, URI server) throws InterruptedException {
    boolean passed = true;
    try (WebSocketStage stage = new WebSocketStage(server)) {
      Performance performance = new Performance(stage);
      for (Scenario scenario : scenarios) {
        Result result = performance.play(scenario);
        out.print(result.report());
        passed &= result.passed();
      }
    }
    return passed ? 0 : 1;
  }
}
