package dev.parley.scenario;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The program of {@code script/scenario}. */
@Command(
    name = "script/scenario",
    description = "Runs scenarios against a server, one after the other and in real time.",
    footer =
        "%nThe exit code is 0 if all scenarios pass, 1 if one fails, and 2 if none could run: a"
            + " file cannot be read, or the server cannot be reached.")
final class Main extends Program {
  private static final int FAILED = 1;
  private static final int NORMAL_CLOSURE = 1000;
  private static final String DEFAULT_URL = "http://localhost:8080";

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "FILE... [URL]",
      arity = "1..*",
      description = "The scenarios, and the server. Default: " + DEFAULT_URL)
  private List<String> arguments = List.of();

  public static void main(String[] arguments) {
    new Main().runAndExit(arguments);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    CommandLine commandLine = Objects.requireNonNull(spec).commandLine(); // set by picocli
    boolean hasUrl = arguments.getLast().contains("://");
    List<String> files = hasUrl ? arguments.subList(0, arguments.size() - 1) : arguments;
    if (files.isEmpty()) {
      throw new ParameterException(commandLine, "Name a scenario before the URL.");
    }
    List<Scenario> scenarios = read(files);
    boolean passed = true;
    PrintWriter out = commandLine.getOut();
    try (RemoteServer server =
        new RemoteServer(URI.create(hasUrl ? arguments.getLast() : DEFAULT_URL))) {
      server.connect("scenario").close(NORMAL_CLOSURE); // fails if no server answers
      ScenarioRunner runner = new ScenarioRunner(server);
      for (Scenario scenario : scenarios) {
        ScenarioResult result = runner.run(scenario);
        out.print(result.report());
        out.flush();
        passed &= result.passed();
      }
    }
    return passed ? 0 : FAILED;
  }

  /** All scenarios are read before the first runs, so that a typo in the last is found at once. */
  private static List<Scenario> read(List<String> files) throws IOException {
    List<Scenario> scenarios = new ArrayList<>();
    for (String file : files) {
      scenarios.add(Scenario.read(Path.of(file)));
    }
    return scenarios;
  }
}
