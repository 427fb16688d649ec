package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.support.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The output and exit status of the command line. */
class MainTest {

  @Test
  void portInUseExitsWithStatus2AndOneLine() throws Exception {
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
  void addressOfAnotherMachineExitsWithStatus2AndOneLine() throws Exception {
    Run run = run("--host", "192.0.2.1", "--port", "0");
    assertThat(run.output).startsWith("Cannot listen on 192.0.2.1").hasLineCount(1);
    assertThat(run.status).isEqualTo(2);
  }

  @Test
  void unknownOptionExitsWithStatus2AndOneLine() throws Exception {
    Run run = run("--colour", "blue");
    assertThat(run.output).contains("--colour").contains("--help").hasLineCount(1);
    assertThat(run.status).isEqualTo(2);
  }

  @Test
  void versionPrintsOneLine() throws Exception {
    Run run = run("--version");
    assertThat(run.output).startsWith("Parley ").hasLineCount(1);
    assertThat(run.status).isEqualTo(0);
  }

  @Test
  void helpListsTheOptions() throws Exception {
    Run run = run("--help");
    assertThat(run.output).contains("--port", "--origins", "PARLEY_");
    assertThat(run.status).isEqualTo(0);
  }

  @Test
  void serverPrintsItsUrlAndStopsOnSigterm() throws Exception {
    Process server = start("--port", "0");
    try (var lines = server.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.readLine()).matches("Parley is at http://localhost:[0-9]+/");
      server.toHandle().destroy(); // Process.destroy would also close its output
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

  private static Process start(String... arguments) throws IOException {
    return new ProcessBuilder(ServerProcess.command(arguments)).redirectErrorStream(true).start();
  }
}
