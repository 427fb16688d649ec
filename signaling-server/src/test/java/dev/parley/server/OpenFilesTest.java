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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server in a process that may open few files says no in time, and goes on when there is place.
 */
class OpenFilesTest {
  private static final int LIMIT = 256;
  private static final int MORE_THAN_THERE_IS_PLACE_FOR = 220;

  @TempDir private Path folder;
  private Path log;
  private Process server;
  private int port;

  @BeforeEach
  void start() throws IOException {
    log = folder.resolve("log");
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "ulimit -n " + LIMIT + "; exec \"$@\"", "server"));
    command.addAll(MainTest.command("--port=0"));
    server =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    while (said().lines().noneMatch(line -> line.startsWith("Parley is at"))) {
      assertThat(server.isAlive()).isTrue();
    }
    port = Integer.parseInt(said().lines().findFirst().orElseThrow().replaceAll("[^0-9]", ""));
  }

  @AfterEach
  void stop() {
    server.destroyForcibly();
  }

  @Test
  void whoComesTooLateIsToldAndTheLogHearsItOnce() throws Exception {
    List<RawWebSocket> open = new ArrayList<>();
    int refused = 0;
    for (int i = 0; i < MORE_THAN_THERE_IS_PLACE_FOR; i++) {
      RawWebSocket client = new RawWebSocket(port, "/v1/rooms/full" + i, "");
      if (client.status() == 101) {
        open.add(client);
      } else {
        assertThat(client.status()).isEqualTo(503);
        refused++;
        client.close();
      }
    }
    assertThat(open).hasSizeGreaterThan(LIMIT / 4);
    assertThat(refused).isPositive();
    assertThat(said()).containsOnlyOnce("connections are in use");
    assertThat(health()).startsWith("HTTP/1.1 200");

    for (RawWebSocket client : open) {
      client.close();
    }
    while (!isLetIn() || !said().contains("There is place for connections again")) {
      assertThat(server.isAlive()).isTrue();
    }
    assertThat(said()).doesNotContain("Too many open files");
  }

  private String said() throws IOException {
    return Files.readString(log);
  }

  private boolean isLetIn() throws IOException {
    try (var client = new RawWebSocket(port, "/v1/rooms/relief", "")) {
      return client.status() == 101;
    }
  }

  private String health() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write(
              "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }
}
