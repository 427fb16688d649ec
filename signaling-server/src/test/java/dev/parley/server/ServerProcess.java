package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server in a process of its own, with the heap and the options that operators give it. */
final class ServerProcess implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;

  private final Process process;
  private final Path log;
  private final int port;

  /** With so many open files, these options of the JVM beside those that are shipped, and these. */
  ServerProcess(Path folder, int openFiles, List<String> jvm, String... options)
      throws IOException {
    log = Files.createTempFile(folder, "server", ".log");
    List<String> java = MainTest.command(options);
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "ulimit -n " + openFiles + "; exec \"$@\"", "server"));
    command.add(java.getFirst());
    command.add("@" + Path.of("..", "deploy", "jvm.options"));
    command.addAll(jvm);
    command.addAll(java.subList(1, java.size()));
    command.add("--port=0");
    process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    while (said().lines().noneMatch(line -> line.startsWith("Parley is at"))) {
      assertThat(process.isAlive()).as(said()).isTrue();
      Thread.onSpinWait();
    }
    String line = said().lines().filter(said -> said.startsWith("Parley is at")).findFirst().get();
    port = Integer.parseInt(line.replaceAll("[^0-9]", ""));
  }

  int port() {
    return port;
  }

  /** All that it has printed. */
  String said() throws IOException {
    return Files.readString(log);
  }

  /** A connection from one of the addresses of this machine. */
  Socket connect(String from) throws IOException {
    Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(from), 0);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** A connection over which this has been sent. */
  Socket send(String from, String request) throws IOException {
    Socket socket = connect(from);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** All that is answered until the connection ends. */
  String answer(String from, String request) throws IOException {
    try (Socket socket = send(from, request)) {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  /** What the server says of its health over a new connection from there. */
  String health(String from) throws IOException {
    return answer(from, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  }

  void assertAlive() throws IOException {
    assertThat(process.isAlive()).as(said()).isTrue();
    assertThat(health("127.0.0.1")).startsWith("HTTP/1.1 200");
    assertThat(said())
        .doesNotContain("OutOfMemory", "Too many open files", "Exception", "a defect");
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
