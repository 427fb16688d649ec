package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a person at a command line sees. */
class MainTest {

  @Test
  void aPortInUseIsOneSentenceAndStatus2() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Run run = run("--port", String.valueOf(taken.getLocalPort()));
      assertThat(run.output)
          .isEqualTo(
              "Port %d is in use: set PARLEY_PORT or stop the other server.%n"
                  .formatted(taken.getLocalPort()));
      assertThat(run.status).isEqualTo(2);
    }
  }

  @Test
  void anAddressOfAnotherMachineIsOneSentenceAndStatus2() throws Exception {
    Run run = run("--host", "192.0.2.1", "--port", "0");
    assertThat(run.output).startsWith("Cannot listen on 192.0.2.1").hasLineCount(1);
    assertThat(run.status).isEqualTo(2);
  }

  @Test
  void anUnknownOptionIsOneSentenceAndStatus2() throws Exception {
    Run run = run("--colour", "blue");
    assertThat(run.output).contains("--colour").contains("--help").hasLineCount(1);
    assertThat(run.status).isEqualTo(2);
  }

  @Test
  void theVersionIsOneLine() throws Exception {
    Run run = run("--version");
    assertThat(run.output).startsWith("Parley ").hasLineCount(1);
    assertThat(run.status).isEqualTo(0);
  }

  @Test
  void helpListsWhatCanBeSet() throws Exception {
    Run run = run("--help");
    assertThat(run.output).contains("--port", "--origins", "PARLEY_");
    assertThat(run.status).isEqualTo(0);
  }

  @Test
  void aServerThatStartsPrintsItsUrlAndEndsWhenItIsToldTo() throws Exception {
    Process server = start("--port", "0");
    try (var lines = server.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.readLine()).matches("Parley is at http://localhost:[0-9]+/");
      server.toHandle().destroy(); // destroy of a Process would close its output, too
      assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(server.exitValue()).isEqualTo(128 + 15);
      assertThat(lines.readLine()).isNull();
    } finally {
      server.destroyForcibly();
    }
  }

  private record Run(int status, String output) {}

  private static Run run(String... arguments) throws IOException, InterruptedException {
    Process process = start(arguments);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output);
  }

  static Process start(String... arguments) throws IOException {
    return new ProcessBuilder(command(arguments)).redirectErrorStream(true).start();
  }

  static List<String> command(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }
}
