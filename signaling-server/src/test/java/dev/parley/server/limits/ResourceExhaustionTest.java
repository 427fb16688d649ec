package dev.parley.server.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.support.RawHttpConnection;
import dev.parley.server.support.RawHttpPeer;
import dev.parley.server.support.Requests;
import dev.parley.server.support.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One address cannot exhaust the memory of a server process that runs with few megabytes. */
class ResourceExhaustionTest {
  private static final String ATTACKER = "127.0.0.1";
  private static final String OTHER = "127.0.0.2";
  private static final int FILES = 4_096;
  private static final int MIB = 1 << 20;
  private static final String FILLER = "x".repeat(60_000);

  @TempDir private Path folder;
  private final List<RawHttpConnection> open = new ArrayList<>();

  @AfterEach
  void closeConnections() throws IOException {
    for (RawHttpConnection connection : open) {
      connection.close();
    }
  }

  @Test
  void declaredContentLengthAllocatesNothing() throws Exception {
    try (var server = new ServerProcess(folder, FILES, List.of())) {
      String response =
          server.exchange(
              ATTACKER,
              "POST /v1/rooms/x/peers HTTP/1.1\r\nHost: x\r\nContent-Length: 600000000\r\n\r\n");
      assertThat(response).startsWith("HTTP/1.1 413").contains("\"code\":\"too-large\"");
      server.assertHealthy();
    }
  }

  @Test
  void invalidContentLengthIsRefused() throws Exception {
    try (var server = new ServerProcess(folder, FILES, List.of())) {
      for (String length : List.of("18446744073709551621", "-1", "5x")) {
        assertThat(
                server.exchange(
                    ATTACKER,
                    "POST /v1/rooms/x/peers HTTP/1.1\r\nHost: x\r\nContent-Length: %s\r\n\r\nhello"
                        .formatted(length)))
            .startsWith("HTTP/1.1 400")
            .contains("\"code\":\"bad-message\"");
      }
      server.assertHealthy();
    }
  }

  /** Only bytes that have arrived count: the requests without a body are not refused. */
  @ParameterizedTest
  @ValueSource(ints = {0, MIB - 1})
  void incompleteBodiesAreBoundedTogether(int sent) throws Exception {
    try (var server = new ServerProcess(folder, FILES, List.of("-Xmx128m"))) {
      var attacker = new RawHttpPeer(server, ATTACKER, "bodies", "attacker");
      String whole = attacker.request("POST " + attacker.path() + "/messages", " ".repeat(MIB));
      int head = whole.length() - MIB;
      int refused = 0;
      for (int i = 0; i < 200; i++) {
        RawHttpConnection connection = server.connect(ATTACKER);
        open.add(connection);
        refused += isAccepted(connection, whole.substring(0, head + sent)) ? 0 : 1;
      }
      for (RawHttpConnection connection : open) {
        refused += connection.in().available() > 0 ? 1 : 0;
      }
      assertThat(refused > 0).isEqualTo(sent > 0);
      server.assertHealthy();
      RawHttpPeer other = assertOthersJoin(server);
      assertThat(other.post("[" + " ".repeat(MIB / 2) + "]")).startsWith("HTTP/1.1 200");
    }
  }

  /** Whether the server has read all of it, or will. */
  private static boolean isAccepted(RawHttpConnection connection, String request) {
    try {
      connection.send(request);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"poll", "stream"})
  void unreadResponsesAreBoundedTogether(String transport) throws Exception {
    try (var server = new ServerProcess(folder, FILES, List.of("-Xmx96m"))) {
      List<RawHttpPeer> peers = new ArrayList<>();
      for (int i = 0; i < 120; i++) {
        peers.add(new RawHttpPeer(server, ATTACKER, "unread", "silent-" + i));
      }
      fillLog(server);
      for (RawHttpPeer peer : peers) {
        open.add(transport.equals("poll") ? peer.poll(0) : peer.stream());
      }
      server.assertHealthy();
      assertOthersJoin(server);
    }
  }

  private static void fillLog(ServerProcess server) throws IOException {
    var sender = new RawHttpPeer(server, "127.0.0.3", "unread", "sender");
    for (int id = 1; id <= 70; id++) {
      assertThat(sender.post(Requests.message(id, FILLER))).contains("\"received\":" + id);
    }
  }

  @Test
  void incompleteRequestHeadsAreBoundedTogether() throws Exception {
    try (var server = new ServerProcess(folder, FILES, List.of("-Xmx96m"))) {
      String parameters = "a&".repeat(90);
      for (int i = 0; i < 500; i++) {
        open.add(
            server
                .connect(ATTACKER)
                .send("GET /?" + parameters + " HTTP/1.1\r\nHost: x\r\nA: " + "b".repeat(8_000)));
      }
      server.assertHealthy();
      assertOthersJoin(server);
    }
  }

  private static RawHttpPeer assertOthersJoin(ServerProcess server) throws IOException {
    var other = new RawHttpPeer(server, OTHER, "others", "other");
    assertThat(other.hasJoined()).isTrue();
    return other;
  }

  @Test
  void chunkedBodyOverTheLimitIsRefused() throws Exception {
    try (var server = new ServerProcess(folder, FILES, List.of())) {
      String chunk = "10000\r\n" + " ".repeat(65_536) + "\r\n";
      String response =
          server.exchange(
              ATTACKER,
              "POST /v1/rooms/x/peers HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                  + chunk
                  + chunk
                  + "0\r\n\r\n"
                  + "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(response).startsWith("HTTP/1.1 413").contains("\"code\":\"too-large\"");
      server.assertHealthy();
    }
  }
}
