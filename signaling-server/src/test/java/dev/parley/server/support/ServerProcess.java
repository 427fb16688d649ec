package dev.parley.server.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server in a process of its own, with the JVM options of deploy/jvm.options. */
public final class ServerProcess implements AutoCloseable {
  private static final String ANNOUNCEMENT = "Parley is at";

  private final Process process;
  private final Path log;
  private final int port;

  /**
   * Starts a server.
   *
   * @param folder receives its output
   * @param openFiles its limit of open files
   * @param jvmOptions override those of deploy/jvm.options
   */
  public ServerProcess(Path folder, int openFiles, List<String> jvmOptions, String... options)
      throws IOException {
    log = Files.createTempFile(folder, "server", ".log");
    List<String> java = command(options);
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "ulimit -n " + openFiles + "; exec \"$@\"", "server"));
    command.add(java.getFirst());
    command.add("@" + Path.of("..", "deploy", "jvm.options"));
    command.addAll(jvmOptions);
    command.addAll(java.subList(1, java.size()));
    command.add("--port=0");
    process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    port = awaitPort();
  }

  private int awaitPort() throws IOException {
    while (true) {
      for (String line : output().lines().toList()) {
        if (line.startsWith(ANNOUNCEMENT) && line.endsWith("/")) {
          return Integer.parseInt(line.replaceAll("[^0-9]", ""));
        }
      }
      assertThat(process.isAlive()).as(output()).isTrue();
      Thread.onSpinWait();
    }
  }

  /** The command that starts a server with the classes of this JVM. */
  public static List<String> command(String... arguments) {
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

  public int port() {
    return port;
  }

  /** Everything that the server has printed. */
  public String output() throws IOException {
    return Files.readString(log);
  }

  /** Connects from a loopback address. */
  public RawHttpConnection connect(String localAddress) throws IOException {
    return RawHttpConnection.openFrom(localAddress, port);
  }

  /** Sends a request on a new connection, and returns everything until the server closes it. */
  public String exchange(String localAddress, String request) throws IOException {
    try (RawHttpConnection connection = connect(localAddress)) {
      return connection.send(request).readToEnd();
    }
  }

  /** Checks that the server answers, and has logged no error. */
  public void assertHealthy() throws IOException {
    assertThat(process.isAlive()).as(output()).isTrue();
    String health =
        exchange(
            "127.0.0.1", "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertThat(health).startsWith("HTTP/1.1 200");
    assertThat(output())
        .doesNotContain("OutOfMemory", "Too many open files", "Exception", "a defect");
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
