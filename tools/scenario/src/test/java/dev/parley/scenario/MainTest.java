package dev.parley.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line: arguments, messages and exit codes. */
class MainTest {

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void explainsItsUsage() throws Exception {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("Usage: script/scenario [-h] FILE... [URL]");
    assertThat(run("http://localhost:8080")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("Name a scenario before the URL.");
    assertThat(run("--help")).isZero();
    assertThat(out.toString(UTF_8)).startsWith("Usage: script/scenario");
  }

  @Test
  void namesAMissingFile() throws Exception {
    assertThat(run("nowhere.scenario")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("Cannot read nowhere.scenario");
  }

  @Test
  void namesAFileThatIsNoScenario() throws Exception {
    Path file = folder.resolve("b.scenario");
    assertThat(run(Files.write(file, new byte[] {'#', (byte) 0xff}).toString())).isEqualTo(2);
    assertThat(err.toString(UTF_8))
        .isEqualTo("Cannot read " + file + ": it is not a text file in UTF-8.\n");
    err.reset();
    assertThat(run(Files.write(file, new byte[1 << 21]).toString())).isEqualTo(2);
    assertThat(err.toString(UTF_8))
        .isEqualTo("Cannot read " + file + ": a scenario has at most 1048576 bytes.\n");
  }

  @Test
  void namesTheLineOfASyntaxError() throws Exception {
    String file = file("# T\nann joins\nann hums\n");
    assertThat(run(file)).isEqualTo(2);
    assertThat(err.toString(UTF_8)).startsWith(file + ":3: \"ann hums\"");
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @Test
  void rejectsAMalformedUrl() throws Exception {
    assertThat(run(file("# T\nann joins\n"), "http://not a host")).isEqualTo(2);
    assertThat(run(file("# T\nann joins\n"), "ftp://localhost")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("ftp://localhost");
  }

  @Test
  void reportsAnUnreachableServer() throws Exception {
    assertThat(run(file("# T\nann joins\n"), "http://127.0.0.1:" + unusedPort())).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("Is the server running on this port?");
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  private int run(String... arguments) {
    return new Main()
        .run(new PrintWriter(out, true, UTF_8), new PrintWriter(err, true, UTF_8), arguments);
  }

  private String file(String script) throws IOException {
    return Files.writeString(folder.resolve("a.scenario"), script).toString();
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
