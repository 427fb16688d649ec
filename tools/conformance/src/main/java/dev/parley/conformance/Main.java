package dev.parley.conformance;

import dev.parley.scenario.Program;
import dev.parley.scenario.Scenario;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The program of {@code script/conformance}. */
@Command(
    name = "script/conformance",
    sortOptions = false,
    description = {
      "Checks a server against the protocol: all scenarios, over each transport.",
      "With --client, checks a client that connects to a proxy in front of a server."
    },
    footer = {
      "",
      "The exit code is 0 if all checks pass, 1 if one fails, and 2 if no check could run.",
      "docs/conformance.md explains the checks, and what the server must allow."
    })
final class Main extends Program {
  private static final int FAILED = 1;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "URL",
      description =
          "The server, for instance https://call.example.org or ws://localhost:8080; with --client,"
              + " the server behind the proxy")
  private String url = "";

  @Option(names = "--client", description = "Check a client instead of the server")
  private boolean client;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "--client: the port of the proxy on the loopback address. Default: a free one")
  private int port;

  @Option(
      names = "--rule",
      paramLabel = "NAME",
      split = ",",
      description = "--client: only these rules. Default: all")
  private List<ClientRule> rules = List.of(ClientRule.values());

  @Option(
      names = "--stop-code",
      paramLabel = "CODE",
      description =
          "--client: the last close code, after which the client has to stop. Default: ${DEFAULT-VALUE}")
  private int stopCode = ClientRule.DEFAULT_STOP_CODE;

  @Option(
      names = "--transport",
      paramLabel = "NAME",
      split = ",",
      description = "websocket, sse, poll; several are separated by commas. Default: all")
  private List<Transport> transports = List.of(Transport.values());

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      split = ",",
      description = "Names of scenarios to run, without folder and extension. Default: all")
  private List<String> names = List.of();

  @Option(
      names = "--scenarios",
      paramLabel = "FOLDER",
      description = "The scenarios. Default: ${DEFAULT-VALUE}")
  private Path folder = Path.of("protocol", "scenarios");

  @Option(
      names = "--max-wait",
      paramLabel = "SECONDS",
      description = "Skip scenarios that wait longer. Default: ${DEFAULT-VALUE}")
  private int maxWait = 90;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long to wait for an expected message. Default: ${DEFAULT-VALUE}")
  private int timeout = 10;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "How many scenarios run at a time. Default: ${DEFAULT-VALUE}")
  private int parallel = 16;

  @Option(names = "--junit", paramLabel = "FILE", description = "Write the results as JUnit XML")
  private @Nullable Path junit;

  public static void main(String[] arguments) {
    new Main().runAndExit(arguments);
  }

  @Override
  protected CommandLine commandLine() {
    return super.commandLine()
        .registerConverter(Transport.class, Transport::of)
        .registerConverter(ClientRule.class, ClientRule::of);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    URI server = server();
    PrintWriter out = commandSpec().commandLine().getOut();
    Report report = new Report(out);
    long began = System.nanoTime();
    if (client) {
      checkClient(server, report, out);
    } else {
      checkServer(server, report);
    }
    report.finish(Duration.ofNanos(System.nanoTime() - began));
    if (junit != null) {
      report.writeJUnit(junit);
    }
    return report.hasFailures() ? FAILED : 0;
  }

  private void checkServer(URI server, Report report) throws IOException, InterruptedException {
    if (maxWait < 0 || timeout < 1 || parallel < 1) {
      throw wrongUsage("--timeout and --parallel take a number from 1, --max-wait from 0.");
    }
    var options =
        new ServerSuite.Options(
            server,
            transports,
            scenarios(),
            Duration.ofSeconds(maxWait),
            Duration.ofSeconds(timeout),
            parallel);
    new ServerSuite(options, report).run();
  }

  private void checkClient(URI server, Report report, PrintWriter out)
      throws IOException, InterruptedException {
    if (port < 0 || port > 65_535 || stopCode < 1000 || stopCode > 4999) {
      throw wrongUsage("--port takes a number up to 65535, --stop-code one from 1000 to 4999.");
    }
    new ClientSuite(
            server, port, Set.copyOf(rules), stopCode, ClientSuite.Times.DEFAULT, report, out)
        .run();
  }

  private URI server() {
    if (!url.matches("(?i)(http|ws)s?://[^/?#\\s]+(/[^?#\\s]*)?")) {
      throw wrongUsage(
          url + " is not the URL of a server: write one like https://call.example.org.");
    }
    return URI.create(url);
  }

  private List<Scenario> scenarios() throws IOException {
    if (!Files.isDirectory(folder)) {
      throw wrongUsage(
          "There is no folder " + folder + ": name that of the scenarios with --scenarios.");
    }
    List<Scenario> scenarios = new ArrayList<>();
    for (Path file : Scenario.in(folder)) {
      String name = file.getFileName().toString().replaceFirst("\\.scenario$", "");
      if (names.isEmpty() || names.contains(name)) {
        scenarios.add(Scenario.read(name, file));
      }
    }
    names.stream()
        .filter(name -> scenarios.stream().noneMatch(scenario -> scenario.name().equals(name)))
        .findFirst()
        .ifPresent(name -> {
          throw wrongUsage("There is no scenario " + name + " in " + folder + ".");
        });
    return scenarios;
  }

  private ParameterException wrongUsage(String message) {
    return new ParameterException(commandSpec().commandLine(), message);
  }

  private CommandSpec commandSpec() {
    return Objects.requireNonNull(spec); // set by picocli
  }
}
