package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one address may do to a server that runs as it is shipped, and does not harm it by. */
class AbuseTest {
  private static final String ME = "127.0.0.1";
  private static final int FILES = 4_096;
  private static final int MIB = 1 << 20;
  private static final String KEY = "mallory-0123456789abcdef";
  private static final String FILLER = "x".repeat(60_000);

  @TempDir private Path folder;
  private final List<Socket> open = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
  }

  @Test
  void anAnnouncedLengthTakesNothing() throws Exception {
    try (var server = new ServerProcess(folder, FILES, List.of())) {
      String answer =
          server.answer(
              ME,
              "POST /v1/rooms/x/peers HTTP/1.1\r\nHost: x\r\nContent-Length: 600000000\r\n\r\n");
      assertThat(answer).startsWith("HTTP/1.1 413").contains("\"code\":\"too-large\"");
      server.assertAlive();
    }
  }

  @Test
  void aLengthThatIsNoLengthIsRefused() throws Exception {
    try (var server = new ServerProcess(folder, FILES, List.of())) {
      for (String length : List.of("18446744073709551621", "-1", "5x")) {
        assertThat(
                server.answer(
                    ME,
                    "POST /v1/rooms/x/peers HTTP/1.1\r\nHost: x\r\nContent-Length: %s\r\n\r\nhello"
                        .formatted(length)))
            .startsWith("HTTP/1.1 400")
            .contains("\"code\":\"bad-message\"");
      }
      server.assertAlive();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, MIB - 1})
  void bodiesThatDoNotComeWholeAreBoundedTogether(int sent) throws Exception {
    try (var server = new ServerProcess(folder, FILES, List.of("-Xmx128m"))) {
      var mallory = new RawPeer(server, ME, "bodies", KEY);
      String whole = mallory.request("POST " + mallory.path() + "/messages", " ".repeat(MIB));
      int head = whole.length() - MIB;
      int refused = 0;
      for (int i = 0; i < 200; i++) {
        Socket socket = server.connect(ME);
        open.add(socket);
        refused += push(socket, whole.substring(0, head + sent)) ? 0 : 1;
      }
      for (Socket socket : open) {
        refused += isAnswered(socket) ? 1 : 0;
      }
      assertThat(refused > 0).isEqualTo(sent > 0);
      server.assertAlive();
      var other = new RawPeer(server, "127.0.0.2", "others", "other-0123456789abcdefgh");
      assertThat(other.isIn()).isTrue();
      assertThat(other.say("[" + " ".repeat(MIB / 2) + "]")).startsWith("HTTP/1.1 200");
    }
  }

  /** Returns whether all of it was taken. */
  private static boolean push(Socket socket, String request) {
    try {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isAnswered(Socket socket) throws IOException {
    return socket.getInputStream().available() > 0;
  }

  @ParameterizedTest
  @ValueSource(strings = {"poll", "stream"})
  void answersThatNobodyReadsAreBoundedTogether(String kind) throws Exception {
    try (var server = new ServerProcess(folder, FILES, List.of("-Xmx96m"))) {
      List<RawPeer> peers = new ArrayList<>();
      for (int i = 0; i < 120; i++) {
        peers.add(new RawPeer(server, ME, "unread", "mute-%03d-0123456789abcdef".formatted(i)));
      }
      fill(server);
      for (RawPeer peer : peers) {
        open.add(kind.equals("poll") ? peer.poll(0) : peer.stream());
      }
      server.assertAlive();
      var other = new RawPeer(server, "127.0.0.2", "others", "other-0123456789abcdefgh");
      assertThat(other.isIn()).isTrue();
    }
  }

  private static void fill(ServerProcess server) throws IOException {
    var loud = new RawPeer(server, "127.0.0.3", "unread", "loud-0123456789abcdefgh");
    for (int id = 1; id <= 70; id++) {
      assertThat(loud.say("{\"type\":\"message\",\"id\":%d,\"data\":\"%s\"}".formatted(id, FILLER)))
          .contains("\"received\":" + id);
    }
  }

  /** Pieces of heads, of messages on WebSockets, and requests behind requests. */
  @Test
  void whatComesInPiecesIsBoundedTogether() throws Exception {
    try (var server = new ServerProcess(folder, FILES, List.of("-Xmx96m"))) {
      String parameters = "a&".repeat(90);
      for (int i = 0; i < 500; i++) {
        open.add(
            server.send(
                ME, "GET /?" + parameters + " HTTP/1.1\r\nHost: x\r\nA: " + "b".repeat(8_000)));
      }
      server.assertAlive();
      assertThat(new RawPeer(server, "127.0.0.2", "others", "other-0123456789abcdefgh").isIn())
          .isTrue();
    }
  }

  @Test
  void aChunkedBodyThatIsTooLongIsAnsweredAndLeavesNoTrace() throws Exception {
    try (var server = new ServerProcess(folder, FILES, List.of())) {
      String chunk = "10000\r\n" + " ".repeat(65_536) + "\r\n";
      String answer =
          server.answer(
              ME,
              "POST /v1/rooms/x/peers HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                  + chunk
                  + chunk
                  + "0\r\n\r\n"
                  + "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(answer).startsWith("HTTP/1.1 413").contains("\"code\":\"too-large\"");
      server.assertAlive();
    }
  }
}
