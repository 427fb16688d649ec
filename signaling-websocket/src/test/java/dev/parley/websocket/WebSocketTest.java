package dev.parley.websocket;

import static dev.parley.websocket.ClientFrames.FIN;
import static dev.parley.websocket.ClientFrames.frame;
import static dev.parley.websocket.ClientFrames.utf8;
import static dev.parley.websocket.Opcode.CLOSE;
import static dev.parley.websocket.Opcode.PING;

import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** The methods of {@link WebSocket}, and the calls of its listener. */
class WebSocketTest extends AbstractRecordingTest {

  WebSocketTest(boolean secure) {
    super(secure);
  }

  @Test
  void messagesSentTogetherArriveSeparately() throws Exception {
    BiConsumer<WebSocket, String> onText =
        (socket, _) ->
            socket.send(List.of(utf8("one"), utf8(""), utf8("three")), () -> events.add("sent"));
    try (var server = server(onText);
        var client = new TestClient(server)) {
      client.send(ClientFrames.text("go"));
      client.expectText("one");
      client.expectText("");
      client.expectText("three");
      events.expect("activity");
      events.expect("go");
      events.expect("sent");
    }
  }

  @Test
  void onActivityIsCalledOncePerRead() throws Exception {
    try (var server = server((_, _) -> {});
        var client = new TestClient(server)) {
      client.send(
          ClientFrames.text("a"), ClientFrames.text("b"), frame(FIN | PING, ClientFrames.bytes()));
      client.expectFrame(Opcode.PONG, ClientFrames.bytes());
      events.expect("activity");
      events.expect("a");
      events.expect("b");
      events.expectNone();
    }
  }

  @Test
  void runLaterRunsAfterEverythingReadIsDelivered() throws Exception {
    BiConsumer<WebSocket, String> onText =
        (socket, text) -> socket.runLater(() -> events.add("after " + text));
    try (var server = server(onText);
        var client = new TestClient(server)) {
      client.send(ClientFrames.text("a"), ClientFrames.text("b"));
      events.expect("activity");
      events.expect("a");
      events.expect("b");
      events.expect("after a");
      events.expect("after b");
    }
  }

  @Test
  void runLaterAcceptsTasksOfOtherThreads() throws Exception {
    BiConsumer<WebSocket, String> onText =
        (socket, _) ->
            Thread.ofVirtual()
                .start(() -> socket.runLater(() -> socket.send(List.of(utf8("soon")), () -> {})));
    try (var server = server(onText);
        var client = new TestClient(server)) {
      client.send(ClientFrames.text("go"));
      client.expectText("soon");
    }
  }

  @Test
  void pingSendsPingFrame() throws Exception {
    try (var server = server((socket, _) -> socket.ping());
        var client = new TestClient(server)) {
      client.send(ClientFrames.text("go"));
      client.expectFrame(PING, ClientFrames.bytes());
    }
  }

  @Test
  void closeFollowsQueuedMessagesAndEndsWithPeersClose() throws Exception {
    BiConsumer<WebSocket, String> onText =
        (socket, _) -> {
          socket.send(List.of(utf8("last")), () -> events.add("sent"));
          socket.close(4001);
          socket.send(List.of(utf8("too late")), () -> events.add("never"));
          socket.ping();
          socket.close(4002);
        };
    try (var server = server(onText);
        var client = new TestClient(server)) {
      client.send(ClientFrames.text("go"));
      client.expectText("last");
      client.expectFrame(CLOSE, ClientFrames.bytes(4001 >> 8, 4001));
      client.send(
          ClientFrames.text("in flight"),
          frame(FIN | PING, ClientFrames.bytes()),
          ClientFrames.close(4001));
      client.expectEnd();
      events.expect("activity");
      events.expect("go");
      events.expect("sent");
      events.expect("activity");
      events.expect("closed 4001");
      events.expectNone();
    }
  }

  @Test
  void violationAfterCloseEndsConnection() throws Exception {
    try (var server = server((socket, _) -> socket.close(1000));
        var client = new TestClient(server)) {
      client.send(ClientFrames.text("go"));
      client.expectFrame(CLOSE, ClientFrames.bytes(1000 >> 8, 1000));
      client.send(ClientFrames.bytes(0xFF, 0xFF));
      client.expectEnd();
      events.expect("activity");
      events.expect("go");
      events.expect("activity");
      events.expect("closed 1002");
      events.expectNone(); // the server reads on until the client shuts down its output, too
      client.shutdownOutput();
    }
  }

  @Test
  void abortDropsEverything() throws Exception {
    BiConsumer<WebSocket, String> onText =
        (socket, _) -> {
          socket.abort();
          socket.send(List.of(utf8("too late")), () -> events.add("never"));
          socket.close(1000);
          socket.abort();
        };
    try (var server = server(onText);
        var client = new TestClient(server)) {
      client.send(ClientFrames.text("go"), ClientFrames.text("dropped"));
      client.awaitDisconnect();
      events.expect("activity");
      events.expect("go");
      events.expect("closed 1006");
      events.expectNone();
    }
  }

  @Test
  void onClosedReportsCodeOfPeer() throws Exception {
    try (var server = server((_, _) -> {})) {
      try (var client = new TestClient(server, ClientFrames.close(4321))) {
        client.expectClose(4321);
      }
      events.expect("activity");
      events.expect("closed 4321");
      try (var client = new TestClient(server, frame(FIN | CLOSE, ClientFrames.bytes()))) {
        client.expectFrame(CLOSE, ClientFrames.bytes());
      }
      events.expect("activity");
      events.expect("closed 1005");
      events.expectNone();
    }
  }

  @Test
  void onClosedReportsOwnCodeAfterViolation() throws Exception {
    try (var server = server((_, _) -> {})) {
      try (var client = new TestClient(server, frame(FIN | Opcode.TEXT, new byte[2_001]))) {
        client.expectClose(1009);
      }
      events.expect("activity");
      events.expect("closed 1009");
      events.expectNone();
    }
  }

  @Test
  void onClosedReports1006AfterReset() throws Exception {
    try (var server = server((_, _) -> {})) {
      try (var client = new TestClient(server, ClientFrames.text("a"))) {
        events.expect("activity");
        events.expect("a");
        client.reset();
      }
      events.expect("closed 1006");
      events.expectNone();
    }
  }

  @Test
  void onClosedReports1006WhenServerStops() throws Exception {
    try (var server = server((_, _) -> {});
        var client = new TestClient(server, ClientFrames.text("a"))) {
      events.expect("activity");
      events.expect("a");
      server.stop();
      events.expect("closed 1006");
      client.awaitDisconnect();
    }
  }
}
